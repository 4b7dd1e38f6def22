//! What saving a draft of a role would mean beyond the role itself.

use policy::{Descriptor, Edit, Impact, Organization, UxPurpose, Verdict};
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

/// What is saved: a role and the record that holds its definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved<'a> {
    /// The id of the role; none for one that does not exist yet.
    pub role: Option<&'a str>,
    /// What the record with the definition is.
    pub purpose: UxPurpose,
}

impl Consequences {
    /// What saving `details` in the place of `saved` would mean at `now`, in Unix seconds.
    ///
    /// `verdicts` are how the guardrails fare as everything is saved.
    pub fn of(
        organization: &Organization,
        verdicts: &[Verdict],
        saved: Saved<'_>,
        details: &Descriptor,
        now: u64,
    ) -> Self {
        let draft = match draft(details, saved.purpose) {
            Ok(draft) => draft,
            Err(error) => return Self::unknown(&error),
        };
        let Some(id) = saved.role else { return Self::of_new(organization, &draft) };
        let role = wire::Subject::Role(id.to_owned());
        let proofs = DraftProofs::beside(organization, Some(verdicts), &role, &draft);
        let record = proofs.as_ref().map_or(id, |proofs| &proofs.record).to_owned();
        let edit = Edit::Record { id: record, details: details.clone() };
        let impact = Impact::of(organization, &[edit], now);
        let before = Escalation::of(organization, &role);
        let after = Escalation::of(organization, &draft);
        let ways = before.and_then(|before| Ok(Ways::between(Some(&before), &after?)));
        Self {
            holders: impact
                .map(|impact| Holders::of(organization, &impact))
                .map_err(|error| error.to_string()),
            guardrails: proofs.map(|proofs| proofs.guardrails).map_err(|fault| fault.message),
            escalation: ways.map_err(|fault| fault.message),
        }
    }

    /// What giving a new role to somebody would mean: nobody holds it yet.
    fn of_new(organization: &Organization, draft: &wire::Subject) -> Self {
        let proof = |proof: Proof| {
            let effect = if proof.holds { Effect::Keeps } else { Effect::Breaks };
            DraftProof { proof, effect }
        };
        let proofs = Proofs::of(organization, Some(draft));
        let ways = Escalation::of(organization, draft).map(|after| Ways::between(None, &after));
        Self {
            holders: Ok(Holders::default()),
            guardrails: proofs
                .map(|proofs| proofs.guardrails.into_iter().map(proof).collect())
                .map_err(|fault| fault.message),
            escalation: ways.map_err(|fault| fault.message),
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
