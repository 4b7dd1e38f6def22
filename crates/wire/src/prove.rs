//! Guardrails, proved or refuted.

use policy::{Access, Drafted, Guardrail, Organization, Statement, Subject as Asked, Verdict};
use serde::Serialize;

use crate::{
    Fault, Subject,
    diff::Example,
    explain::{RuleInfo, rule_info},
    subject::{Label, label_of},
};

/// How every guardrail fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Proofs {
    /// Whether all of them hold.
    pub hold: bool,
    /// The guardrails, in the order of the snapshot.
    pub guardrails: Vec<Proof>,
}

/// How one guardrail fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Proof {
    /// Its name.
    pub name: String,
    /// Whether it holds.
    pub holds: bool,
    /// What is wrong, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// Who breaks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Label>,
    /// On which entity, which need not exist; absent for the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Example>,
    /// The rules that let them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<RuleInfo>,
}

/// How every guardrail would fare with a draft in the place of a role's definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct DraftProofs {
    /// Whether all of them would hold.
    pub hold: bool,
    /// Whether one that holds now would no longer.
    pub breaks: bool,
    /// The id of the record whose definition the draft takes the place of: the role, or its policy.
    pub record: String,
    /// The guardrails, in the order of the snapshot.
    pub guardrails: Vec<DraftProof>,
}

/// How one guardrail would fare with a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct DraftProof {
    /// How it would fare.
    #[serde(flatten)]
    pub proof: Proof,
    /// What the draft does to it.
    pub effect: Effect,
}

/// What a draft does to a guardrail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Effect {
    /// It holds and would hold.
    Keeps,
    /// It holds and would not.
    Breaks,
    /// It does not hold and would.
    Mends,
    /// It does not hold and would not either.
    LeavesBroken,
}

impl DraftProofs {
    /// Checks every guardrail of `organization` as it would be with `draft` as what `role` grants.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such role or the draft is refused, and `wrong-subject` when one of the two is
    /// not what it has to be.
    pub fn of(organization: &Organization, role: &Subject, draft: &Subject) -> Result<Self, Fault> {
        let wrong = |message| Fault::new("wrong-subject", "", message);
        let Asked::Role(id) = role.resolve(organization)?.0 else {
            return Err(wrong("expected a role that the draft takes the place of"));
        };
        let Asked::Draft { details, purpose } = draft.resolve(organization)?.0 else {
            return Err(wrong("expected a draft to take the place of the role"));
        };
        let drafted = Drafted::new(organization, &id, details, purpose);
        let drafted = drafted.ok_or_else(|| wrong("there is no such role"))?;
        let checked = organization.guardrails.iter().map(|guardrail| {
            let held = guardrail.check(organization) == Verdict::Holds;
            let verdict = drafted.check(guardrail);
            let proof = told(organization, drafted.people(), guardrail, verdict);
            let effect = match (held, proof.holds) {
                (true, true) => Effect::Keeps,
                (true, false) => Effect::Breaks,
                (false, true) => Effect::Mends,
                (false, false) => Effect::LeavesBroken,
            };
            DraftProof { proof, effect }
        });
        let guardrails: Vec<_> = checked.collect();
        Ok(Self {
            hold: guardrails.iter().all(|checked| checked.proof.holds),
            breaks: guardrails.iter().any(|checked| checked.effect == Effect::Breaks),
            record: drafted.record().to_owned(),
            guardrails,
        })
    }
}

impl Proofs {
    /// Checks every guardrail of `organization`: over everybody in it, or over `role` by itself.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such role or the draft is refused.
    pub fn of(organization: &Organization, role: Option<&Subject>) -> Result<Self, Fault> {
        let role =
            role.map(|role| role.resolve(organization)).transpose()?.map(|(subject, _)| subject);
        // A single role is held against what nobody may do; examples are about principals.
        let about = organization.guardrails.iter().filter(|guardrail| {
            role.is_none() || matches!(guardrail.statement, Statement::Never { .. })
        });
        let guardrails: Vec<_> =
            about.map(|guardrail| proof(organization, guardrail, role.as_ref())).collect();
        Ok(Self { hold: guardrails.iter().all(|proof| proof.holds), guardrails })
    }
}

fn proof(organization: &Organization, guardrail: &Guardrail, role: Option<&Asked>) -> Proof {
    let verdict = role.map_or_else(
        || guardrail.check(organization),
        |role| guardrail.check_subject(organization, role),
    );
    told(organization, organization, guardrail, verdict)
}

/// A verdict about somebody among `people`, with entities called by their names in `organization`.
fn told(
    organization: &Organization,
    people: &Organization,
    guardrail: &Guardrail,
    verdict: Verdict,
) -> Proof {
    let mut proof = Proof {
        name: guardrail.name.clone(),
        holds: false,
        problem: None,
        subject: None,
        example: None,
        grants: Vec::new(),
    };
    match verdict {
        Verdict::Holds => proof.holds = true,
        Verdict::Broken { subject, counterexample } => {
            proof.problem = Some("somebody may do what nobody may".to_owned());
            if let Ok(access) = Access::of(people, &subject) {
                let rules = counterexample.rules.iter();
                proof.grants =
                    rules.filter_map(|index| rule_info(organization, &access, *index)).collect();
            }
            proof.example = counterexample.entity.as_ref().map(Example::of);
            proof.subject = Some(label_of(organization, &subject));
        }
        Verdict::Unmet { is_allowed } => {
            let found = if is_allowed {
                "it is allowed, and should be refused"
            } else {
                "it is refused, and should be allowed"
            };
            proof.problem = Some(found.to_owned());
        }
        Verdict::Unknown(reason) => proof.problem = Some(reason.to_string()),
    }
    proof
}
