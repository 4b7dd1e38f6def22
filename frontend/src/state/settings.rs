//! The organization-wide settings as people and the server write them.

use policy::{EntityType, Level, Settings};
use wire::rest::organization::UpdateOrganization;

/// A switch: what it says, and where it is kept.
#[derive(Debug, Clone, Copy)]
pub struct Switch {
    /// What it says.
    pub label: &'static str,
    /// Whether it is on.
    pub is_on: fn(&Settings) -> bool,
    /// Turns it on or off.
    pub set: fn(&mut Settings, bool),
}

/// Every switch.
pub const SWITCHES: [Switch; 5] = [
    Switch {
        label: "Members can create stacks",
        is_on: |settings| settings.members_can_create_stacks,
        set: |settings, on| settings.members_can_create_stacks = on,
    },
    Switch {
        label: "Members can create accounts",
        is_on: |settings| settings.members_can_create_accounts,
        set: |settings, on| settings.members_can_create_accounts = on,
    },
    Switch {
        label: "Members can create teams",
        is_on: |settings| settings.members_can_create_teams,
        set: |settings, on| settings.members_can_create_teams = on,
    },
    Switch {
        label: "Members who administer a stack can delete it",
        is_on: |settings| settings.members_can_delete_stacks,
        set: |settings, on| settings.members_can_delete_stacks = on,
    },
    Switch {
        label: "Members who administer a stack can transfer it to another organization",
        is_on: |settings| settings.members_can_transfer_stacks,
        set: |settings, on| settings.members_can_transfer_stacks = on,
    },
];

/// The levels that members can have on every entity of a type.
pub const fn levels(entity_type: EntityType) -> &'static [(Level, &'static str)] {
    match entity_type {
        EntityType::Environment => &[
            (Level::None, "None"),
            (Level::Read, "Read"),
            (Level::Open, "Open"),
            (Level::Write, "Write"),
            (Level::Admin, "Admin"),
        ],
        EntityType::Stack | EntityType::InsightsAccount => &[
            (Level::None, "None"),
            (Level::Read, "Read"),
            (Level::Write, "Write"),
            (Level::Admin, "Admin"),
        ],
    }
}

/// The level that members have on every entity of a type, as it is chosen: Creator gives what Admin does.
pub const fn level(settings: &Settings, entity_type: EntityType) -> Level {
    let level = match entity_type {
        EntityType::Stack => settings.default_stack_permission,
        EntityType::Environment => settings.default_environment_permission,
        EntityType::InsightsAccount => settings.default_account_permission,
    };
    match level {
        Level::Creator => Level::Admin,
        level => level,
    }
}

/// Gives members a level on every entity of a type.
pub const fn set_level(settings: &mut Settings, entity_type: EntityType, level: Level) {
    *(match entity_type {
        EntityType::Stack => &mut settings.default_stack_permission,
        EntityType::Environment => &mut settings.default_environment_permission,
        EntityType::InsightsAccount => &mut settings.default_account_permission,
    }) = level;
}

/// What is sent so that `before` becomes `after`: what differs, and nothing else.
pub fn update(before: &Settings, after: &Settings) -> UpdateOrganization {
    /// What is wanted, where it is not what is there.
    fn other<T: PartialEq + Copy, N>(before: T, after: T, name: impl Fn(T) -> N) -> Option<N> {
        (before != after).then(|| name(after))
    }
    let on_stack = |level| match level {
        Level::None => 0,
        Level::Read | Level::Open => 101,
        Level::Write => 102,
        Level::Admin => 103,
        Level::Creator => 104,
    };
    let on_account = |level| match level {
        Level::None => 0,
        Level::Read | Level::Open => 1,
        Level::Write => 2,
        Level::Admin | Level::Creator => 3,
    };
    let word = |level| {
        let levels = levels(EntityType::Environment).iter();
        let mut named = levels.filter(|(known, _)| *known == level);
        named.next().map_or("none", |(_, name)| name).to_lowercase()
    };
    let same = |on: bool| on;
    let (was, is) = (before, after);
    UpdateOrganization {
        set_default_stack_permission: other(
            was.default_stack_permission,
            is.default_stack_permission,
            on_stack,
        ),
        set_default_environment_permission: other(
            was.default_environment_permission,
            is.default_environment_permission,
            word,
        ),
        set_default_account_permission: other(
            was.default_account_permission,
            is.default_account_permission,
            on_account,
        ),
        set_members_can_create_stacks: other(
            was.members_can_create_stacks,
            is.members_can_create_stacks,
            same,
        ),
        set_members_can_create_accounts: other(
            was.members_can_create_accounts,
            is.members_can_create_accounts,
            same,
        ),
        set_members_can_create_teams: other(
            was.members_can_create_teams,
            is.members_can_create_teams,
            same,
        ),
        set_members_can_delete_stacks: other(
            was.members_can_delete_stacks,
            is.members_can_delete_stacks,
            same,
        ),
        set_members_can_transfer_stacks: other(
            was.members_can_transfer_stacks,
            is.members_can_transfer_stacks,
            same,
        ),
        // It has a page of its own, beside the tokens that it stops.
        set_max_access_token_expiry_days: None,
    }
}

#[cfg(test)]
mod tests {
    use policy::{EntityType, Level, Settings};
    use wire::rest::organization::UpdateOrganization;

    use super::{SWITCHES, set_level, update};

    #[test]
    fn only_what_differs_is_sent() {
        let before = Settings::default();
        assert_eq!(update(&before, &before), UpdateOrganization::default());
        let mut after = before;
        set_level(&mut after, EntityType::Environment, Level::Open);
        set_level(&mut after, EntityType::Stack, Level::Write);
        let sent = update(&before, &after);
        let expected = UpdateOrganization {
            set_default_environment_permission: Some("open".to_owned()),
            set_default_stack_permission: Some(102),
            ..UpdateOrganization::default()
        };
        assert_eq!(sent, expected);
    }

    #[test]
    fn every_switch_turns_what_it_reads() {
        for switch in SWITCHES {
            let mut settings = Settings::default();
            for on in [true, false] {
                (switch.set)(&mut settings, on);
                assert_eq!((switch.is_on)(&settings), on, "{}", switch.label);
            }
        }
    }
}
