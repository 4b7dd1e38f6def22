//! What the engine has to say about the roles of the list, looked for while nobody waits.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::{Organization, Severity};

use crate::state::marks::Marks;
use crate::state::workspace::{Edited, Workspace};

/// Finds the marks of a role.
pub type Find = fn(&Organization, &Edited) -> Option<Marks>;

/// What finds marks, once it is here.
pub type Brought = Pin<Box<dyn Future<Output = Option<Find>>>>;

/// Brings what finds marks, which need not be here yet: the list does without the engine's remarks.
#[derive(Debug, Clone, Copy)]
pub struct Finder(pub fn() -> Brought);

/// Finds the marks of a role.
pub fn find(organization: &Organization, role: &Edited) -> Option<Marks> {
    Marks::of(organization, role)
}

/// What is known of one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Its turn has not come.
    Waiting,
    /// It was looked at; none where it cannot be followed.
    Known(Option<Marks>),
    /// The engine's remarks did not come.
    Failed,
}

/// The marks of the roles in a list.
#[derive(Debug, Clone, Copy)]
pub struct RoleMarks(StoredValue<HashMap<String, RwSignal<Found>>>);

impl RoleMarks {
    /// Looks at the roles of `workspace`, one after the other, once it is drawn.
    pub fn of(workspace: &Arc<Workspace>) -> Self {
        let roles = workspace.roles().into_iter().filter(|role| !role.is_built_in);
        let known: HashMap<_, _> =
            roles.map(|role| (role.id, RwSignal::new(Found::Waiting))).collect();
        let mut turns: Vec<_> = known.iter().map(|(id, found)| (id.clone(), *found)).collect();
        turns.sort_unstable_by(|(left, _), (right, _)| right.cmp(left));
        let marks = Self(StoredValue::new(known));
        let (finder, workspace) = (use_context::<Finder>(), workspace.clone());
        // After the frame that shows the list.
        request_animation_frame(move || {
            spawn_local(async move {
                let find = match finder {
                    Some(Finder(bring)) => bring().await,
                    None => None,
                };
                match find {
                    Some(find) => next(find, workspace, turns),
                    None => {
                        for (_, found) in turns {
                            found.try_set(Found::Failed);
                        }
                    }
                }
            });
        });
        marks
    }

    /// What is known of the role with this id.
    pub fn get(self, id: &str) -> Option<RwSignal<Found>> {
        self.0.with_value(|known| known.get(id).copied())
    }
}

/// Looks at one role, and lets whatever else there is to do go before the next.
fn next(find: Find, workspace: Arc<Workspace>, mut turns: Vec<(String, RwSignal<Found>)>) {
    let Some((id, found)) = turns.pop() else { return };
    set_timeout(
        move || {
            let role = workspace.edited(&id);
            let marks = role.and_then(|role| find(&workspace.organization, &role));
            // The list may be gone by now, and then nobody asks for the rest.
            if found.try_set(Found::Known(marks)).is_none() {
                next(find, workspace, turns);
            }
        },
        Duration::ZERO,
    );
}

/// The marks of a role, which lead to it.
#[component]
pub fn MarksCell(
    /// The name of the role.
    name: String,
    /// The address of its editor.
    path: String,
    /// What is known.
    found: Signal<Found>,
) -> impl IntoView {
    move || {
        let (words, why) = match found.get() {
            Found::Waiting => ("…", ""),
            Found::Failed => ("Unknown", "What the engine says could not be loaded"),
            Found::Known(None) => ("Too large", "Its references come to more than can be followed"),
            Found::Known(Some(marks)) if marks == Marks::default() => ("No findings", ""),
            Found::Known(Some(marks)) => return told(marks, &name, &path).into_any(),
        };
        let is_waiting = found.get() == Found::Waiting;
        view! {
            <span class="marks__none" title=why aria-busy=is_waiting.to_string()>{words}</span>
        }
        .into_any()
    }
}

/// The counts by weight, as a link to the role.
fn told(marks: Marks, name: &str, path: &str) -> impl IntoView + use<> {
    let mark = |(severity, words): (Severity, String)| {
        let class = match severity {
            Severity::Error => "marks__mark marks__mark--error",
            Severity::Warning => "marks__mark marks__mark--warning",
            Severity::Info => "marks__mark",
        };
        // Beside each other for the eye, and with a pause for the ear.
        view! { <span class=class>{words} <span class="visually-hidden">", "</span></span> }
    };
    view! {
        <a href=path.to_owned() class="marks">
            {marks.in_words().into_iter().map(mark).collect_view()}
            <span class="visually-hidden">{format!("in {name}")}</span>
        </a>
    }
}
