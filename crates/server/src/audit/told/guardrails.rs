//! What is told of changes to guardrails.

use store::Change;
use wire::audit::Details;

use super::{Said, of, short, unknown};
use crate::loaded::Loaded;

/// What is told of `change`; nothing of a change to something else.
pub(super) fn tell(loaded: &Loaded, change: &Change) -> Said {
    match change {
        Change::CreateGuardrail(new) => Said {
            description: format!("created guardrail `{}`", short(&new.name)),
            details: Details {
                version: Some(new.version),
                after: statement(&new.statement),
                ..of("guardrail", &new.id, &new.name)
            },
        },
        Change::UpdateGuardrail(update) => {
            let mut guardrails = loaded.contents.guardrails.iter();
            let before = guardrails.find(|guardrail| guardrail.id == update.id);
            let previous = before.map(|before| before.name.clone());
            Said {
                description: format!("changed guardrail `{}`", short(&update.name)),
                details: Details {
                    version: Some(update.version.saturating_add(1)),
                    previous_name: previous.filter(|name| *name != update.name),
                    before: before.and_then(|before| statement(&before.statement)),
                    after: statement(&update.statement),
                    ..of("guardrail", &update.id, &update.name)
                },
            }
        }
        Change::DeleteGuardrail { id } => {
            let mut guardrails = loaded.contents.guardrails.iter();
            let before = guardrails.find(|guardrail| guardrail.id == *id);
            let name = before.map_or(id.as_str(), |before| before.name.as_str());
            Said {
                description: format!("deleted guardrail `{}`", short(name)),
                details: Details {
                    before: before.and_then(|before| statement(&before.statement)),
                    ..of("guardrail", id, name)
                },
            }
        }
        _ => unknown("organization", &loaded.organization().id),
    }
}

fn statement(text: &str) -> Option<serde_json::Value> {
    serde_json::from_str(text).ok()
}
