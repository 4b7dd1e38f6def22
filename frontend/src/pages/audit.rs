//! What happened in an organization, and who did it.

pub mod entry;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::audit::EventName;
use wire::rest::audit::{AuditEvent, AuditHead};

use crate::api::Failure;
use crate::api::audit::{self, Filter};
use crate::app::address::{field, follow};
use crate::app::desk::Desk;
use crate::app::may::May;
use crate::components::loading::{Failed, Waiting};
use crate::components::sheet::Sheet;
use crate::routes::Page;
use crate::state::audit_filter::{is_backwards, unknown_event};
use crate::state::moment::{end_of_day, start_of_day};
use entry::Entry;

/// What is shown of the log.
#[derive(Debug, Clone, Copy)]
struct Log {
    events: RwSignal<Vec<AuditEvent>>,
    /// Where the next page begins; none on the last.
    next: RwSignal<Option<String>>,
    is_busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    head: RwSignal<Option<AuditHead>>,
    /// Which request was the last one: an earlier answer that comes later is of no interest.
    request: StoredValue<u64>,
}

/// What happened, the latest first.
#[component]
pub fn AuditPage() -> impl IntoView {
    let (desk, may) = (expect_context::<Desk>(), May::here());
    let (event, user, from, to) = (field("event"), field("user"), field("from"), field("to"));
    let filter = Memo::new(move |_| Filter {
        event: event.get(),
        user: user.get(),
        start: start_of_day(&from.get()),
        end: end_of_day(&to.get()),
    });
    // What cannot be meant is told beside the field, and not asked for.
    let is_askable = Memo::new(move |_| {
        event.with(|event| unknown_event(event).is_none())
            && from.with(|from| to.with(|to| !is_backwards(from, to)))
    });
    let log = Log {
        events: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        is_busy: RwSignal::new(true),
        failure: RwSignal::new(None),
        head: RwSignal::new(None),
        request: StoredValue::new(0),
    };
    let bring = move |after: Option<String>| {
        let Some(organization) = desk.name.get_untracked() else { return };
        let filter = filter.get_untracked();
        let is_askable = is_askable.get_untracked();
        log.is_busy.set(is_askable);
        log.failure.set(None);
        let request = log.request.get_value() + 1;
        log.request.set_value(request);
        if !is_askable {
            log.events.set(Vec::new());
            log.next.set(None);
            return;
        }
        spawn_local(async move {
            let answer = audit::page(&organization, &filter, after.as_deref()).await;
            let head = audit::head(&organization).await;
            if log.request.try_get_value() != Some(request) {
                return;
            }
            log.is_busy.set(false);
            log.head.set(head.ok());
            match answer {
                Ok(page) => {
                    log.events.update(|events| {
                        if after.is_none() {
                            events.clear();
                        }
                        events.extend(page.audit_log_events);
                    });
                    log.next.set(page.continuation_token);
                }
                Err(failure) => log.failure.set(Some(failure)),
            }
        });
    };
    let fields = move || {
        [("event", event.get()), ("user", user.get()), ("from", from.get()), ("to", to.get())]
    };
    follow(fields, |organization, query| Page::Audit { organization, query });
    Effect::new(move |_| {
        filter.track();
        is_askable.track();
        desk.name();
        bring(None);
    });
    let exports = move || {
        if !may.holds("audit_logs:export") || !is_askable.get() {
            return None;
        }
        let organization = desk.name().unwrap_or_default();
        let filter = filter.get();
        let link = |format: &str| {
            view! {
                <a class="button" href=filter.export(&organization, format) download=format!("audit.{format}") rel="external">
                    {format!("Export {}", format.to_uppercase())}
                </a>
            }
        };
        Some(["csv", "json", "cef"].map(link).collect_view())
    };
    view! {
        <Sheet
            title="Audit log"
            lead="Who changed what, who was refused, and what each change grants more or less. It only grows."
            actions=exports
        >
            <Chain head=log.head/>
            <Filters event user from to/>
            <Events log is_askable bring=Callback::new(bring)/>
        </Sheet>
    }
}

/// How far the chain has come.
#[component]
fn Chain(
    /// Its head.
    head: RwSignal<Option<AuditHead>>,
) -> impl IntoView {
    move || {
        head.get().map(|AuditHead { count, head, .. }| {
            view! {
                <p class="audit__chain" title=head.clone()>
                    {format!("{count} entries, chained up to ")}
                    <code>{head.chars().take(12).collect::<String>()}</code>
                    ". Noted elsewhere, it shows later that nothing before it has changed: "
                    <code>"scopesight audit verify"</code>
                </p>
            }
        })
    }
}

/// Which events are shown.
#[component]
fn Filters(
    /// The name of an event.
    event: RwSignal<String>,
    /// A login, or the name of a token.
    user: RwSignal<String>,
    /// The first day.
    from: RwSignal<String>,
    /// The last day.
    to: RwSignal<String>,
) -> impl IntoView {
    let unknown = Memo::new(move |_| event.with(|event| unknown_event(event)));
    let backwards = Memo::new(move |_| {
        let is_backwards = from.with(|from| to.with(|to| is_backwards(from, to)));
        is_backwards.then(|| "To is before From".to_owned())
    });
    let fine = Memo::new(|_| None::<String>);
    let input = |label: &'static str,
                 (kind, list): (&'static str, &'static str),
                 value: RwSignal<String>,
                 problem: Memo<Option<String>>| {
        // What is typed is asked for once it is complete, not with every key: a whole name of an event is.
        let complete = move |text: String| {
            if list == "audit-events" && EventName::parse(&text).is_some() {
                value.set(text);
            }
        };
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input
                    class="input"
                    type=kind
                    list=list
                    autocomplete="off"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    prop:value=move || value.get()
                    on:input:target=move |event| complete(event.target().value())
                    on:change:target=move |event| value.set(event.target().value())
                />
                <span class="field__hint" role="status" hidden=move || problem.with(Option::is_none)>
                    {move || problem.get()}
                </span>
            </label>
        }
    };
    let is_filtered =
        move || [event, user, from, to].iter().any(|field| field.with(|text| !text.is_empty()));
    let clear = move |_| [event, user, from, to].iter().for_each(|field| field.set(String::new()));
    view! {
        <div class="audit__filters" role="search" aria-label="Audit log">
            {input("Event", ("text", "audit-events"), event, unknown)}
            <datalist id="audit-events">
                {EventName::BY_TOPIC
                    .iter()
                    .flat_map(|(about, names)| names.iter().map(move |name| (*about, *name)))
                    .map(|(about, name)| view! { <option value=name.as_str()>{about}</option> })
                    .collect_view()}
            </datalist>
            {input("Person or token", ("text", ""), user, fine)}
            {input("From", ("date", ""), from, fine)}
            {input("To", ("date", ""), to, backwards)}
            <button class="button" type="button" disabled=move || !is_filtered() on:click=clear>
                "Clear"
            </button>
        </div>
    }
}

/// The events, and a way to more of them.
#[component]
fn Events(
    /// What is shown.
    log: Log,
    /// Whether what is typed can be asked for.
    is_askable: Memo<bool>,
    /// Asks for the events after a place, or from the beginning.
    bring: Callback<Option<String>>,
) -> impl IntoView {
    let retry = Callback::new(move |()| bring.run(None));
    view! {
        {move || log.failure.get().map(|failure| view! { <Failed message=failure.in_words() on_retry=retry/> })}
        {move || {
            let is_empty = log.events.with(Vec::is_empty);
            match (is_empty, log.is_busy.get()) {
                (true, true) => Some(view! { <Waiting what="the audit log"/> }.into_any()),
                (true, false) if log.failure.with(Option::is_none) && is_askable.get() => {
                    Some(view! { <p class="sheet__none">"Nothing like that happened"</p> }.into_any())
                }
                _ => None,
            }
        }}
        <ol class="audit" data-testid="audit">
            <For each=move || log.events.get() key=|event| event.scopesight.sequence let:event>
                <Entry event/>
            </For>
        </ol>
        <button
            class="button"
            type="button"
            hidden=move || log.next.with(Option::is_none)
            disabled=move || log.is_busy.get()
            on:click=move |_| bring.run(log.next.get_untracked())
        >
            {move || if log.is_busy.get() { "Loading…" } else { "Show earlier ones" }}
        </button>
    }
}
