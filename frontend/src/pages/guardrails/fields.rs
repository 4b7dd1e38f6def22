//! What is typed in the form of a guardrail.

use leptos::prelude::*;
use wire::prove::Teller;

use crate::app::desk::Desk;
use crate::components::prose::capital;
use crate::state::form::Leaf;
use crate::state::guardrail_form::GuardrailForm;
use crate::state::proof_words::problem_with;

/// The parts of the form, each a signal of its own, so that typing in one leaves the others alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    pub(super) name: RwSignal<String>,
    pub(super) is_never: RwSignal<bool>,
    pub(super) scope: RwSignal<String>,
    pub(super) leaves: RwSignal<Vec<Leaf>>,
    pub(super) kept: RwSignal<Option<policy::Expression>>,
    pub(super) except: RwSignal<Vec<RwSignal<String>>>,
    pub(super) who: RwSignal<String>,
    pub(super) is_allowed: RwSignal<bool>,
    pub(super) entity: RwSignal<String>,
    pub(super) desk: Desk,
}

impl Fields {
    pub(super) fn new(desk: Desk, form: GuardrailForm) -> Self {
        Self {
            name: RwSignal::new(form.name),
            is_never: RwSignal::new(form.is_never),
            scope: RwSignal::new(form.scope),
            leaves: RwSignal::new(form.leaves),
            kept: RwSignal::new(form.kept),
            except: RwSignal::new(form.except.into_iter().map(RwSignal::new).collect()),
            who: RwSignal::new(form.who),
            is_allowed: RwSignal::new(form.is_allowed),
            entity: RwSignal::new(form.entity),
            desk,
        }
    }

    pub(super) fn form(self) -> GuardrailForm {
        GuardrailForm {
            name: self.name.get(),
            is_never: self.is_never.get(),
            scope: self.scope.get(),
            leaves: self.leaves.get(),
            kept: self.kept.get(),
            except: self.except.get().into_iter().map(|one| one.get()).collect(),
            who: self.who.get(),
            is_allowed: self.is_allowed.get(),
            entity: self.entity.get(),
        }
    }

    /// What it says, or what is missing; and how it would fare.
    pub(super) fn tried(self) -> Result<Option<String>, String> {
        let Some(workspace) = self.desk.ready() else { return Ok(None) };
        let organization = &workspace.organization;
        let loaded =
            self.form().write(organization)?.load().map_err(|fault| capital(&fault.message))?;
        let verdict = loaded.check(organization);
        let proof = Teller::new(organization, organization).tell(&loaded, &verdict);
        Ok(problem_with(organization, Some(&loaded), &proof))
    }
}
