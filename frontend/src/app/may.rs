//! What whoever is signed in may do in the organization on the desk.

use leptos::prelude::*;
use policy::{Scope, ScopeSet};

use super::desk::Desk;
use super::session::Session;
use crate::components::prose::{capital, marked};
use crate::state::own::{Act, held, wanting};

/// What whoever is signed in may do, so that nobody prepares what would be refused.
///
/// The server decides: where the page cannot tell, everything can be tried.
#[derive(Debug, Clone, Copy, Default)]
pub struct May(Option<Memo<Option<ScopeSet>>>);

impl May {
    /// Of whoever is signed in, in whatever organization is on the desk.
    pub fn of(desk: Desk, session: Session) -> Self {
        Self(Some(Memo::new(move |_| {
            held(&desk.ready()?.organization, session.account()?.as_ref())
        })))
    }

    /// As the pages around have it; everything on a page of others.
    pub fn here() -> Self {
        use_context().unwrap_or_default()
    }

    /// Whether they hold the scope with this name on the organization.
    pub fn holds(self, scope: &str) -> bool {
        let Some(held) = self.0.and_then(|held| held.get()) else { return true };
        Scope::from_name(scope).is_none_or(|scope| held.contains(scope))
    }

    /// What a button says that cannot be pressed for want of `scope`.
    pub fn lacks(self, scope: &str) -> Option<String> {
        (!self.holds(scope)).then(|| format!("It needs {scope}, which you do not hold"))
    }
}

/// Says at the top of a page what of it cannot be done, before anybody begins with it.
#[component]
pub fn Lacking(
    /// What can be done on the page: a clause that begins with a capital letter first.
    acts: &'static [Act],
    /// What can be done there all the same, where it is not only looking.
    #[prop(default = "You may look.")]
    still: &'static str,
) -> impl IntoView {
    let may = May::here();
    move || {
        let words = wanting(acts, |scope| may.holds(scope))?;
        Some(view! {
            <p class="banner lacking" role="note">
                <span>{still} " " {marked(&capital(&words))}</span>
            </p>
        })
    }
}

/// A button for what takes a scope; whoever does not hold it cannot press it, and is told.
#[component]
pub fn Needing(
    /// The scope.
    needs: &'static str,
    /// What it looks like.
    #[prop(default = "button")]
    class: &'static str,
    /// Whether it cannot be pressed yet, whoever would.
    #[prop(optional, into)]
    is_unready: Signal<bool>,
    /// What it does.
    on_press: impl Fn() + 'static,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let may = May::here();
    view! {
        <button
            class=class
            type="button"
            disabled=move || is_unready.get() || !may.holds(needs)
            title=move || may.lacks(needs)
            on:click=move |_| on_press()
        >
            {children()}
        </button>
    }
}
