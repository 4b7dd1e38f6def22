//! What a guardrail must satisfy to be written.

use crate::{
    EntityType, Guardrail, Never, Organization, Principal, ResourceType, Scope, Statement,
    nearest::nearest, pointer, program::Want, satisfy,
};

/// Why a guardrail may not be written as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuardrailError {
    /// It speaks of something that is not there.
    #[error("there is no {kind} `{id}`{}", hint(.meant.as_deref()))]
    Unknown {
        /// The JSON pointer to the id.
        pointer: String,
        /// What is not there.
        kind: &'static str,
        /// Its id.
        id: String,
        /// The id that was probably meant.
        meant: Option<String>,
    },
    /// It asks for a scope on something on which that means nothing.
    #[error("`{scope}` cannot be used on `{found}`, only on `{}`", .expected.join("`, `"))]
    WrongType {
        /// The JSON pointer to what it cannot be used on, or to the expectation where that is the organization.
        pointer: String,
        /// The scope.
        scope: &'static str,
        /// The type of what it is asked on.
        found: &'static str,
        /// The types that it can be used on.
        expected: Vec<&'static str>,
    },
    /// It holds whatever anybody may do.
    #[error("nothing that `{scope}` can be used on is ever there, so this says nothing")]
    Empty {
        /// The JSON pointer to the condition.
        pointer: String,
        /// The scope.
        scope: &'static str,
    },
}

fn hint(meant: Option<&str>) -> String {
    meant.map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default()
}

impl GuardrailError {
    /// Where, as a JSON pointer into the guardrail.
    pub fn pointer(&self) -> &str {
        match self {
            Self::Unknown { pointer, .. }
            | Self::WrongType { pointer, .. }
            | Self::Empty { pointer, .. } => pointer,
        }
    }

    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown { kind: "user" | "team" | "token", .. } => "unknown-subject",
            Self::Unknown { .. } => "unknown-entity",
            Self::WrongType { .. } => "wrong-type",
            Self::Empty { .. } => "says-nothing",
        }
    }
}

impl Guardrail {
    /// Refuses to write it in `organization` where it speaks of something that is not there, or says nothing.
    ///
    /// What it speaks of can go later; then it has no answer.
    ///
    /// # Errors
    ///
    /// The first [`GuardrailError`] in the order of the statement.
    pub fn check_write(&self, organization: &Organization) -> Result<(), GuardrailError> {
        match &self.statement {
            Statement::Never { never, except } => {
                if never.is_empty() {
                    let (pointer, scope) = ("/never/where".to_owned(), never.scope.name());
                    return Err(GuardrailError::Empty { pointer, scope });
                }
                let places = (0..).map(|index| pointer::item("/never/except", index));
                let mut named = except.iter().zip(places);
                named.try_for_each(|(principal, place)| known(organization, principal, &place))
            }
            Statement::Example { principal, scope, entity, .. } => {
                known(organization, principal, "/expect/principal")?;
                usable(*scope, entity.as_ref().map(|(entity_type, _)| *entity_type))?;
                let Some((entity_type, id)) = entity else { return Ok(()) };
                known_entity(organization, *entity_type, id)
            }
        }
    }
}

impl Never {
    /// Whether nothing that the scope can be used on can be in its place, so that nobody can break it.
    fn is_empty(&self) -> bool {
        let Some(condition) = self.condition() else { return false };
        let guards = [(&condition, Want::True)];
        let mut budget = satisfy::Budget::default();
        let mut types = self.scope.resource_types();
        types.all(|of| match of {
            ResourceType::Global => {
                !guards.iter().all(|(condition, want)| want.is_met_by(condition.holds_for(None)))
            }
            ResourceType::Entity(entity_type) => {
                satisfy::on_some_entity(&guards, entity_type, &mut budget) == Some(false)
            }
        })
    }
}

fn known(
    organization: &Organization,
    principal: &Principal,
    place: &str,
) -> Result<(), GuardrailError> {
    let Organization { members, teams, tokens, .. } = organization;
    let members = || members.iter().map(|member| member.login.as_str());
    let teams = || teams.iter().map(|team| team.name.as_str());
    let (kind, id, is_known) = match principal {
        Principal::User(login) => ("user", login, members().any(|known| known == login)),
        Principal::Team(name) => ("team", name, teams().any(|known| known == name)),
        Principal::Token(id) => ("token", id, tokens.iter().any(|token| token.id == *id)),
    };
    if is_known {
        return Ok(());
    }
    let meant = match principal {
        Principal::User(login) => nearest(login, members()),
        Principal::Team(name) => nearest(name, teams()),
        Principal::Token(id) => {
            // People know its name.
            let named = tokens.iter().filter(|token| token.name == *id);
            let ids = || tokens.iter().map(|token| token.id.as_str());
            only(named.map(|token| token.id.as_str())).or_else(|| nearest(id, ids()))
        }
    };
    let (pointer, meant) = (pointer::field(place, "id"), meant.map(str::to_owned));
    Err(GuardrailError::Unknown { pointer, kind, id: id.clone(), meant })
}

fn usable(scope: Scope, entity_type: Option<EntityType>) -> Result<(), GuardrailError> {
    let asked = entity_type.map_or(ResourceType::Global, ResourceType::Entity);
    if scope.applies_to(asked) {
        return Ok(());
    }
    let pointer = if entity_type.is_some() { "/expect/entity/type" } else { "/expect" };
    Err(GuardrailError::WrongType {
        pointer: pointer.to_owned(),
        scope: scope.name(),
        found: asked.name(),
        expected: scope.resource_types().map(ResourceType::name).collect(),
    })
}

fn known_entity(
    organization: &Organization,
    entity_type: EntityType,
    id: &str,
) -> Result<(), GuardrailError> {
    let inventory = &organization.inventory;
    if inventory.row(entity_type, id).is_some() {
        return Ok(());
    }
    let named = inventory
        .entities()
        .iter()
        .filter(|entity| entity.entity_type == entity_type && entity.name == id);
    let meant = only(named.map(|entity| entity.id.as_str())).map(str::to_owned);
    let (pointer, kind) = ("/expect/entity/id".to_owned(), entity_type.noun());
    Err(GuardrailError::Unknown { pointer, kind, id: id.to_owned(), meant })
}

/// The one there is, if there is just one.
fn only<'a>(mut candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = candidates.next();
    if candidates.next().is_some() { None } else { first }
}
