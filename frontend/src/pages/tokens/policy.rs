//! The expiry policy of access tokens, with the tokens it would stop.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::row::acts;
use crate::api::{Failure, tokens};
use crate::app::desk::Desk;
use crate::components::notice::Notices;
use crate::components::pager::{Pager, slice};
use crate::components::prose::marked;
use crate::components::sheet::{Section, Sheet};
use crate::routes::Page;
use crate::state::moment::{day, now};
use crate::state::tokens::{TokenEntry, freed_by, standing_in_words, stopped_by};

/// The most days that a policy may allow.
const MAX_DAYS: u16 = 3650;

/// The expiry policy of access tokens, with the tokens it would stop.
#[component]
pub fn TokenPolicyPage() -> impl IntoView {
    let (desk, notices) = (expect_context::<Desk>(), expect_context::<Notices>());
    let saved = Memo::new(move |_| {
        let days = desk.ready().map(|all| all.organization.settings.max_access_token_expiry_days);
        days.unwrap_or_default()
    });
    let begins = saved.get_untracked();
    let is_on = RwSignal::new(begins > 0);
    let text = RwSignal::new(if begins > 0 { begins.to_string() } else { "90".to_owned() });
    let (failure, is_busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    // What the draft of the policy rests on; somebody else may set another meanwhile.
    let seen = RwSignal::new(begins);
    let days = Memo::new(move |_| {
        if !is_on.get() {
            return Some(0);
        }
        let days = text.with(|text| text.trim().parse::<u16>().ok())?;
        (1..=MAX_DAYS).contains(&days).then_some(days)
    });
    let stopped = Memo::new(move |_| {
        let (Some(days), Some(workspace)) = (days.get(), desk.ready()) else { return Vec::new() };
        stopped_by(&workspace.organization, days, now())
    });
    let freed = Memo::new(move |_| {
        let (Some(days), Some(workspace)) = (days.get(), desk.ready()) else { return Vec::new() };
        freed_by(&workspace.organization, days, now())
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(days), Some(name)) = (days.get_untracked(), desk.name.get_untracked()) else {
            return;
        };
        is_busy.set(true);
        failure.set(None);
        spawn_local(async move {
            // What the page shows is to be of how it is now.
            let fresh = desk.refresh().await;
            let is_stale = fresh.is_ok() && saved.get_untracked() != seen.get_untracked();
            let set = match fresh {
                _ if is_stale => Err(Failure::Refused {
                    status: 409,
                    message: format!(
                        "somebody else set {} meanwhile, and nothing was saved: look at the tokens again, then save once more",
                        in_words(saved.get_untracked())
                    ),
                    pointer: None,
                }),
                Ok(()) => tokens::set_expiry_policy(&name, days).await,
                Err(failure) => Err(failure),
            };
            seen.set(saved.get_untracked());
            match set {
                Ok(()) => {
                    seen.set(days);
                    drop(desk.refresh().await);
                    notices.tell(format!("The expiry policy is set: {}", in_words(days)));
                }
                Err(found) => failure.set(Some(found)),
            }
            is_busy.set(false);
        });
    };
    let back = move || {
        let page = Page::Tokens { organization: desk.name().unwrap_or_default() };
        view! { <A href=page.path() attr:class="button">"All tokens"</A> }
    };
    let problem = move || {
        failure.get().map(|failure| {
            view! {
                <div class="banner banner--danger" role="alert">
                    <span>"Not saved. " {marked(&failure.in_words())}</span>
                </div>
            }
        })
    };
    let is_same = Memo::new(move |_| days.get() == Some(saved.get()));
    let effect = move || {
        match days.get() {
        None => view! {
            <p class="form__problem" role="alert">
                {format!("Expected a number of days from 1 to {MAX_DAYS}")}
            </p>
        }
        .into_any(),
        Some(_) => view! {
            <Tokens heading="Would be stopped" tokens=stopped none="No token that is good now would be stopped"/>
            {move || {
                freed.with(|freed| !freed.is_empty()).then(|| {
                    view! {
                        <Tokens heading="Would work again" tokens=freed none=""/>
                    }
                })
            }}
        }
        .into_any(),
    }
    };
    view! {
        <Sheet
            title="Expiry policy"
            actions=back
            lead="How many days of life an access token may have left. It holds for every token on each request: one that has more is refused until it complies, and one without an expiry always."
        >
            <form class="token-policy" on:submit=save>
                <label class="token-form__option">
                    <input
                        type="checkbox"
                        prop:checked=move || is_on.get()
                        on:change:target=move |event| is_on.set(event.target().checked())
                    />
                    "Tokens have to expire"
                </label>
                <label class="field token-policy__days">
                    <span class="field__label">"Within days"</span>
                    <input
                        class="input"
                        inputmode="numeric"
                        autocomplete="off"
                        disabled=move || !is_on.get()
                        aria-invalid=move || days.get().is_none().to_string()
                        prop:value=move || text.get()
                        on:input:target=move |event| text.set(event.target().value())
                    />
                </label>
                <button
                    class="button button--primary"
                    type="submit"
                    disabled=move || is_busy.get() || is_same.get() || days.get().is_none()
                >
                    "Save policy"
                </button>
                <span class="token-form__missing" role="status">
                    {move || format!("Now: {}", in_words(saved.get()))}
                </span>
            </form>
            {problem}
            {effect}
        </Sheet>
    }
}

fn in_words(days: u16) -> String {
    match days {
        0 => "no policy".to_owned(),
        1 => "within 1 day".to_owned(),
        more => format!("within {more} days"),
    }
}

#[component]
fn Tokens(
    /// What happens to them.
    heading: &'static str,
    /// The tokens.
    tokens: Memo<Vec<TokenEntry>>,
    /// What to say where there are none.
    none: &'static str,
) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let page = RwSignal::new(0);
    let rows = move || {
        let organization = desk.name().unwrap_or_default();
        let now = now();
        let row = move |token: TokenEntry| {
            let page = Page::Token { organization: organization.clone(), id: token.id.clone() };
            let (_, why) = standing_in_words(token.standing, now);
            let expires = if token.expires == 0 { "Never".to_owned() } else { day(token.expires) };
            let (label, kind) = (token.label(), token.acts.kind().word());
            let acts = acts(&organization, &token.acts);
            view! {
                <tr class="table__row--link">
                    <th scope="row" class="table__name">
                        <A href=page.path()>{label}</A>
                    </th>
                    <td class="tokens__acts">
                        {acts}
                        <span class="tokens__kind">{kind}</span>
                    </td>
                    <td class="table__date">{expires}</td>
                    <td class="table__muted">{why}</td>
                </tr>
            }
        };
        let shown = tokens.with(|tokens| slice(tokens, page.get()));
        shown.into_iter().map(row).collect_view()
    };
    let total = Signal::derive(move || tokens.with(Vec::len));
    view! {
        <Section heading>
            <p class="token-policy__count" role="status">
                {move || match total.get() {
                    0 => none.to_owned(),
                    1 => "1 token".to_owned(),
                    more => format!("{more} tokens"),
                }}
            </p>
            <Show when=move || { total.get() > 0 }>
                <table class="table table--dense">
                    <thead>
                        <tr>
                            <th scope="col">"Token"</th>
                            <th scope="col">"Acts as"</th>
                            <th scope="col">"Expires"</th>
                            <th scope="col">"Why"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Show>
            <Pager total page/>
        </Section>
    }
}
