//! The definition as JSON.

use leptos::{html, prelude::*};
use policy::Descriptor;

use super::editor::Editor;
use crate::components::prose::{capital, marked};
use crate::state::draft::Draft;

/// The definition as JSON, which may be edited as well as the rules.
#[component]
pub fn JsonView() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let text = move || editor.draft.with(|draft| draft.text().to_string());
    let problem = Memo::new(move |_| editor.draft.with(|draft| draft.problem().cloned()));
    let area = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        let entry = editor.shown_entry.get_untracked();
        if let (Some(area), Some(entry)) = (area.get(), entry) {
            editor.shown_entry.set(None);
            // It takes the focus only once it is on the page.
            request_animation_frame(move || show(&area, &entry));
        }
    });
    view! {
        <section class="json" aria-label="Definition as JSON">
            {move || {
                problem
                    .get()
                    .map(|problem| {
                        let place = if problem.pointer.is_empty() {
                            "The definition cannot be read".to_owned()
                        } else {
                            format!("Cannot be read at {}", problem.pointer)
                        };
                        view! {
                            <div class="finding finding--error json__problem" role="alert" id="json-problem">
                                <p>
                                    <b>{place}</b>
                                    <br/>
                                    {marked(&capital(&problem.problem.to_string()))}
                                </p>
                                <button
                                    class="button button--small"
                                    type="button"
                                    on:click=move |_| editor.edit(None, Draft::without_text)
                                >
                                    "Back to what was understood"
                                </button>
                            </div>
                        }
                    })
            }}
            {move || {
                let refused = editor.refused.get().filter(|_| problem.with(Option::is_none))?;
                Some(view! {
                    <div class="finding finding--error json__problem" role="alert" id="json-refused">
                        <p>
                            <b>{format!("Cannot be saved, at {}", refused.pointer())}</b>
                            <br/>
                            {marked(&capital(&refused.to_string()))}
                        </p>
                    </div>
                })
            }}
            <textarea
                class="input json__text"
                node_ref=area
                aria-label="Role as JSON"
                aria-describedby="json-problem json-refused"
                aria-invalid=move || (problem.with(Option::is_some) || editor.refused.with(Option::is_some)).to_string()
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                wrap="off"
                readonly=editor.is_read_only()
                prop:value=text
                on:input:target=move |event| editor.edit_text(&event.target().value())
                on:change=move |_| editor.settle()
            ></textarea>
        </section>
    }
}

/// Selects `entry` in the text, where the text still says it in our own layout.
fn show(area: &web_sys::HtmlTextAreaElement, entry: &Descriptor) {
    let text = area.value();
    // Entries stand two levels deep, unless the entry is the whole definition.
    let nested = entry.to_json_pretty().replace('\n', "\n    ");
    let found = [nested, entry.to_json_pretty()]
        .into_iter()
        .find_map(|words| text.split_once(&words).map(|(before, _)| (before.to_owned(), words)));
    let Some((before, words)) = found else { return };
    // The browser counts in UTF-16.
    let length = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let (start, end) = (length(&before), length(&before) + length(&words));
    // A browser that refuses to select shows the text all the same.
    drop(area.focus());
    drop(area.set_selection_range(start, end));
    let lines = i32::try_from(before.lines().count()).unwrap_or(i32::MAX);
    let all = i32::try_from(text.lines().count()).unwrap_or(i32::MAX).max(1);
    area.set_scroll_top(area.scroll_height() / all * lines.saturating_sub(2));
}
