//! Checking guardrails: proofs over every principal, and examples.

mod check;
mod drafted;
mod everybody;
mod glance;
mod write;

use crate::{
    Access, AccessError, CompileError, Entity, Guardrail, Inventory, Organization, Principal,
    Subject, TooComplex,
};

pub use drafted::Drafted;
pub(crate) use everybody::{good_holdings, holdings};
pub use write::GuardrailError;

/// How many guardrails an organization may have.
pub const MAX_GUARDRAILS: usize = 1000;

/// How many steps the guardrails of an organization may take together, each an equal share of them; and how many all
/// of them may take besides for being looked at at once.
///
/// A step is one look at a part of a definition, or at an answer of a question that is made or walked through.
const MAX_STEPS: usize = 50_000_000;

/// How many grants, conditions, references and expressions are looked at in all that anybody was given.
const MAX_GIVEN: usize = 5_000_000;

/// How a guardrail fares.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It holds; a *never* is proved over every entity there could be.
    Holds,
    /// Somebody may do what nobody may.
    Broken {
        /// Who: the first of them, people before teams and those before tokens.
        subject: Subject,
        /// On which entity, which need not exist; the organization when there is none.
        entity: Option<Entity>,
    },
    /// An example is answered the other way.
    Unmet {
        /// Whether it is allowed, which it should not be, or refused, which it should not be.
        is_allowed: bool,
    },
    /// There is no answer.
    Unknown(Unanswered),
}

/// Why a guardrail has no answer. It then counts as broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// It speaks of somebody who does not exist, or who was given too much to be followed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It distinguishes too many cases.
    #[error(transparent)]
    TooComplex(#[from] TooComplex),
    /// What people hold comes to too much for as many guardrails.
    #[error(
        "the guardrails and what they are about come to too much to be proved: more than {MAX_STEPS} steps for all guardrails, or {MAX_GIVEN} grants and conditions"
    )]
    TooMuch,
    /// It speaks of an entity that does not exist.
    #[error("there is no {entity_type} `{id}`")]
    NoEntity {
        /// The type.
        entity_type: crate::EntityType,
        /// The id.
        id: String,
    },
}

impl Guardrail {
    /// Whether it holds in `organization` as it is.
    pub fn check(&self, organization: &Organization) -> Verdict {
        let verdicts =
            Self::check_all(std::slice::from_ref(self), organization, &organization.inventory);
        verdicts.into_iter().next().unwrap_or(Verdict::Holds)
    }

    /// How each of `guardrails` fares among the people of `organization`, with the entities that examples name in
    /// `inventory`.
    ///
    /// Grants only add, so somebody may do something exactly when one of the things they were given lets them:
    /// every different thing is looked at once, whoever and how many they are that were given it.
    pub fn check_all(
        guardrails: &[Self],
        organization: &Organization,
        inventory: &Inventory,
    ) -> Vec<Verdict> {
        check::over_everybody(guardrails, organization, inventory)
    }

    /// How each of `guardrails` fares when a subject is held against it by itself, a role in every way in which it can
    /// be held; an example says nothing about a role.
    ///
    /// # Errors
    ///
    /// As for [`Access::of`].
    pub fn check_subject(
        guardrails: &[Self],
        organization: &Organization,
        subject: &Subject,
    ) -> Result<Vec<Verdict>, AccessError> {
        let access = Access::however_held(organization, subject)?;
        Ok(check::by_itself(guardrails, subject, &access.program))
    }
}

impl Organization {
    /// How each of its guardrails fares.
    pub fn verdicts(&self) -> Vec<Verdict> {
        Guardrail::check_all(&self.guardrails, self, &self.inventory)
    }
}

impl Principal {
    /// Its access, as something that can be asked about.
    pub fn subject(&self) -> Subject {
        match self {
            Self::User(login) => Subject::User(login.clone()),
            Self::Team(name) => Subject::Team(name.clone()),
            Self::Token(id) => Subject::Token(id.clone()),
        }
    }
}

impl From<CompileError> for Unanswered {
    fn from(error: CompileError) -> Self {
        Self::Access(error.into())
    }
}
