//! What this page is, and whether the engine that it has loaded agrees with the conformance corpus.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::value::RawValue;
use wire::conformance::{Disagreement, File};

use crate::api;
use crate::components::loading::{Failed, Loading, Waiting};
use crate::components::sheet::{Section, Sheet};
use crate::pages::shell::keys::Keys;

/// How one file of cases fared.
#[derive(Debug, Clone)]
struct Fared {
    name: String,
    about: String,
    count: usize,
    disagreements: Vec<Disagreement>,
}

/// What this page is, and whether its engine agrees with the corpus.
#[component]
pub fn AboutPage() -> impl IntoView {
    let found = RwSignal::new(Loading::<Vec<Fared>>::Waiting);
    let ask = Callback::new(move |()| {
        found.set(Loading::Waiting);
        spawn_local(async move {
            let answer = api::corpus().await.and_then(|text| {
                fared(&text).map_err(|fault| api::Failure::Unreadable(fault.to_string()))
            });
            found.set(match answer {
                Ok(all) => Loading::Ready(all),
                Err(failure) => Loading::Failed(failure),
            });
        });
    });
    Effect::new(move |_| ask.run(()));
    view! {
        <Sheet
            title="About"
            lead="Scopesight shows what a role or a token lets its holder do while it is being written, and enforces exactly that."
        >
            <Section heading="This page">
                <p class="text">{format!("Version {}", env!("CARGO_PKG_VERSION"))}</p>
            </Section>
            <Section heading="The engine in this page">
                {move || match found.get() {
                    Loading::Waiting => view! { <Waiting what="the conformance corpus"/> }.into_any(),
                    Loading::Failed(failure) => {
                        view! { <Failed message=failure.in_words() on_retry=ask/> }.into_any()
                    }
                    Loading::Ready(all) => told(all, ask).into_any(),
                }}
            </Section>
            <Section heading="Keyboard">
                <Keys/>
            </Section>
        </Sheet>
    }
}

fn told(all: Vec<Fared>, ask: Callback<()>) -> impl IntoView {
    let count: usize = all.iter().map(|file| file.count).sum();
    let wrong: usize = all.iter().map(|file| file.disagreements.len()).sum();
    let words = if wrong == 0 {
        format!("All {count} cases of the corpus are answered as they should be")
    } else {
        format!(
            "{wrong} of {count} cases of the corpus are answered in another way. Do not rely on this page, and tell whoever runs it"
        )
    };
    let class = if wrong == 0 { "about__verdict" } else { "banner banner--danger" };
    let row = |file: Fared| {
        let wrong = file.disagreements.into_iter().map(|case| {
            view! {
                <li>
                    <strong>{case.claim}</strong>
                    <span class="explorer__fact">{case.found}</span>
                </li>
            }
        });
        view! {
            <tr>
                <th scope="row" class="table__name">
                    {file.name}
                    <p>{file.about}</p>
                    <ul class="explorer__lines">{wrong.collect_view()}</ul>
                </th>
                <td class="table__number">{file.count}</td>
            </tr>
        }
    };
    view! {
        <p class=class role="status" data-testid="conformance">{words}</p>
        <button class="button button--small" type="button" on:click=move |_| ask.run(())>
            "Ask all of it again"
        </button>
        <table class="table table--dense">
            <thead>
                <tr>
                    <th scope="col">"What they are about"</th>
                    <th scope="col" class="table__number">"Cases"</th>
                </tr>
            </thead>
            <tbody>{all.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// Asks the engine in this page every case.
fn fared(text: &str) -> Result<Vec<Fared>, wire::Fault> {
    let files: BTreeMap<String, Box<RawValue>> = wire::fault::read(text)?;
    let one = |(name, text): (String, Box<RawValue>)| {
        let file = File::parse(text.get())?;
        let (count, disagreements) = (file.count(), file.disagreements());
        Ok(Fared { name, about: file.about, count, disagreements })
    };
    files.into_iter().map(one).collect()
}
