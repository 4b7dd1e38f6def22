//! What the engine answers beyond a preview: to be left out where the module has to be small.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wire::{
    change::Change,
    compare::Comparison,
    escalation::Escalation,
    impact::Impact,
    kinds::Kinds,
    replay::{self, Replaying},
    retag::{Retag, Retagging},
    standing::Stopped,
};

use crate::{Engine, boundary, live};

#[wasm_bindgen]
impl Engine {
    /// Begins to edit a definition in what is loaded now; loading something else leaves it there.
    pub fn open(&self) -> live::Live {
        live::Live(wire::live::Live::new(Rc::clone(&self.organization)))
    }

    /// What a subject may do on the organization and on every entity, and what is worth knowing about it.
    #[wasm_bindgen(unchecked_return_type = "Answer<Preview>")]
    pub fn preview(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        boundary::answer(self.preview_of(subject))
    }

    /// What is worth knowing about a subject before it is saved.
    #[wasm_bindgen(unchecked_return_type = "Answer<Diagnostic[]>")]
    pub fn diagnose(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        boundary::answer(self.preview_of(subject).map(|preview| preview.diagnostics))
    }

    /// What changes, made one after another, mean for everybody at `now`, in Unix seconds.
    #[wasm_bindgen(unchecked_return_type = "Answer<Impact>")]
    pub fn impact(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Change[]")] changes: &JsValue,
        now: f64,
    ) -> JsValue {
        let changes = boundary::shape::<Vec<Change>>(changes);
        boundary::answer(
            changes
                .and_then(|changes| Impact::of(&self.organization, &changes, boundary::secs(now))),
        )
    }

    /// What other tags on an entity mean for everybody at `now`, in Unix seconds.
    #[wasm_bindgen(unchecked_return_type = "Answer<Retag>")]
    pub fn retag(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Retagging")] retagging: &JsValue,
        now: f64,
    ) -> JsValue {
        let retagging = boundary::shape::<Retagging>(retagging);
        boundary::answer(
            retagging.and_then(|retagging| {
                Retag::of(&self.organization, &retagging, boundary::secs(now))
            }),
        )
    }

    /// By which scopes and steps a subject could come to hold everything.
    #[wasm_bindgen(unchecked_return_type = "Answer<Escalation>")]
    pub fn escalate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        let subject = boundary::shape(subject);
        boundary::answer(subject.and_then(|subject| Escalation::of(&self.organization, &subject)))
    }

    /// What a usage log (JSON Lines, or a list) needed of a role, what a draft would have refused, and a smaller role.
    #[wasm_bindgen(unchecked_return_type = "Answer<Replay>")]
    pub fn replay(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Replaying")] replaying: &JsValue,
        log: &str,
    ) -> JsValue {
        let asked = boundary::shape::<Replaying>(replaying)
            .and_then(|asked| Ok((asked, replay::read(log)?)));
        boundary::answer(asked.and_then(|(asked, log)| asked.answer(&self.organization, &log)))
    }

    /// The tokens that an expiry policy of `days` days would stop at `now`, in Unix seconds.
    #[wasm_bindgen(js_name = stoppedTokens, unchecked_return_type = "Answer<Stopped>")]
    pub fn stopped_tokens(&self, days: u32, now: f64) -> JsValue {
        boundary::answer(Stopped::by(&self.organization, days.into(), boundary::secs(now)))
    }

    /// How two subjects relate: equivalent, one within the other, disjoint, and what both may do.
    #[wasm_bindgen(unchecked_return_type = "Answer<Comparison>")]
    pub fn compare(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] left: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Subject")] right: &JsValue,
    ) -> JsValue {
        let subjects = boundary::shape(left).and_then(|left| Ok((left, boundary::shape(right)?)));
        boundary::answer(
            subjects.and_then(|(left, right)| Comparison::of(&self.organization, &left, &right)),
        )
    }

    /// What a subject may do on every kind of entity that its rules tell apart, also where there is none yet.
    #[wasm_bindgen(unchecked_return_type = "Answer<Kinds>")]
    pub fn kinds(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Subject")] subject: &JsValue,
    ) -> JsValue {
        let subject = boundary::shape(subject);
        boundary::answer(subject.and_then(|subject| Kinds::of(&self.organization, &subject)))
    }
}
