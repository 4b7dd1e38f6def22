//! From guardrails to statements.

use policy::{Expression, Statement};

use super::super::{Expectation, Guardrail, NeverRule};
use crate::{Fault, explain};

impl Guardrail {
    /// The guardrail that the engine reads.
    ///
    /// # Errors
    ///
    /// A [`Fault`] with a JSON pointer: when it says nothing or two things, for a condition that is refused, and for
    /// a scope that is not in the catalogue.
    pub fn load(self) -> Result<policy::Guardrail, Fault> {
        let statement = match (self.never, self.expect) {
            (Some(rule), None) => never(rule).map_err(|fault| fault.within("/never"))?,
            (None, Some(expectation)) => {
                expect(expectation).map_err(|fault| fault.within("/expect"))?
            }
            (None, None) => {
                return Err(Fault::new(
                    "missing-field",
                    "",
                    "expected one of `never` and `expect`, found neither",
                ));
            }
            (Some(_), Some(_)) => {
                return Err(Fault::new(
                    "too-many-fields",
                    "",
                    "expected one of `never` and `expect`, found both",
                ));
            }
        };
        Ok(policy::Guardrail { name: self.name, statement })
    }
}

fn never(rule: NeverRule) -> Result<Statement, Fault> {
    let place = rule.place.map(|place| Expression::parse_condition(place.get())).transpose();
    let place = place.map_err(|error| Fault::from(error).within("/where"))?;
    let scope = explain::scope(&rule.scope).map_err(|fault| fault.within("/scope"))?;
    let except = rule.except.into_iter().map(Into::into).collect();
    Ok(Statement::Never { never: policy::Never { scope, place }, except })
}

fn expect(expectation: Expectation) -> Result<Statement, Fault> {
    let scope = explain::scope(&expectation.scope).map_err(|fault| fault.within("/scope"))?;
    Ok(Statement::Example {
        principal: expectation.principal.into(),
        scope,
        entity: expectation.entity.map(|entity| (entity.entity_type.into(), entity.id)),
        is_allowed: expectation.allowed,
    })
}
