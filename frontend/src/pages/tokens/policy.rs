//! The expiry policy of access tokens, with the tokens it would stop.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use policy::Organization;

use super::row::acts;
use crate::api::{Failure, tokens};
use crate::app::desk::Desk;
use crate::app::may::{Lacking, May};
use crate::components::notice::Notices;
use crate::components::pager::{Pager, slice};
use crate::components::prose::marked;
use crate::components::sheet::{Section, Sheet};
use crate::pages::people::change_dialog::signed_in;
use crate::routes::Page;
use crate::state::moment::{day, now};
use crate::state::tokens::{Acts, TokenEntry, freed_by, standing_in_words, stopped_by};

/// The most days that a policy may allow.
const MAX_DAYS: u16 = 3650;

/// The draft of the policy, and what became of it.
#[derive(Debug, Clone, Copy)]
struct Draft {
    desk: Desk,
    notices: Notices,
    is_on: RwSignal<bool>,
    text: RwSignal<String>,
    /// The days that are drafted; 0 for no policy, nothing where they are no such number.
    days: Memo<Option<u16>>,
    /// The policy there is.
    saved: Memo<u16>,
    /// The policy that the draft rests on; somebody else may set another meanwhile.
    seen: RwSignal<u16>,
    failure: RwSignal<Option<Failure>>,
    is_busy: RwSignal<bool>,
}

impl Draft {
    fn new(desk: Desk, notices: Notices) -> Self {
        let saved = Memo::new(move |_| {
            let all = desk.ready();
            all.map(|all| all.organization.settings.max_access_token_expiry_days)
                .unwrap_or_default()
        });
        let begins = saved.get_untracked();
        let is_on = RwSignal::new(begins > 0);
        let text = RwSignal::new(if begins > 0 { begins.to_string() } else { "90".to_owned() });
        let days = Memo::new(move |_| {
            if !is_on.get() {
                return Some(0);
            }
            let days = text.with(|text| text.trim().parse::<u16>().ok())?;
            (1..=MAX_DAYS).contains(&days).then_some(days)
        });
        let (seen, failure, is_busy) =
            (RwSignal::new(begins), RwSignal::new(None), RwSignal::new(false));
        Self { desk, notices, is_on, text, days, saved, seen, failure, is_busy }
    }

    /// The tokens that `choose` finds in the organization for the days that are drafted.
    fn tokens(
        self,
        choose: fn(&Organization, u16, u64) -> Vec<TokenEntry>,
    ) -> Memo<Vec<TokenEntry>> {
        Memo::new(move |_| match (self.days.get(), self.desk.ready()) {
            (Some(days), Some(workspace)) => choose(&workspace.organization, days, now()),
            _ => Vec::new(),
        })
    }

    fn save(self) {
        let (Some(days), Some(name)) = (self.days.get_untracked(), self.desk.name.get_untracked())
        else {
            return;
        };
        self.is_busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            match self.set(&name, days).await {
                Ok(()) => {
                    self.seen.set(days);
                    drop(self.desk.refresh().await);
                    self.notices.tell(format!("The expiry policy is set: {}", in_words(days)));
                }
                Err(found) => self.failure.set(Some(found)),
            }
            self.is_busy.set(false);
        });
    }

    /// Sets the policy, if the tokens that were shown are those that it stops.
    async fn set(self, organization: &str, days: u16) -> Result<(), Failure> {
        self.desk.refresh().await?;
        let saved = self.saved.get_untracked();
        if saved != self.seen.get_untracked() {
            self.seen.set(saved);
            let message = format!(
                "somebody else set {} meanwhile, and nothing was saved: look at the tokens again, then save once more",
                in_words(saved)
            );
            return Err(Failure::Refused { status: 409, message, pointer: None });
        }
        tokens::set_expiry_policy(organization, days).await
    }
}

/// The expiry policy of access tokens, with the tokens it would stop.
#[component]
pub fn TokenPolicyPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let draft = Draft::new(desk, expect_context());
    let (stopped, freed) = (draft.tokens(stopped_by), draft.tokens(freed_by));
    let login = signed_in(expect_context());
    // A person who is signed in with a browser is not held to the policy, or nobody could undo it.
    let own = move || {
        let login = login.clone()?;
        let is_own = |token: &TokenEntry| matches!(&token.acts, Acts::Person(of) if *of == login);
        stopped.with(|tokens| tokens.iter().any(is_own)).then(|| {
            view! {
                <p class="banner banner--warning" role="status">
                    "A token of your own is among them. You stay signed in here, but what uses the token elsewhere is refused once the policy is saved"
                </p>
            }
        })
    };
    let back = move || {
        let page = Page::Tokens { organization: desk.name().unwrap_or_default() };
        view! { <A href=page.path() attr:class="button">"All tokens"</A> }
    };
    let problem = move || {
        draft.failure.get().map(|failure| {
            view! {
                <div class="banner banner--danger" role="alert">
                    <span>"Not saved. " {marked(&failure.in_words())}</span>
                </div>
            }
        })
    };
    let is_valid = Memo::new(move |_| draft.days.with(Option::is_some));
    let effect = move || {
        if !is_valid.get() {
            let words = format!("Expected a number of days from 1 to {MAX_DAYS}");
            return view! { <p class="form__problem" role="alert">{words}</p> }.into_any();
        }
        view! {
            <Tokens
                heading="Would be stopped"
                tokens=stopped
                none="No token that is good now would be stopped"
            />
            <Show when=move || freed.with(|freed| !freed.is_empty())>
                <Tokens heading="Would work again" tokens=freed none=""/>
            </Show>
        }
        .into_any()
    };
    view! {
        <Sheet
            title="Expiry policy"
            actions=back
            lead="How many days of life an access token may have left. It holds for every token on each request: one that has more is refused until it complies, and one without an expiry always."
        >
            <Lacking acts=&[("Setting the policy", "organization:update")]/>
            <PolicyForm draft/>
            {problem}
            {own}
            {effect}
        </Sheet>
    }
}

/// Where the policy is drafted.
#[component]
fn PolicyForm(
    /// The draft.
    draft: Draft,
) -> impl IntoView {
    let Draft { is_on, text, days, saved, is_busy, .. } = draft;
    let may = May::here();
    let is_same = Memo::new(move |_| days.get() == Some(saved.get()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.save();
    };
    view! {
        <form class="token-policy" on:submit=submit>
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
                disabled=move || {
                    is_busy.get() || is_same.get() || days.get().is_none()
                        || !may.holds("organization:update")
                }
                title=move || may.lacks("organization:update")
            >
                "Save policy"
            </button>
            <span class="token-form__missing" role="status">
                {move || format!("Now: {}", in_words(saved.get()))}
            </span>
        </form>
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
