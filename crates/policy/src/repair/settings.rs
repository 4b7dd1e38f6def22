//! Organization-wide settings that would do.

use super::{Asked, Candidate, Candidates, RepairChange, RepairKind};
use crate::{Edit, EntityType, Level, ResourceType, Settings, Standing};

/// A setting that is on or off: the scope it has to do with, its name, and where it is kept.
type Switch = (&'static str, &'static str, fn(&mut Settings) -> &mut bool);

/// What gives members a scope on the organization.
const GIVING: [Switch; 3] = [
    ("stack:create", "membersCanCreateStacks", |settings| &mut settings.members_can_create_stacks),
    ("insights_account:create", "membersCanCreateAccounts", |settings| {
        &mut settings.members_can_create_accounts
    }),
    ("team:create", "membersCanCreateTeams", |settings| &mut settings.members_can_create_teams),
];

/// What withholds a scope of Stack Admin from members.
const WITHHOLDING: [Switch; 2] = [
    ("stack:delete", "membersCanDeleteStacks", |settings| &mut settings.members_can_delete_stacks),
    ("stack:transfer", "membersCanTransferStacks", |settings| {
        &mut settings.members_can_transfer_stacks
    }),
];

/// Each gives no less than those before; nothing is gained by Creator, which gives what Admin does.
const LEVELS: [Level; 5] = [Level::None, Level::Read, Level::Open, Level::Write, Level::Admin];

/// Seconds of a day.
const DAY_SECS: u64 = 24 * 60 * 60;

/// The longest life in days that an expiry policy can allow.
const MAX_DAYS: u16 = 3650;

impl Asked<'_> {
    /// A higher level for members, and what is switched off for them.
    pub(super) fn settings(&self, candidates: &mut Candidates) {
        candidates.family();
        let before = self.organization.settings;
        let mut push = |names: Vec<&'static str>, after: Settings| {
            let size = names.len();
            let change = RepairChange::Edit(Edit::Settings(after));
            candidates.push(Candidate { kind: RepairKind::Settings(names), change, size });
        };
        let mut other = before;
        let named = |(scope, ..): &&Switch| *scope == self.scope.name();
        let switches: &[Switch] = if self.entity.is_none() { &GIVING } else { &WITHHOLDING };
        let is_off = |(.., read): &&Switch| !std::mem::replace(read(&mut other), true);
        let switch = switches.iter().find(named).filter(is_off);
        if let Some((_, name, _)) = switch {
            push(vec![name], other);
        }
        let ResourceType::Entity(entity_type) = self.place() else { return };
        let (name, read) = level(entity_type);
        let mut after = before;
        let current = *read(&mut after);
        let has_it = |level: &Level| {
            let set = level.permission_set(entity_type);
            let set = set.and_then(|set| self.organization.records.find(set)?.flat_scopes());
            set.is_some_and(|allow| allow.scopes().contains(self.scope))
        };
        let mut higher = LEVELS.into_iter().skip_while(|level| *level != current).skip(1);
        let Some(lowest) = higher.find(has_it) else { return };
        // Two scopes of Stack Admin take the level and the switch.
        if let Some((_, switch, _)) = switch.filter(|_| lowest == Level::Admin) {
            *read(&mut other) = lowest;
            push(vec![name, switch], other);
        } else {
            *read(&mut after) = lowest;
            push(vec![name], after);
        }
    }

    /// An expiry policy that lets the token live.
    pub(super) fn expiry(&self, candidates: &mut Candidates) {
        candidates.family();
        let days = match (self.access.standing, self.now) {
            (Standing::Active | Standing::Expired { .. }, _) | (_, None) => return,
            (Standing::NoExpiry { .. }, _) => 0,
            (Standing::TooLong { max_days, complies_from }, Some(now)) => {
                let missing = complies_from.saturating_sub(now).div_ceil(DAY_SECS);
                let days = u64::from(max_days).saturating_add(missing);
                u16::try_from(days).ok().filter(|days| *days <= MAX_DAYS).unwrap_or(0)
            }
        };
        let settings =
            Settings { max_access_token_expiry_days: days, ..self.organization.settings };
        let kind = RepairKind::Settings(vec!["maxAccessTokenExpiryDays"]);
        candidates.push(Candidate::given(kind, Edit::Settings(settings)));
    }
}

/// The setting of the level that members have on entities of a type: its name, and where it is kept.
fn level(entity_type: EntityType) -> (&'static str, fn(&mut Settings) -> &mut Level) {
    match entity_type {
        EntityType::Stack => {
            ("defaultStackPermission", |settings| &mut settings.default_stack_permission)
        }
        EntityType::Environment => ("defaultEnvironmentPermission", |settings| {
            &mut settings.default_environment_permission
        }),
        EntityType::InsightsAccount => {
            ("defaultAccountPermission", |settings| &mut settings.default_account_permission)
        }
    }
}
