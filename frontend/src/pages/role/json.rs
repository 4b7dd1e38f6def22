//! The definition as JSON.

use leptos::prelude::*;

use super::editor::Editor;
use super::findings::marked;
use crate::state::draft::Draft;

/// The definition as JSON, which may be edited as well as the rules.
#[component]
pub fn JsonView() -> impl IntoView {
    let editor = expect_context::<Editor>();
    let text = move || editor.draft.with(|draft| draft.text().to_string());
    let problem = Memo::new(move |_| editor.draft.with(|draft| draft.problem().cloned()));
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
                                    {marked(&problem.problem.to_string())}
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
            <textarea
                class="input json__text"
                aria-label="Role as JSON"
                aria-describedby="json-problem"
                aria-invalid=move || problem.with(Option::is_some).to_string()
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
