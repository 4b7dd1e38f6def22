//! Questions about who may do what, and why; nothing is changed here.

pub mod can;
pub mod compare;
pub mod retag;
pub mod who;
pub mod why;

use std::sync::Arc;

use leptos::prelude::*;
use policy::{Organization, Subject};

use crate::app::address::{field, follow};
use crate::app::desk::Desk;
use crate::components::download::Download;
use crate::components::segments::{Segment, Segments};
use crate::components::sheet::Sheet;
use crate::components::suggest::Suggest;
use crate::routes::Page;
use crate::state::asked;
use can::Can;
use compare::Compare;
use retag::Retagged;
use who::WhoCan;
use why::Why;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    Can,
    Who,
    Why,
    Compare,
    Retag,
}

impl Ask {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Can, "can", "What somebody can do"),
        (Self::Who, "who", "Who can do something"),
        (Self::Why, "why", "Why, or why not"),
        (Self::Compare, "compare", "Compare two"),
        (Self::Retag, "retag", "Other tags"),
    ];

    fn slug(self) -> &'static str {
        Self::ALL.iter().find(|(ask, ..)| *ask == self).map_or("can", |(_, slug, _)| slug)
    }

    fn from_slug(slug: &str) -> Self {
        Self::ALL.iter().find(|(_, known, _)| *known == slug).map_or(Self::Can, |(ask, ..)| *ask)
    }
}

/// Where something is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the organization itself.
    Organization,
    /// On the entity at a row.
    Entity(u32),
}

impl Place {
    fn parse(organization: &Organization, text: &str) -> Option<Self> {
        let text = text.trim();
        if text == asked::ORGANIZATION {
            return Some(Self::Organization);
        }
        let entity = asked::entity(organization, text)?;
        organization.inventory.row(entity.entity_type, &entity.id).map(Self::Entity)
    }

    /// The row of the entity.
    pub fn row(self) -> Option<u32> {
        match self {
            Self::Organization => None,
            Self::Entity(row) => Some(row),
        }
    }
}

/// The question, as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct Typed {
    /// The organization it is about.
    pub organization: Memo<Arc<Organization>>,
    /// Who.
    pub subject: RwSignal<String>,
    /// Whom to compare them with.
    pub other: RwSignal<String>,
    /// What.
    pub scope: RwSignal<String>,
    /// On which entity.
    pub entity: RwSignal<String>,
    /// Where that is, which takes a look at every entity and is asked in several places.
    place: Memo<Option<Place>>,
}

impl Typed {
    /// Who is asked about, if it is somebody.
    pub fn subject(self) -> Option<Subject> {
        self.found(self.subject)
    }

    /// Whom they are compared with, if it is somebody.
    pub fn other(self) -> Option<Subject> {
        self.found(self.other)
    }

    fn found(self, field: RwSignal<String>) -> Option<Subject> {
        self.organization.with(|organization| field.with(|text| asked::subject(organization, text)))
    }

    /// The scope that is asked about, if there is one.
    pub fn scope(self) -> Option<policy::Scope> {
        self.scope.with(|name| policy::Scope::from_name(name.trim()))
    }

    /// Where it is asked about, if that is written.
    pub fn place(self) -> Option<Place> {
        self.place.get()
    }
}

/// Questions about who may do what, and why.
#[component]
pub fn ExplorerPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let ask = RwSignal::new(Ask::from_slug(&field("ask").get_untracked()));
    let organization = Memo::new_with_compare(
        move |_| desk.ready().map(|workspace| workspace.organization.clone()).unwrap_or_default(),
        |_, _| true,
    );
    let entity = field("entity");
    let typed = Typed {
        organization,
        subject: field("subject"),
        other: field("other"),
        scope: field("scope"),
        entity,
        place: Memo::new(move |_| {
            organization.with(|organization| entity.with(|text| Place::parse(organization, text)))
        }),
    };
    let fields = move || {
        [
            ("ask", ask.get().slug().to_owned()),
            ("subject", typed.subject.get()),
            ("other", typed.other.get()),
            ("scope", typed.scope.get()),
            ("entity", typed.entity.get()),
        ]
    };
    follow(fields, |organization, query| Page::Explorer { organization, query });
    let segments = Ask::ALL.map(|(value, _, label)| Segment { value, label, count: None }).to_vec();
    view! {
        <Sheet
            title="Explorer"
            lead="Who may do what, where, and why. Every answer comes from the engine that the server enforces with, and nothing is changed here."
        >
            <div class="explorer">
                <Segments label="Question" segments chosen=ask/>
                {move || match ask.get() {
                    Ask::Can => view! { <Can typed/> }.into_any(),
                    Ask::Who => view! { <WhoCan typed/> }.into_any(),
                    Ask::Why => view! { <Why typed/> }.into_any(),
                    Ask::Compare => view! { <Compare typed/> }.into_any(),
                    Ask::Retag => view! { <Retagged typed/> }.into_any(),
                }}
            </div>
        </Sheet>
    }
}

/// Asks for somebody.
#[component]
pub fn SubjectField(
    /// The question.
    typed: Typed,
    /// What is asked for.
    label: &'static str,
    /// What is typed.
    value: RwSignal<String>,
) -> impl IntoView {
    let suggestions = Callback::new(move |text: String| {
        typed.organization.with(|organization| asked::suggested_subjects(organization, &text))
    });
    let is_known = Signal::derive(move || typed.found(value).is_some());
    view! { <Suggest label value suggestions is_known placeholder="person ada, team payments, role Auditor"/> }
}

/// Asks for a scope.
#[component]
pub fn ScopeField(
    /// The question.
    typed: Typed,
) -> impl IntoView {
    let suggestions = Callback::new(|text: String| asked::suggested_scopes(&text));
    let is_known = Signal::derive(move || typed.scope().is_some());
    view! { <Suggest label="Scope" value=typed.scope suggestions is_known placeholder="stack:delete"/> }
}

/// Asks for an entity, or the organization itself.
#[component]
pub fn EntityField(
    /// The question.
    typed: Typed,
    /// Whether the organization itself may be meant.
    with_organization: bool,
) -> impl IntoView {
    let suggestions = Callback::new(move |text: String| {
        let entities =
            typed.organization.with(|organization| asked::suggested_entities(organization, &text));
        let own = with_organization.then(|| asked::ORGANIZATION.to_owned());
        own.into_iter().chain(entities).collect()
    });
    let is_known = Signal::derive(move || {
        typed.place().is_some_and(|place| with_organization || place.row().is_some())
    });
    view! { <Suggest label="On" value=typed.entity suggestions is_known placeholder="stack shop/prod"/> }
}

/// Takes an answer along as a file.
#[component]
fn Exports(
    /// The name of the file, without its ending.
    #[prop(into)]
    name: Signal<String>,
    /// The answer as comma-separated values.
    as_csv: Callback<(), String>,
    /// The answer as JSON.
    as_json: Callback<(), String>,
) -> impl IntoView {
    let named = move |ending| Signal::derive(move || format!("{}.{ending}", name.get()));
    view! {
        <div class="explorer__exports">
            <Download label="Export as CSV" name=named("csv") content=as_csv/>
            <Download label="Export as JSON" name=named("json") content=as_json/>
        </div>
    }
}

/// The place of an answer that is not asked for yet.
fn unasked(words: &'static str) -> impl IntoView {
    view! { <p class="sheet__none">{words}</p> }
}
