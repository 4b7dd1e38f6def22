//! What the server says of tokens beside what an evaluation needs.

use std::collections::{BTreeSet, HashMap};

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::TokenKind;
use wire::rest::holder::Token;

use crate::api::{Failure, tokens};
use crate::app::desk::Desk;

/// Descriptions of tokens, by id, as far as they have come.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    known: RwSignal<HashMap<String, Token>>,
    is_waiting: RwSignal<bool>,
}

/// What is known of one token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Description {
    /// It is on its way.
    Waiting,
    /// Whoever is signed in may not know: of others' tokens, or for want of a scope.
    Unknown,
    /// It is here.
    Known(Box<Token>),
}

impl Described {
    /// Asks for what the signed-in person may know: about the organization's tokens, its teams' and their own.
    pub fn of_everybody(desk: Desk) -> Self {
        let described =
            Self { known: RwSignal::new(HashMap::new()), is_waiting: RwSignal::new(true) };
        Effect::new(move |_| {
            let Some(workspace) = desk.ready() else { return };
            let organization = workspace.organization.name.clone();
            let team = |token: &policy::Token| match &token.kind {
                TokenKind::Team { team } => Some(team.clone()),
                TokenKind::Organization { .. } | TokenKind::Personal { .. } => None,
            };
            let teams: BTreeSet<_> =
                workspace.organization.tokens.iter().filter_map(team).collect();
            spawn_local(async move {
                described.add(tokens::organization_tokens(&organization).await);
                described.add(tokens::own_tokens().await);
                for team in teams {
                    // The page may be gone: the rest is not asked for then.
                    if !described.add(tokens::team_tokens(&organization, &team).await) {
                        return;
                    }
                }
                described.is_waiting.try_set(false);
            });
        });
        described
    }

    /// Adds what came, and says whether anybody still looks.
    fn add(self, tokens: Result<Vec<Token>, Failure>) -> bool {
        let tokens = tokens.unwrap_or_default().into_iter();
        let tokens = tokens.map(|token| (token.id.clone(), token));
        self.known.try_update(|known| known.extend(tokens)).is_some()
    }

    /// What is known of the token with this id.
    pub fn get(self, id: &str) -> Description {
        let known = self.known.with(|known| known.get(id).cloned());
        match known {
            Some(token) => Description::Known(Box::new(token)),
            None if self.is_waiting.get() => Description::Waiting,
            None => Description::Unknown,
        }
    }

    /// What can be searched for.
    pub fn text(self, id: &str) -> String {
        self.known.with(|known| {
            let token = known.get(id);
            token
                .map(|token| format!("{} {}", token.description, token.created_by))
                .unwrap_or_default()
        })
    }
}
