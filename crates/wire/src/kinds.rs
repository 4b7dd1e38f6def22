//! Rows for the future: the kinds of entities that a subject's rules tell apart.

use policy::{Access, EntityType, Kind, Matrix, Organization};
use serde::Serialize;

use crate::{
    Fault, Subject,
    diff::Example,
    explain::{RuleInfo, rule_info},
    preview::{Grant, grant},
    subject::Label,
};

/// What a subject may do on every kind of entity that its rules tell apart, also where there is none yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Kinds {
    /// Who was asked about.
    pub subject: Label,
    /// The kinds, type by type; every entity there could be is of exactly one.
    pub kinds: Vec<KindInfo>,
}

/// One kind of entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct KindInfo {
    /// The type of the entities.
    pub entity_type: &'static str,
    /// Which they are, in words, case by case.
    #[serde(rename = "where")]
    pub cases: Vec<String>,
    /// Whether these are all the cases.
    pub is_complete: bool,
    /// What is granted on each of them.
    #[serde(flatten)]
    pub grant: Grant,
    /// How many of them there are today.
    pub count: usize,
    /// One of them, which need not exist.
    pub example: Example,
    /// The rules that grant it there.
    pub rules: Vec<RuleInfo>,
}

impl Kinds {
    /// The kinds of entities that the rules of `subject` tell apart.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such subject or its definition is refused, and `too-complex` when it tells
    /// more kinds apart than can be shown.
    pub fn of(organization: &Organization, subject: &Subject) -> Result<Self, Fault> {
        let (subject, label) = subject.resolve(organization)?;
        let access = Access::of(organization, &subject)?;
        let program = &access.program;
        let inventory = &organization.inventory;
        let matrix = Matrix::new(program, inventory);
        let rows = || (0u32..).zip(inventory.entities());
        let mut kinds = Vec::new();
        for entity_type in EntityType::ALL {
            let found = Kind::of(program, entity_type)
                .map_err(|error| Fault::new("too-complex", "", error.to_string()))?;
            for kind in found {
                let granted = &kind.granted;
                // Kinds differ in what is granted, so what is granted tells which kind an entity is of.
                let is_such = |row: u32| {
                    matrix.scopes(row) == granted.scopes
                        && matrix.max_open_secs(program, row) == granted.max_open_secs
                };
                let count = rows()
                    .filter(|(row, entity)| entity.entity_type == entity_type && is_such(*row))
                    .count();
                let rules = granted.rules.iter().filter(|index| {
                    let of_type = policy::ScopeSet::of_type(entity_type.into());
                    let rule = program.rule(**index);
                    rule.is_some_and(|rule| !rule.scopes.intersection(of_type).is_empty())
                });
                kinds.push(KindInfo {
                    entity_type: entity_type.name(),
                    cases: kind
                        .cases
                        .iter()
                        .map(|case| case.named(inventory).to_string())
                        .collect(),
                    is_complete: kind.is_complete,
                    grant: grant(granted.scopes.iter(), granted.max_open_secs.clone()),
                    count,
                    example: Example::of(&kind.example),
                    rules: rules
                        .filter_map(|index| rule_info(organization, &access, *index))
                        .collect(),
                });
            }
        }
        Ok(Self { subject: label, kinds })
    }
}
