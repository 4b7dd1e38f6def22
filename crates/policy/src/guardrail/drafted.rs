//! Guardrails over an organization as a draft would make it.

use super::Verdict;
use crate::{Descriptor, Guardrail, Inventory, Organization, Record, UxPurpose};

/// An organization as it would be with another definition of one role.
#[derive(Debug)]
pub struct Drafted<'o> {
    /// Without its entities, which can be many and stay what they are.
    people: Organization,
    inventory: &'o Inventory,
    record: String,
}

impl<'o> Drafted<'o> {
    /// `organization` with `details` as what the role `id` grants; `None` when there is no such role.
    ///
    /// They take the place of the definition of [`crate::Records::drafted`].
    pub fn new(
        organization: &'o Organization,
        id: &str,
        details: Descriptor,
        purpose: Option<UxPurpose>,
    ) -> Option<Self> {
        let target = organization.records.drafted(id, &details, purpose)?;
        let record = target.id.clone();
        let mut people = organization.without_entities();
        people.records.put(Record { details, ..target.clone() });
        Some(Self { people, inventory: &organization.inventory, record })
    }

    /// Who holds what with the draft in place; its inventory is empty.
    pub const fn people(&self) -> &Organization {
        &self.people
    }

    /// The id of the record whose definition the draft takes the place of.
    pub fn record(&self) -> &str {
        &self.record
    }

    /// How each of `guardrails` would fare.
    pub fn check(&self, guardrails: &[Guardrail]) -> Vec<Verdict> {
        Guardrail::check_all(guardrails, &self.people, self.inventory)
    }
}
