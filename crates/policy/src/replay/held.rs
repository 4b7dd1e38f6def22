//! A role as it is held: by whom, and for which teams it is evaluated.

use super::ReplayError;
use crate::{
    AccessError, Organization, Principal, Program, Records, guardrail::holdings, principal::Part,
    program::build::Builder,
};

/// Through how many teams a role that speaks of its team may be held.
const MAX_TEAMS: usize = 100;

/// Who holds a role, and how.
pub(super) struct Held {
    /// Everybody who does, in the order of the organization.
    pub(super) holders: Vec<Principal>,
    /// The teams through which it is held; none where it is held directly.
    teams: Vec<Option<String>>,
}

impl Held {
    /// Who holds the record `id` as a role.
    pub(super) fn of(organization: &Organization, id: &str) -> Self {
        let mut held = Self { holders: Vec::new(), teams: Vec::new() };
        for (principal, parts) in holdings(organization) {
            let ways = parts.iter().filter_map(Part::held);
            let ways = ways.filter(|(held, _)| is_record(&organization.records, held, id));
            let mut is_held = false;
            for (_, team) in ways {
                is_held = true;
                if !held.teams.iter().any(|known| known.as_deref() == team) {
                    held.teams.push(team.map(str::to_owned));
                }
            }
            if is_held {
                held.holders.push(principal);
            }
        }
        held
    }

    /// Whether anybody does.
    pub(super) const fn is_any(&self) -> bool {
        !self.holders.is_empty()
    }

    /// What the record `id` of `records` grants: for each team through which it is held, where it speaks of that.
    pub(super) fn programs(
        &self,
        records: &Records,
        id: &str,
    ) -> Result<Vec<Program>, ReplayError> {
        let plain = compiled(records, id, None)?;
        if self.teams.is_empty() || !plain.sites.iter().any(|site| site.names_team) {
            return Ok(vec![plain]);
        }
        if self.teams.len() > MAX_TEAMS {
            return Err(ReplayError::TooMany);
        }
        self.teams.iter().map(|team| compiled(records, id, team.as_deref())).collect()
    }
}

/// Whether `held` names the record `id`, which may be found under two ids.
pub(super) fn is_record(records: &Records, held: &str, id: &str) -> bool {
    held == id || records.find(held).is_some_and(|record| record.id == id)
}

fn compiled(records: &Records, id: &str, team: Option<&str>) -> Result<Program, ReplayError> {
    let mut builder = Builder::new(records);
    builder.record(id, team).map_err(AccessError::from)?;
    Ok(builder.finish())
}
