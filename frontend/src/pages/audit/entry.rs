//! One entry of the audit log.

use leptos::prelude::*;
use policy::Records;
use wire::rest::audit::AuditEvent;

use crate::app::desk::Desk;
use crate::components::prose::{capital, marked};
use crate::state::moment::second;

/// One entry of the audit log.
#[component]
pub fn Entry(
    /// What happened.
    event: AuditEvent,
) -> impl IntoView {
    let who = match (event.actor_name.as_str(), event.user.github_login.as_str()) {
        ("", "") => event.user.name.clone(),
        ("", login) => login.to_owned(),
        (actor, _) => actor.to_owned(),
    };
    let (desk, description) = (expect_context::<Desk>(), event.description.clone());
    // Events have ids, which stay when names change.
    let words = move || {
        let words = match desk.ready() {
            Some(workspace) => named(&workspace.organization.records, &description),
            None => description.clone(),
        };
        marked(&capital(&words))
    };
    let through = [
        (!event.token_name.is_empty()).then(|| format!("token {}", event.token_name)),
        (!event.source_ip.is_empty()).then(|| event.source_ip.clone()),
    ];
    let through = through.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let when = u64::try_from(event.timestamp).map(second).unwrap_or_default();
    let class =
        if event.auth_failure { "audit__event audit__event--refused" } else { "audit__event" };
    let details = event.scopesight.details.as_ref().and_then(|details| {
        let value = serde_json::from_str::<serde_json::Value>(details.get()).ok()?;
        serde_json::to_string_pretty(&value).ok()
    });
    let agent = event.scopesight.user_agent.clone();
    let hash = event.scopesight.hash.clone();
    view! {
        <li class="audit__entry">
            <div class="audit__when">
                <time>{when}</time>
                <span>{format!("#{}", event.scopesight.sequence)}</span>
            </div>
            <div class="audit__what">
                <p class="audit__words">{words}</p>
                <p class="audit__about">
                    <span class=class>{event.event}</span>
                    " by " <strong>{who}</strong>
                    {(!through.is_empty()).then(|| format!(", {through}"))}
                </p>
                <details class="audit__more">
                    <summary>"Details"</summary>
                    {details.map(|text| view! { <pre tabindex="0">{text}</pre> })}
                    <p>"Hash " <code>{hash}</code></p>
                    {(!agent.is_empty()).then(|| view! { <p>{agent}</p> })}
                </details>
            </div>
        </li>
    }
}

/// `description` with the names of roles in place of their ids, as far as they are there.
fn named(records: &Records, description: &str) -> String {
    let mut before = "";
    let parts = description.split('`').map(|part| {
        let is_role = std::mem::replace(&mut before, part).ends_with("role ");
        match records.find(part) {
            Some(record) if is_role => record.name.as_str(),
            _ => part,
        }
    });
    parts.collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use policy::Records;

    use super::named;

    #[test]
    fn ids_in_a_description_are_told_by_name() {
        let records = Records::new(Vec::new());
        let told = |words: &str| named(&records, words);
        assert_eq!(
            told("created the token `ci`, which acts as role `admin` and never expires"),
            "created the token `ci`, which acts as role `Admin` and never expires"
        );
        // Somebody may be called like a role.
        assert_eq!(told("which acts as user `admin`"), "which acts as user `admin`");
        assert_eq!(told("deleted role `gone`"), "deleted role `gone`");
    }
}
