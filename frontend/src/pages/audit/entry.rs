//! One entry of the audit log.

use leptos::prelude::*;
use wire::rest::audit::AuditEvent;

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
                <p class="audit__words">{marked(&capital(&event.description))}</p>
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
