//! Guardrails, proved or refuted.

use policy::{
    Access, Drafted, Entity, Guardrail, Organization, Scope, Statement, Subject as Asked, Verdict,
};
use serde::Serialize;

use crate::{
    Fault, Subject,
    diff::Example,
    explain::{RuleInfo, rule_info},
    subject::{Label, label_of},
};

/// How many grants, conditions and references are looked at to name the rules that break guardrails.
pub const MAX_TOLD: usize = 1_000_000;

/// How every guardrail fares.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Proofs {
    /// Whether all of them hold.
    pub hold: bool,
    /// The guardrails, in the order of the snapshot.
    pub guardrails: Vec<Proof>,
    /// How many examples are left out because they are about principals, where a role was asked about by itself.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "is_none_left_out")]
    pub left_out: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_none_left_out(left_out: &usize) -> bool {
    *left_out == 0
}

/// How one guardrail fares.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grants: Vec<RuleInfo>,
}

/// How every guardrail would fare with a draft in the place of a role's definition.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
        Self::beside(organization, None, role, draft)
    }

    /// The same, where it may be known already how the guardrails fare `now`.
    ///
    /// # Errors
    ///
    /// As for [`DraftProofs::of`].
    pub fn beside(
        organization: &Organization,
        now: Option<&[Verdict]>,
        role: &Subject,
        draft: &Subject,
    ) -> Result<Self, Fault> {
        let wrong = |message| Fault::new("wrong-subject", "", message);
        let Asked::Role(id) = role.resolve(organization)?.0 else {
            return Err(wrong("expected a role that the draft takes the place of"));
        };
        let Asked::Draft { details, purpose } = draft.resolve(organization)?.0 else {
            return Err(wrong("expected a draft to take the place of the role"));
        };
        let drafted = Drafted::new(organization, &id, details, purpose);
        let drafted = drafted.ok_or_else(|| wrong("there is no such role"))?;
        let guardrails = &organization.guardrails;
        let looked = now.is_none().then(|| organization.verdicts());
        let now = now.or(looked.as_deref()).unwrap_or_default();
        let after = drafted.check(guardrails);
        let mut teller = Teller::new(organization, drafted.people());
        let both = guardrails.iter().zip(now).zip(&after);
        let checked = both.map(|((guardrail, before), after)| {
            let proof = teller.tell(guardrail, after);
            let effect = match (*before == Verdict::Holds, proof.holds) {
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
    /// A [`Fault`] when there is no such role, when the draft is refused, or when it is too large.
    pub fn of(organization: &Organization, role: Option<&Subject>) -> Result<Self, Fault> {
        let guardrails = &organization.guardrails;
        let verdicts = match role {
            None => organization.verdicts(),
            Some(role) => {
                let subject = role.resolve(organization)?.0;
                Guardrail::check_subject(guardrails, organization, &subject)?
            }
        };
        // A single role is held against what nobody may do; examples are about principals.
        let about = guardrails.iter().zip(&verdicts).filter(|(guardrail, _)| {
            role.is_none() || matches!(guardrail.statement, Statement::Never { .. })
        });
        let mut teller = Teller::new(organization, organization);
        let told = about.map(|(guardrail, verdict)| teller.tell(guardrail, verdict));
        let told: Vec<_> = told.collect();
        let left_out = guardrails.len() - told.len();
        Ok(Self { hold: told.iter().all(|proof| proof.holds), guardrails: told, left_out })
    }
}

/// Tells verdicts about some people.
#[derive(Debug)]
pub struct Teller<'o> {
    organization: &'o Organization,
    people: &'o Organization,
    /// The one who was told about last, who is often the next one too.
    last: Option<(Asked, Access)>,
    /// What those who were told about hold, as [`policy::Program::size`] counts it.
    told: usize,
}

impl<'o> Teller<'o> {
    /// Verdicts about `people`, with entities called by their names in `organization`.
    pub const fn new(organization: &'o Organization, people: &'o Organization) -> Self {
        Self { organization, people, last: None, told: 0 }
    }

    /// How `guardrail` fares.
    ///
    /// The rules that break it are left out once those told about hold more than [`MAX_TOLD`] grants.
    pub fn tell(&mut self, guardrail: &Guardrail, verdict: &Verdict) -> Proof {
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
            Verdict::Broken { subject, entity } => {
                proof.problem = Some("somebody may do what nobody may".to_owned());
                if let Statement::Never { never, .. } = &guardrail.statement {
                    proof.grants = self.rules(subject, never.scope, entity.as_ref());
                }
                proof.example = entity.as_ref().map(Example::of);
                // A token that the change would make is known there alone.
                proof.subject = Some(label_of(self.people, subject));
            }
            Verdict::Unmet { is_allowed } => {
                let found = if *is_allowed {
                    "it is allowed, and should be refused"
                } else {
                    "it is refused, and should be allowed"
                };
                proof.problem = Some(found.to_owned());
                if let Statement::Example { principal, scope, entity, .. } = &guardrail.statement
                    && *is_allowed
                {
                    let inventory = &self.organization.inventory;
                    let row = entity.as_ref().map(|(of, id)| inventory.row(*of, id));
                    let entity = row.map(|row| row.and_then(|row| inventory.entity(row)));
                    proof.grants = self.rules(&principal.subject(), *scope, entity.flatten());
                }
            }
            Verdict::Unknown(reason) => proof.problem = Some(reason.to_string()),
        }
        proof
    }

    /// The rules that let `subject` use `scope` on `entity`.
    fn rules(&mut self, subject: &Asked, scope: Scope, entity: Option<&Entity>) -> Vec<RuleInfo> {
        if self.last.as_ref().is_none_or(|(last, _)| last != subject) {
            self.last = None;
            if self.told > MAX_TOLD {
                return Vec::new();
            }
            let Ok(access) = Access::however_held(self.people, subject) else {
                return Vec::new();
            };
            self.told += access.program.size();
            self.last = Some((subject.clone(), access));
        }
        let Some((_, access)) = &self.last else { return Vec::new() };
        let granted = match entity {
            Some(entity) => access.program.on_entity(entity),
            None => access.program.on_organization(),
        };
        let rules = granted.rules_for(&access.program, scope);
        rules.filter_map(|index| rule_info(self.organization, access, index)).collect()
    }
}
