//! What saving a draft of a role would mean beyond the role itself.

use std::sync::Arc;

use policy::{Descriptor, Edit, Impact, Organization, Today, UxPurpose, Verdict};
use serde_json::value::RawValue;
use wire::escalation::{Escalation, EscalationStep};
use wire::prove::{DraftProof, DraftProofs, Effect, Proof, Proofs};

use super::effects::Told;
use super::effects::impact::touched;

/// What saving a draft would mean for everybody, for the guardrails, and for who could reach everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequences {
    /// For those who hold the role; why it is not known, where it is not.
    pub holders: Result<Holders, String>,
    /// For the guardrails and example tests of the organization.
    pub guardrails: Result<Vec<DraftProof>, String>,
    /// By what its holders could reach everything.
    pub escalation: Result<Ways, String>,
}

/// What saving a draft would mean for those who hold the role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holders {
    /// What changes for whom; nobody else is touched.
    pub told: Vec<Told>,
    /// How many people, teams and tokens gain or lose something.
    pub touched: [usize; 3],
    /// How many keep exactly what they have, though the role changes.
    pub untouched: usize,
    /// Whether nobody could manage roles any more.
    pub is_locked_out: bool,
    /// Who could manage roles and no longer can.
    pub no_longer_managing: Vec<String>,
}

/// By what a holder of the role could reach everything that the Admin role grants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ways {
    /// Whether the draft grants everything by itself.
    pub is_admin: bool,
    /// Ways that the draft opens and the saved role does not, each step in words.
    pub opened: Vec<Vec<String>>,
    /// How many ways there are already as saved.
    pub known: usize,
}

/// What is saved: a role and the record that holds its definition, and how everything stands with it.
#[derive(Debug)]
pub struct Saved {
    organization: Arc<Organization>,
    /// The id of the role; none for one that does not exist yet.
    role: Option<String>,
    /// What the record with the definition is.
    purpose: UxPurpose,
    /// How the guardrails fare.
    verdicts: Option<Vec<Verdict>>,
    /// How its holders could reach everything.
    escalation: Option<Result<Escalation, String>>,
    /// What everybody was given.
    today: Option<Result<Today, String>>,
}

impl Saved {
    /// The role with this id, if it exists yet, and what its definition is in.
    pub const fn new(
        organization: Arc<Organization>,
        role: Option<String>,
        purpose: UxPurpose,
    ) -> Self {
        Self { organization, role, purpose, verdicts: None, escalation: None, today: None }
    }

    /// Whether it is about this role, with all that is around it.
    pub fn is_about(&self, organization: &Arc<Organization>, role: Option<&str>) -> bool {
        Arc::ptr_eq(&self.organization, organization) && self.role.as_deref() == role
    }

    /// Whether it is known what everybody was given and is good at `now`, or why it cannot be.
    fn is_known(&self, now: u64) -> bool {
        match &self.today {
            Some(Ok(today)) => today.is_still(now),
            Some(Err(_)) => true,
            None => false,
        }
    }

    /// Finds out the next of what is not known yet at `now`; whether there was any.
    fn look(&mut self, now: u64) -> bool {
        let Some(role) = &self.role else { return false };
        if self.verdicts.is_none() {
            self.verdicts = Some(self.organization.verdicts());
        } else if self.escalation.is_none() {
            let role = wire::Subject::Role(role.clone());
            self.escalation = Some(escalation(&self.organization, &role));
        } else if !self.is_known(now) {
            let today = Today::of(&self.organization, now);
            self.today = Some(today.map_err(|error| error.to_string()));
        } else {
            return false;
        }
        true
    }
}

/// What saving a draft would mean, as far as it is found out.
///
/// All of it takes longer than a key may wait, so that it is found out in pieces.
#[derive(Debug)]
pub struct Inquiry {
    details: Descriptor,
    /// In Unix seconds.
    now: u64,
    proofs: Option<Result<DraftProofs, String>>,
    holders: Option<Result<Holders, String>>,
}

impl Inquiry {
    /// Asks what saving `details` would mean at `now`, in Unix seconds.
    pub const fn new(details: Descriptor, now: u64) -> Self {
        Self { details, now, proofs: None, holders: None }
    }

    /// Finds out one piece more; everything once it was the last.
    pub fn step(&mut self, saved: &mut Saved) -> Option<Consequences> {
        if saved.look(self.now) {
            return None;
        }
        let organization = &saved.organization;
        let draft = match draft(&self.details, saved.purpose) {
            Ok(draft) => draft,
            Err(error) => return Some(Consequences::unknown(&error)),
        };
        let Some(id) = &saved.role else { return Some(Consequences::of_new(organization, &draft)) };
        let Some(proofs) = &self.proofs else {
            let role = wire::Subject::Role(id.clone());
            let proofs =
                DraftProofs::beside(organization, saved.verdicts.as_deref(), &role, &draft);
            self.proofs = Some(proofs.map_err(|fault| fault.message));
            return None;
        };
        let Some(holders) = &self.holders else {
            let record = proofs.as_ref().map_or(id, |proofs| &proofs.record).to_owned();
            let edit = Edit::Record { id: record, details: self.details.clone() };
            let today = saved.today.as_ref().map(|today| today.as_ref().map_err(Clone::clone));
            let impact = today.unwrap_or_else(|| Err(unknown())).and_then(|today| {
                Impact::beside(organization, today, &[edit]).map_err(|error| error.to_string())
            });
            self.holders = Some(impact.map(|impact| Holders::of(organization, &impact)));
            return None;
        };
        let before = saved
            .escalation
            .as_ref()
            .map_or_else(|| Err(unknown()), |known| known.as_ref().map_err(Clone::clone));
        let ways = before
            .and_then(|before| Ok(Ways::between(Some(before), &escalation(organization, &draft)?)));
        Some(Consequences {
            holders: holders.clone(),
            guardrails: proofs.clone().map(|proofs| proofs.guardrails),
            escalation: ways,
        })
    }
}

/// Of a piece that was to be found out before.
fn unknown() -> String {
    "what it would be compared with is not known".to_owned()
}

fn escalation(organization: &Organization, subject: &wire::Subject) -> Result<Escalation, String> {
    Escalation::of(organization, subject).map_err(|fault| fault.message)
}

impl Consequences {
    /// What giving a new role to somebody would mean: nobody holds it yet.
    fn of_new(organization: &Organization, draft: &wire::Subject) -> Self {
        let proof = |proof: Proof| {
            let effect = if proof.holds { Effect::Keeps } else { Effect::Breaks };
            DraftProof { proof, effect }
        };
        let proofs = Proofs::of(organization, Some(draft));
        let ways = escalation(organization, draft).map(|after| Ways::between(None, &after));
        Self {
            holders: Ok(Holders::default()),
            guardrails: proofs
                .map(|proofs| proofs.guardrails.into_iter().map(proof).collect())
                .map_err(|fault| fault.message),
            escalation: ways,
        }
    }

    fn unknown(reason: &str) -> Self {
        Self {
            holders: Err(reason.to_owned()),
            guardrails: Err(reason.to_owned()),
            escalation: Err(reason.to_owned()),
        }
    }

    /// The guardrails that hold and would no longer.
    pub fn broken(&self) -> Vec<&DraftProof> {
        let proofs = self.guardrails.iter().flatten();
        proofs.filter(|proof| proof.effect == Effect::Breaks).collect()
    }
}

impl Holders {
    fn of(organization: &Organization, impact: &Impact) -> Self {
        let effects = impact.effects.iter();
        let after = &impact.managers_after;
        let gone = impact.managers_before.iter().filter(|login| !after.contains(login));
        Self {
            told: Told::all(organization, impact),
            touched: touched(impact),
            untouched: effects
                .filter(|effect| effect.is_nothing())
                .map(|effect| effect.holders.len())
                .sum(),
            is_locked_out: impact.locks_out(),
            no_longer_managing: gone.cloned().collect(),
        }
    }
}

impl Ways {
    fn between(before: Option<&Escalation>, after: &Escalation) -> Self {
        // Who has everything already needs no way to it.
        if before.is_some_and(|before| before.is_admin) {
            return Self::default();
        }
        let actions = |path: &Vec<EscalationStep>| {
            path.iter().map(|step| (step.action, step.on.clone())).collect::<Vec<_>>()
        };
        let known = before.map(|before| before.paths.as_slice()).unwrap_or_default();
        let known: Vec<_> = known.iter().map(actions).collect();
        let opened = after.paths.iter().filter(|path| !known.contains(&actions(path)));
        let words = |path: &Vec<EscalationStep>| path.iter().map(step).collect();
        Self { is_admin: after.is_admin, opened: opened.map(words).collect(), known: known.len() }
    }
}

/// A step, with the scopes that allow it.
fn step(step: &EscalationStep) -> String {
    if step.scopes.is_empty() {
        return step.message.clone();
    }
    format!("{} (by `{}`)", step.message, step.scopes.join("`, `"))
}

fn draft(details: &Descriptor, purpose: UxPurpose) -> Result<wire::Subject, String> {
    let details = RawValue::from_string(details.to_json()).map_err(|error| error.to_string())?;
    Ok(wire::Subject::Draft(wire::subject::Draft {
        name: String::new(),
        description: String::new(),
        ux_purpose: Some(purpose.into()),
        resource_type: None,
        details,
    }))
}
