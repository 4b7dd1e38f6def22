//! Rows for the future: the kinds of entities that a subject's rules tell apart.

use std::collections::HashMap;

use policy::{Access, EntityType, Kind, Matrix, Organization, ScopeSet};
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
        // Kinds differ in what is granted, so what is granted tells which kind an entity is of.
        let mut counts = HashMap::<_, usize>::new();
        let mut limits = matrix.max_open_secs_by_row(program).into_iter();
        for (row, entity) in (0u32..).zip(inventory.entities()) {
            let granted = (matrix.scopes(row), limits.next().unwrap_or_default());
            *counts.entry((entity.entity_type, granted)).or_default() += 1;
        }
        let mut kinds = Vec::new();
        for entity_type in EntityType::ALL {
            let of_type = ScopeSet::of_type(entity_type.into());
            let found = Kind::of(program, entity_type)
                .map_err(|error| Fault::new("too-complex", "", error.to_string()))?;
            for kind in found {
                let granted = &kind.granted;
                let key = (entity_type, (granted.scopes, granted.max_open_secs.clone()));
                let count = counts.get(&key).copied().unwrap_or_default();
                let rules = granted.rules.iter().filter(|index| {
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
