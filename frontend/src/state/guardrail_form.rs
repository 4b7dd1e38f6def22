//! A guardrail as a person edits it.

use policy::{EntityType, Expression, Organization, ResourceType, Scope, Subject};
use serde_json::value::RawValue;
use wire::snapshot::{EntityKey, Expectation, Guardrail, NeverRule, Principal, PrincipalType};

use super::asked::{self, ORGANIZATION, written, written_entity};
use super::form::{Grants, Leaf, Tagged, leaves};

/// A guardrail as a person edits it: what is typed, whether it fits or not.
#[derive(Debug, Clone, PartialEq)]
pub struct GuardrailForm {
    /// Its name.
    pub name: String,
    /// Whether it says what nobody may do; an example otherwise.
    pub is_never: bool,
    /// The scope.
    pub scope: String,
    /// Where nobody may do it, as questions about tags; everywhere where there are none.
    pub leaves: Vec<Leaf>,
    /// A condition that is more than questions about tags, as it stands.
    pub kept: Option<Expression>,
    /// Who may all the same.
    pub except: Vec<String>,
    /// Of whom the example speaks.
    pub who: String,
    /// Whether they are to be allowed.
    pub is_allowed: bool,
    /// On what the example is.
    pub entity: String,
}

impl Default for GuardrailForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            is_never: true,
            scope: String::new(),
            leaves: Vec::new(),
            kept: None,
            except: Vec::new(),
            who: String::new(),
            is_allowed: false,
            entity: String::new(),
        }
    }
}

impl GuardrailForm {
    /// A stored guardrail, to be edited.
    pub fn read(organization: &Organization, guardrail: &Guardrail) -> Self {
        let mut form = Self { name: guardrail.name.clone(), ..Self::default() };
        let name = |principal: &Principal| written(organization, &subject(principal));
        if let Some(never) = &guardrail.never {
            form.scope.clone_from(&never.scope);
            form.except = never.except.iter().map(name).collect();
            let place = never.place.as_ref();
            let place = place.and_then(|place| Expression::parse_condition(place.get()).ok());
            match place.as_ref().and_then(leaves) {
                Some((_, found)) => form.leaves = found,
                None => form.kept = place,
            }
        }
        if let Some(expect) = &guardrail.expect {
            form.is_never = false;
            form.scope.clone_from(&expect.scope);
            form.who = name(&expect.principal);
            form.is_allowed = expect.allowed;
            form.entity = match &expect.entity {
                None => ORGANIZATION.to_owned(),
                Some(key) => {
                    let inventory = &organization.inventory;
                    let row = inventory.row(key.entity_type.into(), &key.id);
                    let entity = row.and_then(|row| inventory.entity(row));
                    entity.map_or_else(|| key.id.clone(), written_entity)
                }
            };
        }
        form
    }

    /// The type of the entities that its scope is about; none for a scope of the organization.
    pub fn entity_type(&self) -> Option<EntityType> {
        let scope = Scope::from_name(self.scope.trim())?;
        scope.resource_types().find_map(|of| match of {
            ResourceType::Entity(entity_type) => Some(entity_type),
            ResourceType::Global => None,
        })
    }

    /// What it says, for the server and the engine.
    ///
    /// # Errors
    ///
    /// What is missing or wrong, for people.
    pub fn write(&self, organization: &Organization) -> Result<Guardrail, String> {
        let scope = self.scope.trim();
        if scope.is_empty() {
            return Err("Name the scope".to_owned());
        }
        if Scope::from_name(scope).is_none() {
            let near = policy::catalogue::nearest(scope);
            let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("The scope `{scope}` is not in the catalogue{near}"));
        }
        let (never, expect) = if self.is_never {
            (Some(self.never(organization, scope)?), None)
        } else {
            (None, Some(self.expect(organization, scope)?))
        };
        Ok(Guardrail { name: self.name.trim().to_owned(), never, expect })
    }

    fn never(&self, organization: &Organization, scope: &str) -> Result<NeverRule, String> {
        let place = match &self.kept {
            Some(kept) => Some(kept.clone()),
            None => self.condition()?,
        };
        let place = place.map(|place| RawValue::from_string(place.to_json())).transpose();
        let place = place.map_err(|error| error.to_string())?;
        let except = self.except.iter().filter(|text| !text.trim().is_empty());
        let except = except.map(|text| principal(organization, text)).collect::<Result<_, _>>()?;
        Ok(NeverRule { scope: scope.to_owned(), place, except })
    }

    fn condition(&self) -> Result<Option<Expression>, String> {
        let Some(entity_type) = self.entity_type() else { return Ok(None) };
        if self.leaves.is_empty() {
            return Ok(None);
        }
        let tagged = Tagged { entity_type, leaves: self.leaves.clone(), grants: Grants::default() };
        let condition = tagged.condition();
        condition.map(Some).ok_or_else(|| "Every condition needs the key of a tag".to_owned())
    }

    fn expect(&self, organization: &Organization, scope: &str) -> Result<Expectation, String> {
        if self.who.trim().is_empty() {
            return Err("Name a person, a team or a token".to_owned());
        }
        let principal = principal(organization, &self.who)?;
        let text = self.entity.trim();
        let entity = if text == ORGANIZATION {
            None
        } else if text.is_empty() {
            return Err("Name what it is about".to_owned());
        } else {
            let entity = asked::entity(organization, text)
                .ok_or_else(|| format!("Nothing is called “{text}”"))?;
            Some(EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() })
        };
        Ok(Expectation { principal, scope: scope.to_owned(), entity, allowed: self.is_allowed })
    }
}

/// What a guardrail says, in a sentence.
pub fn said(organization: &Organization, guardrail: &Guardrail) -> String {
    let form = GuardrailForm::read(organization, guardrail);
    if !form.is_never {
        let verb = if form.is_allowed { "may" } else { "may not" };
        return format!("{} {verb} `{}` on {}", form.who, form.scope, form.entity);
    }
    let place = match (&form.kept, form.leaves.as_slice()) {
        (Some(_), _) => " where a condition holds that is written as JSON".to_owned(),
        (None, []) => String::new(),
        (None, leaves) => {
            let leaves: Vec<_> =
                leaves.iter().map(|leaf| format!("`{}`", leaf.in_words())).collect();
            format!(" where {}", leaves.join(" and "))
        }
    };
    let except = if form.except.is_empty() {
        String::new()
    } else {
        format!(", except {}", form.except.join(", "))
    };
    format!("Nobody may `{}`{place}{except}", form.scope)
}

fn subject(principal: &Principal) -> Subject {
    let id = principal.id.clone();
    match principal.principal_type {
        PrincipalType::User => Subject::User(id),
        PrincipalType::Team => Subject::Team(id),
        PrincipalType::Token => Subject::Token(id),
    }
}

fn principal(organization: &Organization, text: &str) -> Result<Principal, String> {
    let (principal_type, id) = match asked::subject(organization, text) {
        Some(Subject::User(login)) => (PrincipalType::User, login),
        Some(Subject::Team(name)) => (PrincipalType::Team, name),
        Some(Subject::Token(id)) => (PrincipalType::Token, id),
        Some(_) => {
            return Err(format!("“{}” is a role, name a person, a team or a token", text.trim()));
        }
        None => return Err(format!("Nobody is called “{}”", text.trim())),
    };
    Ok(Principal { principal_type, id })
}

#[cfg(test)]
mod tests {
    use super::GuardrailForm;
    use crate::state::workspace::Workspace;

    const DEMO: &str = include_str!("../../../demo/acme.json");

    #[test]
    fn what_is_read_is_written_again() -> Result<(), Box<dyn std::error::Error>> {
        let snapshot = wire::Snapshot::parse(DEMO)?;
        let guardrails = snapshot.guardrails.clone();
        let organization = Workspace::parse(DEMO)?.organization;
        assert!(!guardrails.is_empty());
        for guardrail in guardrails {
            let form = GuardrailForm::read(&organization, &guardrail);
            let again = form.write(&organization)?;
            assert_eq!(again.load()?, guardrail.load()?);
        }
        Ok(())
    }

    #[test]
    fn what_does_not_fit_is_said() -> Result<(), wire::Fault> {
        let organization = Workspace::parse(DEMO)?.organization;
        let said = |form: GuardrailForm| form.write(&organization).err().unwrap_or_default();
        let form = GuardrailForm { scope: "stack:delet".to_owned(), ..GuardrailForm::default() };
        assert_eq!(
            said(form),
            "The scope `stack:delet` is not in the catalogue, did you mean `stack:delete`?"
        );
        let form = GuardrailForm {
            scope: "stack:delete".to_owned(),
            is_never: false,
            who: "role Auditor".to_owned(),
            ..GuardrailForm::default()
        };
        assert_eq!(said(form), "“role Auditor” is a role, name a person, a team or a token");
        Ok(())
    }
}
