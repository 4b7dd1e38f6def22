//! Guards that ask the same within the same.

use std::collections::HashMap;

use crate::{
    condition::Condition,
    program::{Guard, Program, Want},
};

/// How many guards have their rows kept each by itself: among so few, looking for equal ones costs more than it saves.
pub(super) const FEW_GUARDS: usize = 256;

/// The guards met so far of one program, by what they ask: a policy that is named again and again is evaluated once, and
/// its sets of rows are kept once.
#[derive(Debug, Default)]
pub(super) struct Repeats<'p> {
    /// The first guard of each kind.
    firsts: HashMap<Asked<'p>, usize>,
    /// For each guard up to the last one that was seen, the first that is the same.
    same: Vec<usize>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Asked<'p> {
    outer: Option<usize>,
    want: Want,
    condition: &'p Condition,
}

impl<'p> Repeats<'p> {
    /// The earlier guard that is the same as the one at `index`, if there is one.
    ///
    /// A guard has to be asked about after the one around it.
    pub(super) fn see(&mut self, program: &'p Program, index: usize) -> Option<usize> {
        let Guard { outer, site, want, .. } = *program.guards.get(index)?;
        let condition = &program.sites.get(site)?.condition;
        let outer = outer.map(|outer| self.same.get(outer).copied().unwrap_or(outer));
        let first = *self.firsts.entry(Asked { outer, want, condition }).or_insert(index);
        self.same.extend(self.same.len()..index);
        self.same.push(first);
        (first != index).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::FEW_GUARDS;
    use crate::{
        Access, Descriptor, Entity, EntityType, Inventory, Organization, Program, Record, Records,
        Subject, UxPurpose, program::select_rows::GuardRows,
    };

    /// How many further options the select has, whose values no stack has and which grant.
    const FURTHER: usize = FEW_GUARDS / 4;

    /// What a role comes to that names a policy, which is a select, three times: by itself and twice under a tag.
    fn program(options: &[&str]) -> Program {
        let further = (0..FURTHER).map(|index| option(&index.to_string(), true));
        let options: Vec<_> =
            options.iter().map(|text| (*text).to_owned()).chain(further).collect();
        let record = |id: &str, purpose, details: &str| Record {
            id: id.to_owned(),
            name: String::new(),
            description: String::new(),
            purpose,
            resource_type: None,
            default_identifier: None,
            details: Descriptor::parse(details).unwrap(),
        };
        let stack = r#"{"__type":"PermissionExpressionStack"}"#;
        let select = format!(
            r#"{{"__type":"PermissionDescriptorSelect","selector":{{"__type":"PermissionExpressionTag","context":{stack},"key":"env"}},"options":[{}]}}"#,
            options.join(",")
        );
        let naming = r#"{"__type":"PermissionDescriptorCompose","permissionDescriptors":["p"]}"#;
        let tagged = format!(
            r#"{{"__type":"PermissionDescriptorCondition","condition":{{"__type":"PermissionExpressionHasTag","context":{stack},"key":"team"}},"subNode":{naming}}}"#
        );
        let role = format!(
            r#"{{"__type":"PermissionDescriptorGroup","entries":[{naming},{tagged},{tagged}]}}"#
        );
        let organization = Organization {
            records: Records::new(vec![
                record("p", UxPurpose::Policy, &select),
                record("r", UxPurpose::Role, &role),
            ]),
            ..Organization::default()
        };
        Access::of(&organization, &Subject::Role("r".to_owned())).unwrap().program
    }

    fn option(value: &str, grants: bool) -> String {
        let node = r#","node":{"__type":"PermissionDescriptorAllow","permissions":["stack:read"]}"#;
        let node = if grants { node } else { "" };
        format!(
            r#"{{"value":{{"__type":"PermissionLiteralExpressionString","value":"{value}"}}{node}}}"#
        )
    }

    fn inventory() -> Inventory {
        let tags = |index: usize| {
            let env = ("env".to_owned(), ["dev", "prod", "test"][index % 3].to_owned());
            let team = index.is_multiple_of(2).then(|| ("team".to_owned(), "a".to_owned()));
            [env].into_iter().chain(team).collect()
        };
        let stack = |index: usize| Entity {
            entity_type: EntityType::Stack,
            id: index.to_string(),
            name: String::new(),
            tags: tags(index),
        };
        Inventory::new((0..300).map(stack).collect())
    }

    #[test]
    fn a_policy_that_is_named_again_has_the_rows_that_it_has() {
        let program = program(&[&option("dev", true), &option("prod", true)]);
        let inventory = inventory();
        let found = GuardRows::of(&program, &inventory, &GuardRows::default());
        let rows = |rule: usize| found.around(program.rules()[rule].guard).unwrap();
        // The policy by itself, and the first and the second time under the tag.
        let rules = 2 + FURTHER;
        for option in 0..2 {
            let [alone, first, second] = [0, 1, 2].map(|time| rows(time * rules + option));
            assert_eq!((alone.len(), first.len()), (100, 50));
            assert!(first.is_same(second) && !first.is_same(alone));
        }
        // Also of what was known before.
        let next = GuardRows::of(&program, &inventory, &found);
        for rule in 0..3 * rules {
            assert!(next.around(program.rules()[rule].guard).unwrap().is_same(rows(rule)));
        }
    }

    #[test]
    fn what_grants_nothing_needs_no_rows() {
        let (bare, granting) = (option("prod", false), option("prod", true));
        let program_of = |second: &str| program(&[&option("dev", true), second]);
        let inventory = inventory();
        let found = GuardRows::of(&program_of(&bare), &inventory, &GuardRows::default());
        // Of each select, the option that grants nothing and that the last of all is passed over.
        assert_eq!(found.guards.len(), 3 * 2 * (2 + FURTHER) + 2);
        assert_eq!(found.rows.iter().flatten().count(), found.guards.len() - 3 * 2);
        // And has them as soon as it grants something.
        let program = program_of(&granting);
        let next = GuardRows::of(&program, &inventory, &found);
        let scratch = GuardRows::of(&program, &inventory, &GuardRows::default());
        assert_eq!(next.rows, scratch.rows);
        let second = next.around(program.rules()[1].guard).unwrap();
        assert_eq!(second.len(), 100);
        // And loses them again.
        let back = GuardRows::of(&program_of(&bare), &inventory, &next);
        assert_eq!(back.rows, found.rows);
    }
}
