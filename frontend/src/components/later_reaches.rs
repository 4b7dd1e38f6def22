//! Bars of reach that are reckoned after the page is drawn.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use policy::{Organization, Subject};

use super::reaches::Reaches;
use crate::state::standing::Standing;

/// What was reckoned already, by what makes it the same for others.
#[derive(Debug, Clone, Copy)]
pub struct Reckoned {
    organization: StoredValue<Option<Arc<Organization>>>,
    known: StoredValue<HashMap<String, Option<Standing>>>,
}

impl Default for Reckoned {
    fn default() -> Self {
        let (organization, known) = (StoredValue::new(None), StoredValue::new(HashMap::new()));
        Self { organization, known }
    }
}

impl Reckoned {
    /// What `subject` reaches in `organization`; those with the same `key` reach the same.
    fn of(
        self,
        organization: &Arc<Organization>,
        subject: &Subject,
        key: &str,
    ) -> Option<Standing> {
        let is_same = self.organization.with_value(|known| {
            known.as_ref().is_some_and(|known| Arc::ptr_eq(known, organization))
        });
        if !is_same {
            self.organization.set_value(Some(organization.clone()));
            self.known.set_value(HashMap::new());
        }
        if let Some(known) = self.known.with_value(|known| known.get(key).copied()) {
            return known;
        }
        let standing = Standing::of(organization, subject);
        self.known.update_value(|known| {
            known.insert(key.to_owned(), standing);
        });
        standing
    }
}

/// The place of bars that come later.
#[component]
pub fn Unreckoned() -> impl IntoView {
    view! { <div class="later-reaches" aria-busy="true"></div> }
}

/// What somebody reaches, drawn as soon as the page is there: many rows do not hold it up.
#[component]
pub fn LaterReaches(
    /// The organization.
    organization: Arc<Organization>,
    /// Who.
    subject: Subject,
    /// What makes it the same for others.
    key: String,
    /// What was reckoned already.
    reckoned: Reckoned,
) -> impl IntoView {
    let standing = RwSignal::new(None::<Option<Standing>>);
    set_timeout(
        move || {
            // The row may be gone by now.
            if standing.try_get_untracked().is_some() {
                standing.set(Some(reckoned.of(&organization, &subject, &key)));
            }
        },
        Duration::ZERO,
    );
    view! {
        <div class="later-reaches" aria-busy=move || standing.with(Option::is_none).to_string()>
            {move || match standing.get() {
                None => ().into_any(),
                Some(Some(standing)) => view! { <Reaches standing/> }.into_any(),
                Some(None) => view! { <p class="reaches__organization">"Cannot be followed"</p> }.into_any(),
            }}
        </div>
    }
}
