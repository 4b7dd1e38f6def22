//! Where rules hold, over every entity there could be.

use crate::{
    EntityType, Program,
    region::{Builder, Region},
};

/// Where each rule of a program holds on entities of one type.
pub(super) struct Regions<'p> {
    pub(super) builder: Builder<'p>,
    /// By rule.
    pub(super) rules: Vec<Region>,
}

/// How many steps all diagnostics together may take with the diagrams of one type.
///
/// They are made at every key press, so this is less than what a comparison may take.
const MAX_STEPS: usize = 300_000;

impl<'p> Regions<'p> {
    /// The regions of `program`; `None` where they cannot be had within the bounds.
    pub(super) fn of(program: &'p Program, entity_type: EntityType) -> Option<Self> {
        let mut builder = Builder::new(&[program], entity_type).ok()?;
        builder.diagram.allow_steps(MAX_STEPS);
        let rules = builder.rules(program, &|_| true).ok()?;
        Some(Self { builder, rules })
    }

    /// Where the rule at `index` holds.
    pub(super) fn of_rule(&self, index: usize) -> Region {
        self.rules.get(index).copied().unwrap_or(Region::NONE)
    }
}
