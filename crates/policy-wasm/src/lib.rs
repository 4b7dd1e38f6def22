//! The policy engine for JavaScript.
//!
//! A page of functions, each of which takes a shape, calls one function of `wire`, and returns a shape.
//! Nothing here decides anything, and nothing is thrown: every answer says whether it is one.

mod boundary;
#[cfg(feature = "whole")]
mod live;
mod picture;
#[cfg(feature = "whole")]
mod whole;

use std::{cell::OnceCell, rc::Rc};

use wasm_bindgen::prelude::*;
use wire::{
    Answer, Fault, Preview, Snapshot,
    diff::Diff,
    explain::{Asked, Question},
    lint::Lint,
    prove::{DraftProofs, Proofs},
};

#[wasm_bindgen(typescript_custom_section)]
const DESCRIPTOR_TYPES: &str = include_str!("descriptor.d.ts");

/// An organization, loaded once and asked many times.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Engine {
    organization: Rc<policy::Organization>,
    /// How its guardrails fare, once that was asked for.
    verdicts: OnceCell<Vec<policy::Verdict>>,
}

#[wasm_bindgen]
impl Engine {
    /// An engine for an organization in which nothing exists yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads the text of a snapshot; a failure leaves what was loaded before.
    #[wasm_bindgen(unchecked_return_type = "Answer<null>")]
    pub fn load(&mut self, snapshot: &str) -> JsValue {
        let loaded = Snapshot::parse(snapshot).and_then(Snapshot::load);
        boundary::answer(loaded.map(|organization| *self = Self::of(organization)))
    }

    /// Loads a snapshot whose entities come as a table: texts parted by a NUL, and numbers.
    #[wasm_bindgen(js_name = loadTable, unchecked_return_type = "Answer<null>")]
    #[expect(clippy::too_many_arguments, reason = "each of them is a piece that crosses by itself")]
    pub fn load_table(
        &mut self,
        snapshot: &str,
        types: &[u8],
        ids: &str,
        names: &str,
        tags: &str,
        pairs: usize,
        worn: &[u32],
        ends: &[u32],
    ) -> JsValue {
        let columns = policy::Columns { types, ids, names, tags, pairs, worn, ends };
        let snapshot = Snapshot::parse(snapshot);
        let loaded = snapshot.and_then(|snapshot| snapshot.load_table(columns));
        boundary::answer(loaded.map(|organization| *self = Self::of(organization)))
    }

    /// How many entities there are.
    pub fn size(&self) -> usize {
        self.organization.inventory.len()
    }

    /// A picture of nobody, to be asked about somebody in what is loaded now.
    pub fn picture(&self) -> picture::Picture {
        picture::Picture(wire::Picture::new(Rc::clone(&self.organization)))
    }

    /// The same as one line of JSON: the bytes that the command line and the server give.
    #[wasm_bindgen(js_name = previewDocument, unchecked_return_type = "Answer<string>")]
    pub fn preview_document(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        boundary::answer(self.preview_of(subject).and_then(|preview| preview.to_text()))
    }

    /// Why a subject may use a scope on something at `now`, in Unix seconds, or why not and with what repairs.
    ///
    /// Without a time no token has expired.
    #[wasm_bindgen(unchecked_return_type = "Answer<Explained>")]
    pub fn explain(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Question")] question: &JsValue,
        now: Option<f64>,
    ) -> JsValue {
        let question = boundary::shape::<Question>(question);
        let now = now.map(boundary::secs);
        boundary::answer(question.and_then(|question| question.answer(&self.organization, now)))
    }

    /// Everybody who may use a scope on something at `now`, in Unix seconds.
    #[wasm_bindgen(unchecked_return_type = "Answer<Who>")]
    pub fn who(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Asked")] asked: &JsValue,
        now: f64,
    ) -> JsValue {
        let asked = boundary::shape::<Asked>(asked);
        boundary::answer(
            asked.and_then(|asked| asked.answer(&self.organization, boundary::secs(now))),
        )
    }

    /// What the second of two subjects may do more or less than the first.
    #[wasm_bindgen(unchecked_return_type = "Answer<Diff>")]
    pub fn diff(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] from: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Subject")] to: &JsValue,
    ) -> JsValue {
        let subjects = boundary::shape(from).and_then(|from| Ok((from, boundary::shape(to)?)));
        boundary::answer(
            subjects.and_then(|(from, to)| Diff::between(&self.organization, &from, &to)),
        )
    }

    /// How every guardrail fares: over everybody, or held against one role or draft by itself.
    #[wasm_bindgen(unchecked_return_type = "Answer<Proofs>")]
    pub fn prove(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject | undefined")] role: &JsValue,
    ) -> JsValue {
        let role = boundary::optional_shape(role);
        boundary::answer(role.and_then(|role| Proofs::of(&self.organization, role.as_ref())))
    }

    /// How every guardrail would fare, over everybody, with a draft in the place of what a role grants.
    #[wasm_bindgen(js_name = proveDraft, unchecked_return_type = "Answer<DraftProofs>")]
    pub fn prove_draft(
        &self,
        role: String,
        #[wasm_bindgen(unchecked_param_type = "Subject")] draft: &JsValue,
    ) -> JsValue {
        let (role, draft) = (wire::Subject::Role(role), boundary::shape(draft));
        let now = self.verdicts.get_or_init(|| self.organization.verdicts());
        boundary::answer(
            draft.and_then(|draft| {
                DraftProofs::beside(&self.organization, Some(now), &role, &draft)
            }),
        )
    }

    /// What is worth knowing about one role, or about every custom one.
    #[wasm_bindgen(unchecked_return_type = "Answer<Lint>")]
    pub fn lint(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject | undefined")] role: &JsValue,
    ) -> JsValue {
        let role = boundary::optional_shape(role);
        boundary::answer(role.and_then(|role| Lint::of(&self.organization, role.as_ref())))
    }
}

impl Engine {
    fn of(organization: policy::Organization) -> Self {
        Self { organization: Rc::new(organization), verdicts: OnceCell::new() }
    }

    pub(crate) fn preview_of(&self, subject: &JsValue) -> Result<Preview, Fault> {
        boundary::shape(subject).and_then(|subject| Preview::of(&self.organization, &subject))
    }
}

/// Reads a definition and writes it again: indented, in the order of fields that Pulumi Cloud uses.
#[wasm_bindgen(js_name = parse, unchecked_return_type = "Answer<string>")]
pub fn parse(definition: &str) -> JsValue {
    let parsed = policy::Descriptor::parse(definition);
    boundary::answer(parsed.map(|descriptor| descriptor.to_json_pretty()).map_err(Fault::from))
}

/// Every scope of the catalogue.
#[wasm_bindgen(unchecked_return_type = "Answer<ScopeInfo[]>")]
pub fn scopes() -> JsValue {
    boundary::answer(Ok(wire::catalogue::scopes()))
}

/// The version of this module.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Keeps the shape of answers among the exports.
#[expect(dead_code, reason = "names the type whose TypeScript declaration the exports use")]
type Answers = Answer<()>;
