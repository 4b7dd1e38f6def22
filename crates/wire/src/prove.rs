//! Guardrails, proved or refuted.

use policy::{Access, Guardrail, Organization, Statement, Subject as Asked, Verdict};
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
    let mut proof = Proof {
        name: guardrail.name.clone(),
        holds: false,
        problem: None,
        subject: None,
        example: None,
        grants: Vec::new(),
    };
    let verdict = role.map_or_else(
        || guardrail.check(organization),
        |role| guardrail.check_subject(organization, role),
    );
    match verdict {
        Verdict::Holds => proof.holds = true,
        Verdict::Broken { subject, counterexample } => {
            proof.problem = Some("somebody may do what nobody may".to_owned());
            if let Ok(access) = Access::of(organization, &subject) {
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
