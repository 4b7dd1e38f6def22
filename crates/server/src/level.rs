//! Pulumi's older levels, which stand for built-in permission sets of the same names.

use store::EntityGrant;

use crate::loaded::Loaded;
use crate::refusal::Refusal;

/// Levels on stacks; the first number of a set is the one that answers use.
const STACK: [(u32, &str); 4] =
    [(101, "stack-read"), (102, "stack-write"), (103, "stack-admin"), (104, "stack-admin")];

/// Levels on environments.
const ENVIRONMENT: [(&str, &str); 4] = [
    ("read", "environment-read"),
    ("open", "environment-open"),
    ("write", "environment-write"),
    ("admin", "environment-admin"),
];

/// Levels on accounts.
const ACCOUNT: [(u32, &str); 3] =
    [(1, "insights-account-read"), (2, "insights-account-write"), (3, "insights-account-admin")];

/// The number on stacks of the set with this `defaultIdentifier`, 0 where there is none.
pub(crate) fn of_stack_set(identifier: Option<&str>) -> u32 {
    number(&STACK, identifier)
}

/// The word on environments of the set with this `defaultIdentifier`, `none` where there is none.
pub(crate) fn of_environment_set(identifier: Option<&str>) -> &'static str {
    let mut levels = ENVIRONMENT.iter();
    levels.find(|(_, set)| identifier == Some(set)).map_or("none", |(word, _)| word)
}

/// The number on accounts of the set with this `defaultIdentifier`, 0 where there is none.
pub(crate) fn of_account_set(identifier: Option<&str>) -> u32 {
    number(&ACCOUNT, identifier)
}

fn number(levels: &[(u32, &str)], identifier: Option<&str>) -> u32 {
    levels.iter().find(|(_, set)| identifier == Some(set)).map_or(0, |(number, _)| *number)
}

impl Loaded {
    /// The number of what was granted on a stack, 0 where there is none.
    pub(crate) fn stack_level(&self, grant: &EntityGrant) -> u32 {
        let set = self.engine.records.find(&grant.permission_set_id);
        of_stack_set(set.and_then(|set| set.default_identifier.as_deref()))
    }

    /// The set that a number on stacks stands for; none for 0.
    pub(crate) fn stack_set(&self, level: u32, pointer: &str) -> Result<Option<String>, Refusal> {
        self.numbered_set(&STACK, level, pointer, "0, 101, 102, 103 or 104")
    }

    /// The set that a number on accounts stands for; none for 0.
    pub(crate) fn account_set(&self, level: u32, pointer: &str) -> Result<Option<String>, Refusal> {
        self.numbered_set(&ACCOUNT, level, pointer, "0, 1, 2 or 3")
    }

    /// The set that a word on environments stands for; none for `none`.
    pub(crate) fn environment_set(
        &self,
        level: &str,
        pointer: &str,
    ) -> Result<Option<String>, Refusal> {
        if level == "none" {
            return Ok(None);
        }
        let known = ENVIRONMENT.iter().find(|(word, _)| *word == level);
        let (_, set) = known.ok_or_else(|| {
            let expected = "`none`, `read`, `open`, `write` or `admin`";
            Refusal::body(pointer, format!("expected {expected}, found `{level}`"))
        })?;
        self.built_in_set(set).map(Some)
    }

    fn numbered_set(
        &self,
        levels: &[(u32, &str)],
        level: u32,
        pointer: &str,
        expected: &str,
    ) -> Result<Option<String>, Refusal> {
        if level == 0 {
            return Ok(None);
        }
        let known = levels.iter().find(|(number, _)| *number == level);
        let (_, set) = known
            .ok_or_else(|| Refusal::body(pointer, format!("expected {expected}, found {level}")))?;
        self.built_in_set(set).map(Some)
    }

    fn built_in_set(&self, identifier: &str) -> Result<String, Refusal> {
        let set = self.engine.records.find(identifier).map(|record| record.id.clone());
        set.ok_or_else(|| Refusal::Internal(format!("there is no built-in set `{identifier}`")))
    }
}
