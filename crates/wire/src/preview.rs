//! The preview document: what a subject may do, on every entity.

use policy::{Access, Granted, Matrix, Organization, Scope, diagnose};
use serde::{Serialize, Serializer};

use crate::{Fault, Subject, given::dangling_of_team, live::RulePlace, subject::Label};

/// What a subject may do on the organization and on every entity.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Who was asked about.
    pub subject: Label,
    /// What is granted on the organization.
    pub organization: Grant,
    /// What is granted on each entity, in the order of the snapshot, also where it is nothing.
    pub entities: Vec<EntityPreview>,
    /// What is worth knowing before it is saved.
    pub diagnostics: Vec<Diagnostic>,
}

/// Granted scopes.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The scopes, sorted by name.
    pub scopes: Vec<&'static str>,
    /// Limits on them, by scope.
    #[cfg_attr(feature = "typescript", tsify(optional, type = "{ [scope: string]: Constraint }"))]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<&'static str, Constraint>")
    )]
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    pub constraints: Constraints,
}

/// Limits, by scope; an object of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Constraints(Vec<(&'static str, Constraint)>);

impl Constraints {
    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each scope that has a limit, sorted by name, and the limit.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Constraint)> {
        self.0.iter().copied()
    }

    fn limit(&mut self, scope: &'static str, limit: Constraint) {
        let place = self.0.partition_point(|(known, _)| *known < scope);
        self.0.insert(place, (scope, limit));
    }
}

impl Serialize for Constraints {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// A limit on a scope.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Constraint {
    /// For how long an opened environment may stay open.
    pub max_open_duration_secs: u64,
}

/// What is granted on one entity.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityPreview {
    /// The entity's type.
    #[serde(rename = "type")]
    pub entity_type: &'static str,
    /// The entity's identity.
    pub id: String,
    /// The scopes, and limits on them.
    #[serde(flatten)]
    pub grant: Grant,
}

/// Something worth knowing before a definition is saved.
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// A stable word for programs, such as `scope-outside-condition`.
    pub code: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// The id of the record it speaks of, where that is not the subject itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Where in the definition, as a JSON pointer; into the snapshot where it is about what a team was granted.
    pub pointer: String,
    /// What it says, for people.
    pub message: String,
    /// Other places it speaks of, such as the rules that make this one superfluous.
    #[cfg_attr(feature = "typescript", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RulePlace>,
}

impl Preview {
    /// The preview of `subject` in `organization`.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when the subject does not exist, is refused, or is too large to be followed.
    pub fn of(organization: &Organization, subject: &Subject) -> Result<Self, Fault> {
        let (subject, label) = subject.resolve(organization)?;
        let access = Access::of(organization, &subject)?;
        let given = match &subject {
            policy::Subject::Team(name) => dangling_of_team(organization, name),
            _ => Vec::new(),
        };
        let program = &access.program;
        let matrix = Matrix::new(program, &organization.inventory);
        let mut limits = matrix.max_open_secs_by_row(program).into_iter();
        let entities =
            (0u32..).zip(organization.inventory.entities()).map(|(row, entity)| EntityPreview {
                entity_type: entity.entity_type.name(),
                id: entity.id.clone(),
                grant: grant(matrix.scopes(row).iter(), limits.next().unwrap_or_default()),
            });
        let Granted { scopes, max_open_secs, .. } = matrix.organization().clone();
        let diagnostics = diagnose(organization, &access, &matrix).into_iter();
        let diagnostics = diagnostics.map(|found| diagnostic(found, &label)).chain(given);
        Ok(Self {
            organization: grant(scopes.iter(), max_open_secs),
            entities: entities.collect(),
            diagnostics: diagnostics.collect(),
            subject: label,
        })
    }

    /// The document: one line of JSON, the same bytes wherever it is made.
    ///
    /// # Errors
    ///
    /// Never in practice: every key is text.
    pub fn to_text(&self) -> Result<String, Fault> {
        let text = serde_json::to_string(self);
        text.map(|text| {
            text + "
"
        })
        .map_err(|error| Fault::new("not-json", "", error.to_string()))
    }
}

pub(crate) fn diagnostic(found: policy::Diagnostic, subject: &Label) -> Diagnostic {
    let place = |place: policy::Place| RulePlace {
        record: place.record.filter(|record| subject.id.as_ref() != Some(record)),
        pointer: place.pointer,
    };
    let RulePlace { record, pointer } = place(found.place);
    Diagnostic {
        code: found.code.name(),
        severity: found.severity.name(),
        record,
        pointer,
        message: found.message,
        related: found.related.into_iter().map(place).collect(),
    }
}

pub(crate) fn grant(scopes: impl Iterator<Item = Scope>, limits: Vec<(Scope, u64)>) -> Grant {
    let mut constraints = Constraints::default();
    for (scope, secs) in limits {
        constraints.limit(scope.name(), Constraint { max_open_duration_secs: secs });
    }
    Grant { scopes: scopes.map(Scope::name).collect(), constraints }
}

impl From<policy::AccessError> for Fault {
    fn from(error: policy::AccessError) -> Self {
        let code = match error {
            policy::AccessError::Unknown { .. } => "unknown-subject",
            policy::AccessError::TooLarge(_) => "too-large",
        };
        Self::new(code, "", error.to_string())
    }
}
