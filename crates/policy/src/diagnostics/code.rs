//! The kinds of diagnostics.

/// What a diagnostic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A reference leads back to where it stands, and grants nothing.
    CircularReference,
    /// A condition holds on no entity there is today, or what is granted where it does not hold is granted on nothing.
    ConditionMatchesNothing,
    /// A condition can hold on no entity, whatever its tags, or what is granted where it does not hold on none.
    ConditionNeverHolds,
    /// A reference leads nowhere, and grants nothing.
    DanglingReference,
    /// A condition names an entity that does not exist.
    EntityGone,
    /// A grant without a condition reaches more types of entities than its author may have thought of.
    MixedEntityTypes,
    /// A *not equals* also covers entities that lack the tag.
    NotEqualsUntagged,
    /// A rule grants the same as an earlier one.
    RepeatedRule,
    /// Everything that a rule grants is granted by others as well.
    RuleAddsNothing,
    /// A scope stands under a condition about another type, and grants nothing.
    ScopeOutsideCondition,
    /// A sensitive scope is granted on the organization, or on all or nearly all entities of a type.
    SensitiveScopeBroad,
    /// A permission set stands under a condition about another type than it is for.
    SetOfOtherType,
    /// A tag key that nobody has is nearly one in use.
    TagKeyMisspelled,
    /// A tag value that nobody has is nearly one in use.
    TagValueMisspelled,
    /// A condition speaks of the team, which is known only when a role is held through one.
    TeamCondition,
    /// A scope that is not in the catalogue grants nothing.
    UnknownScope,
    /// Something may be changed where it may not be read.
    WriteWithoutRead,
    /// A record names another of a purpose that it may not name.
    WrongReference,
}

impl Code {
    /// A stable word for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CircularReference => "circular-reference",
            Self::ConditionMatchesNothing => "condition-matches-nothing",
            Self::ConditionNeverHolds => "condition-never-holds",
            Self::DanglingReference => "dangling-reference",
            Self::EntityGone => "entity-gone",
            Self::MixedEntityTypes => "mixed-entity-types",
            Self::NotEqualsUntagged => "not-equals-untagged",
            Self::RepeatedRule => "repeated-rule",
            Self::RuleAddsNothing => "rule-adds-nothing",
            Self::ScopeOutsideCondition => "scope-outside-condition",
            Self::SensitiveScopeBroad => "sensitive-scope-broad",
            Self::SetOfOtherType => "set-of-other-type",
            Self::TagKeyMisspelled => "tag-key-misspelled",
            Self::TagValueMisspelled => "tag-value-misspelled",
            Self::TeamCondition => "team-condition",
            Self::UnknownScope => "unknown-scope",
            Self::WriteWithoutRead => "write-without-read",
            Self::WrongReference => "wrong-reference",
        }
    }
}
