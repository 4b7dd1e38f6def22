//! Storing a guardrail, also where somebody else stored another meanwhile.

use leptos::prelude::*;
use policy::Organization;
use wire::rest::guardrail::SaveGuardrail;
use wire::snapshot::Guardrail;

use crate::api::guardrails::{self, Stored};
use crate::app::desk::Desk;
use crate::state::guardrail_form::said;

/// Why a guardrail was not stored.
pub(super) struct Refused {
    /// In words.
    pub(super) words: String,
    /// Whether somebody else stored something.
    pub(super) is_stale: bool,
}

/// Stores `guardrail` in the place of what was `begun` with.
///
/// Where somebody else stored another meanwhile, that is what is begun with from now on, and it is told.
pub(super) async fn store(
    desk: Desk,
    begun: StoredValue<Option<Stored>>,
    guardrail: Guardrail,
) -> Result<(), Refused> {
    let organization = desk.name.get_untracked().unwrap_or_default();
    let Some(stored) = begun.get_value() else {
        let answer = guardrails::create(&organization, &guardrail).await;
        return answer.map_err(|failure| Refused { words: failure.in_words(), is_stale: false });
    };
    let Guardrail { name, never, expect } = guardrail;
    let change = SaveGuardrail { name, never, expect, version: stored.version };
    let Err(failure) = guardrails::save(&organization, &stored.id, &change).await else {
        return Ok(());
    };
    let newer = match failure.status() {
        Some(404 | 409) => newer(desk, &stored).await,
        _ => None,
    };
    let Some((now, words)) = newer else {
        return Err(Refused { words: failure.in_words(), is_stale: false });
    };
    begun.try_update_value(|begun| *begun = now);
    Err(Refused { words, is_stale: true })
}

/// What became of a guardrail that was `begun` with, where a save was refused because it is another now.
///
/// What is stored by then, none where it was deleted; and what to tell.
async fn newer(desk: Desk, begun: &Stored) -> Option<(Option<Stored>, String)> {
    let name = desk.name.get_untracked()?;
    let now = guardrails::list(&name).await.ok()?;
    let Some(stored) = now.into_iter().find(|one| one.id == begun.id) else {
        let text =
            "Somebody else deleted it meanwhile. What you typed is kept, and saving makes it anew";
        return Some((None, text.to_owned()));
    };
    if stored.version == begun.version {
        return None;
    }
    let workspace = desk.ready_untracked()?;
    let text = told(&workspace.organization, begun, &stored);
    Some((Some(stored), text))
}

/// What somebody else made of it.
fn told(organization: &Organization, begun: &Stored, now: &Stored) -> String {
    let mut parts = Vec::new();
    if begun.name != now.name {
        parts.push(format!("it is called “{}”", now.name));
    }
    let words = said(organization, &now.guardrail());
    if words == said(organization, &begun.guardrail()) {
        parts.push("it says the same".to_owned());
    } else {
        parts.push(format!("it says “{words}”"));
    }
    format!(
        "Somebody else saved version {} meanwhile: {}. What you typed is kept, and saving again replaces that version",
        now.version,
        parts.join(", and ")
    )
}

#[cfg(test)]
mod tests {
    use policy::Organization;
    use serde_json::json;

    use super::told;
    use crate::api::guardrails::Stored;

    fn stored(name: &str, scope: &str, version: u32) -> Stored {
        let stored = json!({"id": "1", "name": name, "never": {"scope": scope}, "version": version,
            "modified": "", "createdBy": ""});
        serde_json::from_value(stored).unwrap()
    }

    #[test]
    fn what_somebody_else_made_of_it_is_told() {
        let organization = Organization::default();
        let told = |now: &Stored| told(&organization, &stored("Stay", "stack:delete", 1), now);
        let words = told(&stored("Stay", "stack:write", 2));
        assert!(words.contains("version 2") && words.contains("stack:write"), "{words}");
        assert!(!words.contains("called"), "{words}");
        let words = told(&stored("Stays", "stack:delete", 3));
        assert!(words.contains("it is called “Stays”, and it says the same"), "{words}");
    }
}
