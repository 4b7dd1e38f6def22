//! Retag impact: who gains and loses what when the tags of an entity change.

use crate::{
    Access, CompileError, Delta, Entity, Granted, Organization, Principal, Scope, ScopeSet,
    guardrail::good_holdings, order, principal::Part,
};

/// What other tags on one entity mean for some holders.
#[derive(Debug, Clone)]
pub struct Retag {
    /// Who; those who hold the same by the same ways are together.
    pub holders: Vec<Principal>,
    /// What they hold.
    pub access: Access,
    /// What they gain and lose on the entity.
    pub delta: Delta,
    /// How long it may be held open before and after, where that changes; `None` is no limit.
    pub limits: Vec<(Scope, Option<u64>, Option<u64>)>,
    /// The rules of `access` that grant what is gained.
    pub gaining: Vec<usize>,
    /// The rules of `access` that granted what is lost.
    pub losing: Vec<usize>,
}

impl Retag {
    /// What it means for everybody in `organization` at `now`, in Unix seconds, when `before` becomes `after`.
    ///
    /// Users come first, then teams, then tokens; who is not named keeps what they have.
    ///
    /// # Errors
    ///
    /// [`CompileError`] when somebody was given more than can be followed.
    pub fn of(
        organization: &Organization,
        before: &Entity,
        after: &Entity,
        now: u64,
    ) -> Result<Vec<Self>, CompileError> {
        let everybody = good_holdings(organization, now).into_iter().enumerate();
        let everybody =
            everybody.map(|(order, (principal, held))| (held, (order, principal))).collect();
        let mut effects = Vec::new();
        for (held, holders) in order::grouped::<Vec<Part>, (usize, Principal)>(everybody) {
            let order = holders.first().map(|(order, _)| *order);
            let holders = holders.into_iter().map(|(_, principal)| principal).collect();
            let access = Access::from_parts(&organization.records, &held)?;
            let (old, new) = (access.program.on_entity(before), access.program.on_entity(after));
            let delta = Delta {
                gained: new.scopes.difference(old.scopes),
                lost: old.scopes.difference(new.scopes),
            };
            let limits = limits(&old, &new);
            if delta == Delta::default() && limits.is_empty() {
                continue;
            }
            let naming = |granted: &Granted, scopes: ScopeSet| -> Vec<usize> {
                let names = |index: &usize| {
                    let rule = access.program.rule(*index);
                    rule.is_some_and(|rule| !rule.scopes.intersection(scopes).is_empty())
                };
                granted.rules.iter().copied().filter(names).collect()
            };
            let (gaining, losing) = (naming(&new, delta.gained), naming(&old, delta.lost));
            effects.push((order, Self { holders, access, delta, limits, gaining, losing }));
        }
        order::sort_by_key(&mut effects, |(order, _)| *order);
        Ok(effects.into_iter().map(|(_, effect)| effect).collect())
    }
}

/// How the limits of scopes that stay granted change.
fn limits(old: &Granted, new: &Granted) -> Vec<(Scope, Option<u64>, Option<u64>)> {
    let secs = |granted: &Granted, scope| {
        let limit = granted.max_open_secs.iter().find(|(limited, _)| *limited == scope);
        limit.map(|(_, secs)| *secs)
    };
    let stays = old.scopes.intersection(new.scopes);
    let pair = |scope| (scope, secs(old, scope), secs(new, scope));
    stays.iter().map(pair).filter(|(_, before, after)| before != after).collect()
}
