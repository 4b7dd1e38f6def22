//! Somebody else saved meanwhile.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use policy::Descriptor;
use wire::rest::role::EditedRole;

use super::editor::Editor;
use super::known::Versions;
use crate::components::clipboard::copy;
use crate::components::dialog::Dialog;
use crate::preview::against::Against;
use crate::preview::difference::Difference;
use crate::preview::summary::runs;
use crate::preview::words::{Summary, Tone, Words};
use crate::state::draft::Draft;
use crate::state::evaluation::{Comparison, Evaluation};
use crate::state::form::changes::Changes;
use crate::state::three_way::{Clash, ThreeWay};

/// Shows what somebody else saved, and asks how to go on; nothing is overwritten before an answer.
///
/// Put away without one, it stays to be opened again for as long as the draft stands on an earlier version.
#[component]
pub fn Conflict() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let (open, is_put_away) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        open.set(editor.conflict.with(Option::is_some));
        is_put_away.set(false);
    });
    Effect::new(move |_| {
        if !open.get() && editor.conflict.with_untracked(Option::is_some) {
            is_put_away.set(true);
        }
    });
    let title = move || {
        let theirs = editor.conflict.with(|theirs| theirs.as_ref().map(|theirs| theirs.version));
        match theirs {
            Some(version) if Some(version) != editor.version.get() => {
                format!("Somebody else saved version {version} meanwhile")
            }
            // The definition is a policy's, and only the role itself has moved.
            _ => "Somebody else renamed or described this role meanwhile".to_owned(),
        }
    };
    let reminder = move || {
        let begun = editor.version.get().unwrap_or_default();
        // It stays while the dialog is open again, so that the focus comes back to its button.
        is_put_away.get().then(|| {
            view! {
                <div class="banner banner--warning" role="status" data-testid="newer-saved">
                    <span>
                        <b>{title()}". "</b>
                        {format!("The preview compares your draft with version {begun}, on which you began")}
                    </span>
                    <button class="button button--small" type="button" on:click=move |_| open.set(true)>
                        "Compare…"
                    </button>
                </div>
            }
        })
    };
    view! {
        {reminder}
        <Dialog open title=Signal::derive(title)>
            {move || editor.conflict.get().map(|theirs| view! { <Choice theirs/> })}
        </Dialog>
    }
}

/// What somebody else saved, as a draft.
fn draft_of(editor: &Editor, theirs: &EditedRole) -> Option<Draft> {
    let details = Descriptor::parse(theirs.details.get()).ok()?;
    let organization = editor.organization.get_untracked();
    let (name, description) = (theirs.name.clone(), theirs.description.clone());
    Some(Draft::new(name, description, details, &organization.records))
}

/// What was saved, what they changed, what the draft changes, and the ways on.
#[component]
fn Choice(
    /// What they saved.
    theirs: EditedRole,
) -> impl IntoView {
    let editor = expect_context::<Editor>();
    let Some(draft) = draft_of(&editor, &theirs) else {
        return view! {
            <p class="text">"What they saved cannot be read here. Load the page again to see it."</p>
        }
        .into_any();
    };
    let versions = Versions::from(&theirs);
    let version = theirs.version;
    let begun = editor.version.get_untracked().unwrap_or_default();
    let theirs_is = if version == begun {
        "They changed the role, and not its definition".to_owned()
    } else {
        format!("They changed, in version {version}")
    };
    let three = ThreeWay {
        base: editor.saved.get_untracked(),
        theirs: draft.clone(),
        mine: editor.draft.get_untracked(),
    };
    let (evaluated, joined) = (Evaluated::of(&editor, &three), three.joined());
    let (kept, taken) = (draft.clone(), draft.clone());
    let keep = move |_| {
        editor.rebase(kept.clone(), versions);
        editor
            .notices
            .tell("Your draft now stands on what they saved. Saving replaces it".to_owned());
    };
    let take = move |_| {
        let copied = copy(&editor.draft.get_untracked().text());
        let mine = go_on(&editor, (taken.clone(), versions), taken.clone());
        spawn_local(async move {
            // Where the clipboard refuses it, the button is the way back.
            let text = if copied.await {
                "You have their version. Your draft is on the clipboard, as JSON"
            } else {
                "You have their version. Your draft could not be copied"
            };
            offer(&editor, mine, text);
        });
    };
    let (join, clashes) = match joined {
        Ok(joined) => {
            let act = move |_| {
                let mine = go_on(&editor, (draft.clone(), versions), joined.clone());
                offer(&editor, mine, "Your draft now has both changes, and is not saved");
            };
            let button = view! {
                <button class="button" type="button" on:click=act>
                    "Join both"
                </button>
            };
            (Some(button), None)
        }
        Err(clashes) => (None, Some(clashing(&editor, &clashes))),
    };
    let mine = differences(&editor, &three.base, &three.mine);
    let theirs = differences(&editor, &three.base, &three.theirs);
    let can_join = join.is_some();
    view! {
        <p class="text">"Your draft is untouched, and nothing is overwritten until you decide."</p>
        {side(format!("Saved when you began, version {begun}"), Vec::new(), evaluated.base)}
        {side(theirs_is, theirs, evaluated.theirs)}
        {side("You changed, not saved".to_owned(), mine, evaluated.mine)}
        {clashes}
        <p class="conflict__hint">
            {can_join
                .then_some(
                    "Both can be joined: rules only ever grant, and neither of you changed what the other did. ",
                )}
            "Whichever you choose, the preview compares with their version, nothing is saved yet, and undo leads back to your draft."
        </p>
        <div class="dialog__actions dialog__actions--stays">
            <button class="button" type="button" on:click=take>
                "Take theirs"
            </button>
            {join}
            <button class="button button--primary" type="button" on:click=keep>
                "Keep editing my draft"
            </button>
        </div>
    }
    .into_any()
}

/// Goes on with `next` on top of what they saved; gives the draft as it was.
fn go_on(editor: &Editor, (theirs, versions): (Draft, Versions), next: Draft) -> Draft {
    let mine = editor.draft.get_untracked();
    editor.settle();
    editor.rebase(theirs, versions);
    editor.edit(None, |_| next);
    mine
}

/// Tells `text`, and offers to bring the draft back that was there before.
fn offer(editor: &Editor, mine: Draft, text: &'static str) {
    let editor = *editor;
    let restore = Arc::new(move || {
        let mine = mine.clone();
        editor.edit(None, |_| mine);
    });
    editor.notices.offer(text, "Bring my draft back", restore);
}

/// One of the three: what was done to the rules, and what that comes to.
fn side(heading: String, changes: Vec<String>, comes_to: Words) -> impl IntoView {
    view! {
        <section class="conflict__side">
            <h3 class="conflict__heading">{heading}</h3>
            {(!changes.is_empty())
                .then(|| {
                    let changes = changes.into_iter().map(|change| view! { <li>{change}</li> });
                    view! { <ul class="conflict__changes">{changes.collect_view()}</ul> }
                })}
            <p class="conflict__meaning">{runs(comes_to)}</p>
        </section>
    }
}

/// What both changed in different ways.
fn clashing(editor: &Editor, clashes: &[Clash]) -> impl IntoView + use<> {
    let organization = editor.organization.get_untracked();
    let words = |clash: &Clash| match clash {
        Clash::Name => "the name".to_owned(),
        Clash::Description => "the description".to_owned(),
        Clash::Rule(rule) => rule.in_words(&organization),
        Clash::Unreadable => "what the JSON means, which cannot be read".to_owned(),
    };
    let clashes = clashes.iter().map(words).map(|words| view! { <li>{words}</li> });
    view! {
        <div class="conflict__clashes">
            <p class="text">"They cannot be joined by themselves, since you and they changed"</p>
            <ul class="conflict__changes">{clashes.collect_view()}</ul>
        </div>
    }
}

/// What each of the three comes to, by the engine.
struct Evaluated {
    /// What it grants.
    base: Words,
    /// What it grants more and less than that.
    theirs: Words,
    /// The same for the draft.
    mine: Words,
}

impl Evaluated {
    fn of(editor: &Editor, three: &ThreeWay) -> Self {
        let organization = editor.organization.get_untracked();
        let purpose = editor.role.with_value(|role| role.purpose);
        let evaluate = |draft: &Draft| {
            let details = draft.details.as_ref().clone();
            Evaluation::with_purpose(&organization, details, purpose).map(Arc::new).ok()
        };
        let base = evaluate(&three.base);
        let summary = |draft: &Draft| {
            let comparison = Comparison {
                organization: organization.clone(),
                draft: evaluate(draft)?,
                saved: base.clone(),
            };
            Some(Summary::of(&comparison, &Difference::of(&comparison), Against::Saved))
        };
        let changes = |draft: &Draft| match summary(draft) {
            None => Words::of("What it comes to cannot be followed."),
            Some(summary) if summary.changes.0.is_empty() => Words::of("It grants the same."),
            Some(Summary { changes: Words(mut runs), .. }) => {
                // Above it stands against what.
                if runs.len() > 1 && runs.first().is_some_and(|run| run.tone == Tone::Plain) {
                    runs.remove(0);
                }
                Words(runs)
            }
        };
        Self {
            base: summary(&three.base).map_or_else(
                || Words::of("What it comes to cannot be followed."),
                |summary| summary.grants,
            ),
            theirs: changes(&three.theirs),
            mine: changes(&three.mine),
        }
    }
}

/// What `after` has that `before` had not, rule by rule, in words.
fn differences(editor: &Editor, before: &Draft, after: &Draft) -> Vec<String> {
    let organization = editor.organization.get_untracked();
    let renaming = after.renaming(before).into_iter();
    let mut words: Vec<_> = renaming.map(|(what, _, is)| format!("the {what} to {is}")).collect();
    let changes = Changes::between(&before.form, &after.form);
    if changes.organization_access {
        let granted = after.form.organization_access.in_words(&organization);
        words.push(format!("the organization access to {granted}"));
    }
    words.extend(changes.in_words(&organization));
    if words.is_empty() && before.details != after.details {
        words.push("how the same rules are written".to_owned());
    } else if words.is_empty() {
        words.push("nothing that can be seen here, only the version".to_owned());
    }
    words
}
