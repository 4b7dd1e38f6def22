//! regorus in WASM: one role, prepared once and asked many times.

use regorus::{Engine, Value};
use wasm_bindgen::prelude::*;

/// A role as Rego, of the package `role`, whose rule `allow` decides.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Role(Engine);

#[wasm_bindgen]
impl Role {
    /// Reads the text of a policy.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    #[wasm_bindgen(constructor)]
    pub fn new(policy: String) -> Result<Self, String> {
        let mut engine = Engine::new();
        engine.add_policy("role.rego".to_owned(), policy).map_err(|error| error.to_string())?;
        Ok(Self(engine))
    }

    /// Whether it allows what `input` asks, as JSON text.
    ///
    /// # Errors
    ///
    /// What is wrong with the input.
    pub fn allows(&mut self, input: &str) -> Result<bool, String> {
        let said = |error: &dyn std::fmt::Display| error.to_string();
        self.0.set_input(Value::from_json_str(input).map_err(|error| said(&error))?);
        let answer = self.0.eval_rule("data.role.allow".to_owned());
        answer.map(|answer| answer == Value::from(true)).map_err(|error| said(&error))
    }
}
