//! What is told of refusals and of who signs in.

use store::{Token, TokenKind};
use tracing::Instrument as _;
use wire::audit::EventName;

use super::{Origin, Told, actor};
use crate::State;
use crate::caller::Caller;
use crate::refusal::Refusal;

/// Rides on the answer to somebody who was refused: 403, and why.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    /// The name of the event.
    pub(crate) name: EventName,
    /// Why, as the caller was told.
    pub(crate) reason: String,
    /// Why, without whatever the caller can choose: what two refusals that are told as one have in common.
    pub(crate) kind: String,
}

/// What is told of a refusal; nothing of what is no refusal of a right.
pub(crate) fn refused(refusal: &Refusal) -> Option<Refused> {
    let name = match refusal {
        Refusal::MissingScope { .. } => Some(EventName::AuthFailureOrganizationRole),
        Refusal::MissingScopeOn { kind: "stack", .. } => {
            Some(EventName::AuthFailureStackPermission)
        }
        Refusal::MissingScopeOn { kind: "environment", .. } => {
            Some(EventName::AuthFailureEnvironment)
        }
        Refusal::MissingScopeOn { .. } => Some(EventName::AuthFailureCloudAccount),
        Refusal::Forbidden(_) | Refusal::Beyond(_) => Some(EventName::RequestRefused),
        Refusal::TokenPolicy { .. } => Some(EventName::TokenExpiryPolicyRefused),
        _ => None,
    };
    let kind = match refusal {
        Refusal::MissingScopeOn { scope, .. } => (*scope).to_owned(),
        // It names somebody, a place, and what a draft of the caller's own would grant there.
        Refusal::Beyond(_) => "beyond".to_owned(),
        _ => refusal.to_string(),
    };
    Some(Refused { name: name?, reason: refusal.to_string(), kind })
}

impl State {
    /// Tells the organization with this id that `caller` was refused what it asked for, by its method and the pattern of
    /// its path.
    pub(crate) async fn tell_refused(
        &self,
        organization_id: &str,
        caller: &Caller,
        origin: &Origin,
        asked: &str,
        refused: &Refused,
    ) {
        let told = Told {
            name: refused.name,
            description: format!("was refused `{asked}`: {}", refused.reason),
            details: None,
        };
        let event = origin.event(actor(&caller.token), self.now(), told);
        self.tell(organization_id, event, format!("{asked}: {}", refused.kind)).await;
    }

    /// Tells every organization in which `token` is good that somebody showed it, in vain or not.
    pub(crate) async fn tell_sign_in(
        &self,
        token: &Token,
        origin: &Origin,
        name: EventName,
        description: &str,
    ) {
        let ids = match (&token.organization_id, &token.kind) {
            (Some(id), _) => vec![id.clone()],
            (None, TokenKind::Personal { login }) => {
                match self.store().list_organizations(login).await {
                    Ok(organizations) => organizations.into_iter().map(|one| one.id).collect(),
                    Err(error) => {
                        tracing::warn!(%error, "a sign-in was not told");
                        return;
                    }
                }
            }
            (None, TokenKind::Organization { .. } | TokenKind::Team { .. }) => return,
        };
        for id in ids {
            let told = Told { name, description: description.to_owned(), details: None };
            let event = origin.event(actor(token), self.now(), told);
            self.tell(&id, event, description.to_owned()).await;
        }
    }

    async fn tell(&self, organization_id: &str, event: store::Event, what: String) {
        let events = self.fold().add(organization_id, event, what);
        if events.is_empty() {
            return;
        }
        // From here on it counts as told: whoever goes away now does not keep it from being written.
        let (state, organization_id) = (self.clone(), organization_id.to_owned());
        let telling = async move { state.record(&organization_id, &events).await };
        if let Err(error) = tokio::spawn(telling.in_current_span()).await {
            tracing::error!(%error, "what happened could not be written to the audit log");
        }
    }

    /// Tells what was repeated: in hours that are over or, when the server stops, until now.
    pub(crate) async fn tell_repeated(&self, stops: bool) {
        for (organization_id, events) in self.fold().close((!stops).then(|| self.now())) {
            self.record(&organization_id, &events).await;
        }
    }

    async fn record(&self, organization_id: &str, events: &[store::Event]) {
        if events.is_empty() {
            return;
        }
        // Who is refused is refused all the same; who is not has not changed anything.
        let recording = self.store().record(organization_id, events);
        if let Err(error) = self.in_time(recording).await {
            tracing::error!(%error, "what happened could not be written to the audit log");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::time::Duration;

    use store::{Actor, Audits as _, EntryQuery, Organizations as _};
    use tokio::time::sleep;
    use wire::audit::EventName;

    use crate::Config;
    use crate::audit::{Origin, Told};
    use crate::fixture::{Fixture, started};

    #[tokio::test]
    async fn what_counts_as_told_is_told_also_where_whoever_it_is_about_has_gone_away() {
        let Fixture { store, state, .. } = &started(Config::default()).await;
        let id = store.find_organization("main").await.unwrap().unwrap().id;
        let told = Told {
            name: EventName::RequestRefused,
            description: "was refused".to_owned(),
            details: None,
        };
        let event = Origin::default().event(Actor::default(), state.now(), told);
        {
            let mut telling = pin!(state.tell(&id, event, "refused".to_owned()));
            tokio::select! {
                biased;
                () = &mut telling => panic!("it was told at once"),
                () = std::future::ready(()) => {}
            }
        }
        // Longer than any machine takes: only what is never told is waited for that long.
        for _ in 0..1000 {
            let entries = store.list_entries(&id, &EntryQuery::first(10)).await.unwrap();
            if entries.iter().any(|entry| entry.event.description == "was refused") {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("it is not told");
    }
}
