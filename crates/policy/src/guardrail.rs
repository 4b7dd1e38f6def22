//! Checking guardrails: proofs over every principal, and examples.

mod drafted;

pub use drafted::Drafted;

use crate::{
    Access, AccessError, Counterexample, Guardrail, Inventory, Never, Organization, Principal,
    Statement, Subject, TokenKind, TooComplex,
};

/// How a guardrail fares.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It holds; a *never* is proved over every entity there could be.
    Holds,
    /// Somebody may do what nobody may.
    Broken {
        /// Who.
        subject: Subject,
        /// Where, and by which rules of the subject's access.
        counterexample: Counterexample,
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
        self.check_over(organization, &organization.inventory)
    }

    /// The same, with the entities that examples name in `inventory`.
    fn check_over(&self, organization: &Organization, inventory: &Inventory) -> Verdict {
        let verdict = match &self.statement {
            Statement::Never { never, except } => check_never(organization, never, except),
            Statement::Example { .. } => self.check_example(organization, inventory),
        };
        verdict.unwrap_or_else(Verdict::Unknown)
    }

    /// Whether a subject by itself keeps it; an example says nothing about a role.
    pub fn check_subject(&self, organization: &Organization, subject: &Subject) -> Verdict {
        let Statement::Never { never, .. } = &self.statement else { return Verdict::Holds };
        let refuted = refute(organization, never, subject.clone());
        refuted.map_or_else(Verdict::Unknown, |broken| broken.unwrap_or(Verdict::Holds))
    }

    fn check_example(
        &self,
        organization: &Organization,
        inventory: &Inventory,
    ) -> Result<Verdict, Unanswered> {
        let Statement::Example { principal, scope, entity, is_allowed } = &self.statement else {
            return Ok(Verdict::Holds);
        };
        let access = Access::of(organization, &principal.subject())?;
        let entity = match entity {
            None => None,
            Some((entity_type, id)) => {
                let row = inventory.row(*entity_type, id);
                let entity = row.and_then(|row| inventory.entity(row));
                let none = || Unanswered::NoEntity { entity_type: *entity_type, id: id.clone() };
                Some(entity.ok_or_else(none)?)
            }
        };
        let found = access.allows(*scope, entity);
        Ok(if found == *is_allowed { Verdict::Holds } else { Verdict::Unmet { is_allowed: found } })
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

/// Looks at everybody who is not excepted: people, teams and tokens, in this order.
fn check_never(
    organization: &Organization,
    never: &Never,
    except: &[Principal],
) -> Result<Verdict, Unanswered> {
    let users = organization.members.iter().map(|member| Principal::User(member.login.clone()));
    let teams = organization.teams.iter().map(|team| Principal::Team(team.name.clone()));
    // A personal token is the person; who is excepted is so with every token.
    let tokens = organization.tokens.iter().filter(|token| match &token.kind {
        TokenKind::Personal { login } => !except.contains(&Principal::User(login.clone())),
        TokenKind::Organization { .. } | TokenKind::Team { .. } => true,
    });
    let tokens = tokens.map(|token| Principal::Token(token.id.clone()));
    for principal in
        users.chain(teams).chain(tokens).filter(|principal| !except.contains(principal))
    {
        if let Some(broken) = refute(organization, never, principal.subject())? {
            return Ok(broken);
        }
    }
    Ok(Verdict::Holds)
}

fn refute(
    organization: &Organization,
    never: &Never,
    subject: Subject,
) -> Result<Option<Verdict>, Unanswered> {
    let access = match Access::of(organization, &subject) {
        // A token of somebody who is gone may do nothing.
        Err(AccessError::Unknown { .. }) if matches!(subject, Subject::Token(_)) => {
            return Ok(None);
        }
        access => access?,
    };
    let counterexample = never.refute(&access.program)?;
    Ok(counterexample.map(|counterexample| Verdict::Broken { subject, counterexample }))
}
