//! What is pressed, typed into and chosen from.

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::choose_one::ChooseOne;
use crate::components::dialog::{Dialog, Placement};
use crate::components::download::Download;
use crate::components::icon::{Glyph, Icon};
use crate::components::look_switch::LookSwitch;
use crate::components::menu::Menu;
use crate::components::notice::Notices;
use crate::components::picker::{Choice, Picker};
use crate::components::search_field::SearchField;
use crate::components::segments::{Segment, Segments};
use crate::components::sheet::Section;
use crate::components::suggest::Suggest;

/// Buttons, marks and pictures.
#[component]
pub fn Controls() -> impl IntoView {
    let button = |class: &'static str, label: &'static str| {
        view! { <button class=format!("button {class}") type="button">{label}</button> }
    };
    let pill =
        |tone: &'static str| view! { <span class=format!("pill pill--{tone}")>{tone}</span> };
    let glyph = |glyph: Glyph| {
        view! {
            <li class="gallery__glyph">
                <Icon glyph/>
                {format!("{glyph:?}")}
            </li>
        }
    };
    view! {
        <Section heading="Buttons">
            <div class="gallery">
                {button("button--primary", "Primary")}
                {button("", "Plain")}
                {button("button--danger", "Danger")}
                {button("button--quiet", "Quiet")}
                {button("button--small", "Small")}
                {button("button--link", "Link")}
                <button class="button" type="button" disabled=true>"Not now"</button>
                <Download label="A file" name=Signal::stored("gallery.json".to_owned()) content=Callback::new(|()| "{}".to_owned())/>
            </div>
        </Section>
        <Section heading="Marks and pictures">
            <div class="gallery">
                {["plain", "warning"].map(pill)}
                <LookSwitch/>
            </div>
            <ul class="gallery__glyphs">{Glyph::ALL.map(glyph)}</ul>
        </Section>
    }
}

/// Fields, with and without something wrong in them.
#[component]
pub fn Fields() -> impl IntoView {
    let query = RwSignal::new("deploy".to_owned());
    let suggestions =
        Callback::new(|_: String| ["person ada", "team payments"].map(str::to_owned).to_vec());
    let suggest = move |label: &'static str, text: &str| {
        let value = RwSignal::new(text.to_owned());
        let is_known = Signal::derive(move || value.with(|value| value == "person ada"));
        view! { <div class="gallery__wide"><Suggest label value suggestions is_known placeholder="person ada"/></div> }
    };
    let (chosen, counted) = (RwSignal::new("all"), RwSignal::new("few"));
    let segment = |value: &'static str, label: &'static str, count| Segment { value, label, count };
    let plain = vec![segment("all", "All", None), segment("some", "Some", None)];
    let with_counts = vec![segment("few", "Few", Some(3)), segment("many", "Many", Some(4210))];
    view! {
        <Section heading="Fields">
            <div class="gallery">
                <label class="field gallery__wide">
                    <span class="field__label">"Filled"</span>
                    <input class="input" value="Payments deployer"/>
                    <span class="field__hint">"What it is for"</span>
                </label>
                <label class="field gallery__wide">
                    <span class="field__label">"Wrong"</span>
                    <input class="input" value="a b" aria-invalid="true" aria-describedby="gallery-wrong"/>
                    <span class="form__problem" id="gallery-wrong">"Expected letters and digits, found a space"</span>
                </label>
                <label class="field gallery__wide">
                    <span class="field__label">"Fixed"</span>
                    <input class="input" value="Built in" disabled=true/>
                </label>
                <label class="field gallery__wide">
                    <span class="field__label">"One of few"</span>
                    <select class="select"><option>"Read"</option><option>"Write"</option></select>
                </label>
            </div>
        </Section>
        <Section heading="Search, suggestions, ways to look">
            <div class="gallery">
                <SearchField label="Search what is shown" query/>
                {suggest("Known", "person ada")}
                {suggest("Unknown", "person adda")}
                <Segments label="Without numbers" segments=plain chosen/>
                <Segments label="With numbers" segments=with_counts chosen=counted/>
            </div>
        </Section>
    }
}

fn choice(number: usize) -> Choice {
    Choice {
        id: number.to_string(),
        label: format!("stack:scope{number}"),
        is_code: number.is_multiple_of(2),
        detail: "What it lets its holder do".to_owned(),
        caution: (number == 3).then(|| "Reads secrets".to_owned()),
        group: if number < 6 { "The first" } else { "The others" }.to_owned(),
    }
}

/// Lists to choose from: in the page, in a dialog, behind a button.
#[component]
pub fn Choosing() -> impl IntoView {
    let all = || (1..=90).map(choice).collect::<Vec<_>>();
    let (chosen, none) = (RwSignal::new(None), RwSignal::new(None));
    let open = RwSignal::new(false);
    let ticked = RwSignal::new(vec!["2".to_owned()]);
    let toggle = Callback::new(move |id: String| {
        ticked.update(|ticked| {
            if ticked.contains(&id) {
                ticked.retain(|known| *known != id);
            } else {
                ticked.push(id);
            }
        });
    });
    view! {
        <Section heading="Choosing">
            <div class="gallery">
                <div class="gallery__wide">
                    <ChooseOne label="Scope" choices=Signal::derive(all) chosen/>
                </div>
                <div class="gallery__wide">
                    <ChooseOne label="Team" choices=Signal::derive(Vec::new) chosen=none none="There is no team yet"/>
                </div>
                <button class="button" type="button" on:click=move |_| open.set(true)>"Choose several…"</button>
                <Menu label="More actions">
                    <button class="menu__item" type="button">"Duplicate…"</button>
                    <button class="menu__item menu__item--danger" type="button">"Delete…"</button>
                </Menu>
                <Menu label="Copy as" text="Copy as…">
                    <button class="menu__item" type="button">"JSON"</button>
                    <button class="menu__item" type="button">"YAML"</button>
                </Menu>
            </div>
            <Picker open title="Choose several" choices=Callback::new(move |()| all()) chosen=ticked on_toggle=toggle/>
        </Section>
    }
}

/// What stands in front of the page, and what is told at its edge.
#[component]
pub fn InFront() -> impl IntoView {
    let notices = expect_context::<Notices>();
    let (middle, side) = (RwSignal::new(false), RwSignal::new(false));
    let offer = move |_| {
        notices.offer("The address has changed", "Undo", Arc::new(move || notices.tell("Undone")));
    };
    let close = move |open: RwSignal<bool>| {
        view! {
            <p class="text">"Whatever is asked stands here."</p>
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| open.set(false)>"Close"</button>
            </div>
        }
    };
    view! {
        <Section heading="In front of the page">
            <div class="gallery">
                <button class="button" type="button" on:click=move |_| middle.set(true)>"In the middle…"</button>
                <button class="button" type="button" on:click=move |_| side.set(true)>"At the side…"</button>
                <button class="button" type="button" on:click=move |_| notices.tell("Saved version 2")>"Tell"</button>
                <button class="button" type="button" on:click=offer>"Offer"</button>
            </div>
            <Dialog open=middle title="In the middle">{close(middle)}</Dialog>
            <Dialog open=side title="At the side" placement=Placement::Side>{close(side)}</Dialog>
        </Section>
    }
}
