//! A definition that is being edited, and its matrix.

use std::rc::Rc;

use policy::{Access, Descriptor, Matrix, Organization};
use serde::Serialize;

use crate::{
    Fault,
    digest::Digest,
    explain::{RuleInfo, rule_info, scope},
};

/// A definition that is being edited in one organization, and what it grants there.
///
/// Each new text is evaluated by what it changes. A text that is refused leaves what the last good one granted.
#[derive(Debug)]
pub struct Live {
    organization: Rc<Organization>,
    details: Option<Descriptor>,
    access: Option<Access>,
    matrix: Matrix,
    revision: u32,
}

/// What a definition grants, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Summary {
    /// How many texts have been taken on so far.
    pub revision: u32,
    /// The scopes granted on the organization, sorted by name.
    pub organization: Vec<&'static str>,
    /// The scopes granted on entities, those together that are granted on the same ones.
    pub columns: Vec<ColumnInfo>,
    /// Where each rule stands.
    pub rules: Vec<RulePlace>,
}

/// Scopes that are granted on the same entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ColumnInfo {
    /// The type of the entities.
    pub entity_type: &'static str,
    /// The scopes, sorted by name.
    pub scopes: Vec<&'static str>,
    /// On how many entities they are granted.
    pub count: usize,
}

/// Where a rule stands.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RulePlace {
    /// The id of the record; absent for the definition that was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The JSON pointer into its details.
    pub pointer: String,
}

impl Live {
    /// A definition that says nothing yet.
    pub fn new(organization: Rc<Organization>) -> Self {
        let matrix = Matrix::new(&policy::Program::default(), &organization.inventory);
        Self { organization, details: None, access: None, matrix, revision: 0 }
    }

    /// Takes on the text of a definition.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when the text is no definition, or too large to be followed; nothing is changed then.
    pub fn set(&mut self, definition: &str) -> Result<Summary, Fault> {
        let details = Descriptor::parse(definition)?;
        let subject = policy::Subject::Draft { details, purpose: None };
        let access = Access::of(&self.organization, &subject)?;
        self.matrix = self.matrix.update(&access.program);
        self.access = Some(access);
        if let policy::Subject::Draft { details, .. } = subject {
            self.details = Some(details);
        }
        self.revision += 1;
        Ok(self.summary())
    }

    /// What the last good text grants, in short.
    pub fn summary(&self) -> Summary {
        let names = |scopes: policy::ScopeSet| scopes.iter().map(policy::Scope::name).collect();
        let column = |column: &policy::Column| ColumnInfo {
            entity_type: column.entity_type.name(),
            scopes: names(column.scopes),
            count: column.rows.len(),
        };
        let programs = self.access.iter().map(|access| &access.program);
        let places = programs
            .flat_map(|program| program.rules().iter().filter_map(|rule| program.place(rule)));
        let place =
            |place: policy::Place| RulePlace { record: place.record, pointer: place.pointer };
        Summary {
            revision: self.revision,
            organization: names(self.matrix.organization().scopes),
            columns: self.matrix.columns().iter().map(column).collect(),
            rules: places.map(place).collect(),
        }
    }

    /// The decision digest of the last good text; it is made when it is asked for.
    ///
    /// # Errors
    ///
    /// `no-definition` before the first good text.
    pub fn digest(&self) -> Result<Digest, Fault> {
        let (Some(details), Some(access)) = (&self.details, &self.access) else {
            return Err(Fault::new("no-definition", "", "there is no definition yet"));
        };
        let program = &access.program;
        Ok(policy::Digest::of_matrix(&self.organization, details, program, &self.matrix).into())
    }

    /// The rows of `entity_type` on which the scope called `name` is granted, in order.
    ///
    /// # Errors
    ///
    /// `unknown-scope` and `unknown-type`.
    pub fn rows(&self, entity_type: &str, name: &str) -> Result<Vec<u32>, Fault> {
        let wanted = scope(name)?;
        let entity_type = policy::EntityType::from_name(entity_type).ok_or_else(|| {
            let message = format!(
                "expected `stack`, `environment` or `insights-account`, found `{entity_type}`"
            );
            Fault::new("unknown-type", "", message)
        })?;
        let rows = self.matrix.rows(entity_type, wanted);
        Ok(rows.map(|rows| rows.iter().collect()).unwrap_or_default())
    }

    /// The scopes granted at `row`, sorted by name; none beyond the last row.
    pub fn scopes(&self, row: u32) -> Vec<&'static str> {
        self.matrix.scopes(row).iter().map(policy::Scope::name).collect()
    }

    /// The rules that grant the scope called `name` at `row`.
    ///
    /// # Errors
    ///
    /// `unknown-scope`.
    pub fn rules(&self, row: u32, name: &str) -> Result<Vec<RuleInfo>, Fault> {
        let wanted = scope(name)?;
        let Some(access) = &self.access else { return Ok(Vec::new()) };
        // A rule may hold on an entity on which its scope means nothing.
        if !self.matrix.scopes(row).contains(wanted) {
            return Ok(Vec::new());
        }
        let granting = self.matrix.rules_for(&access.program, row, wanted);
        Ok(granting.filter_map(|index| rule_info(&self.organization, access, index)).collect())
    }
}
