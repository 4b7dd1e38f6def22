//! The JSON Schemas of what is sent and answered.

use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Where the document keeps schemas.
const PLACE: &str = "/components/schemas";
/// Where those of what is sent are kept until it is known which of them are the same as those of answers.
const SENT: &str = "/components/sent";

/// The JSON Schemas of what is sent and answered.
///
/// The two differ: a member with a default may be left out where it is sent, and always stands in an answer.
#[derive(Debug)]
pub(crate) struct Schemas {
    sent: SchemaGenerator,
    answered: SchemaGenerator,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = |place: &str| {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = place.to_owned().into();
                settings.meta_schema = None;
            })
        };
        Self {
            sent: settings(SENT).for_deserialize().into_generator(),
            answered: settings(PLACE).for_serialize().into_generator(),
        }
    }

    pub(super) fn sent<T: JsonSchema>(&mut self) -> Value {
        self.sent.subschema_for::<T>().to_value()
    }

    pub(super) fn answered<T: JsonSchema>(&mut self) -> Value {
        self.answered.subschema_for::<T>().to_value()
    }

    /// The members of `T`, as what stands after the question mark.
    pub(super) fn parameters<T: JsonSchema>(&mut self) -> Vec<Value> {
        let mut schema = T::json_schema(&mut self.sent).to_value();
        let required = schema.get("required").cloned().unwrap_or_default();
        let required: Vec<String> = serde_json::from_value(required).unwrap_or_default();
        let members = schema.get_mut("properties").and_then(Value::as_object_mut);
        let members = members.map(std::mem::take).unwrap_or_default();
        let parameter = |(name, mut schema): (String, Value)| {
            let description = schema.as_object_mut().and_then(|of| of.remove("description"));
            // In a query nothing is `null`: what is not said is left out.
            if let Some(Value::Array(types)) = schema.get_mut("type") {
                types.retain(|of_type| of_type != "null");
            }
            json!({
                "in": "query",
                "name": name,
                "description": description,
                "required": required.contains(&name),
                "schema": schema,
            })
        };
        members.into_iter().map(parameter).collect()
    }

    /// Every schema that is referred to, by name, and `document` with references to them; what is sent in another
    /// shape than it is answered in has `Sent` after its name.
    pub(super) fn resolve(mut self, document: &mut Value) -> Map<String, Value> {
        let sent: BTreeMap<_, _> = self.sent.take_definitions(false).into_iter().collect();
        let mut all = self.answered.take_definitions(false);
        let apart = apart(&sent, &all);
        let resolved = |name: &str| {
            let suffix = if apart.contains(name) { "Sent" } else { "" };
            format!("#{PLACE}/{name}{suffix}")
        };
        rename(document, &resolved);
        for (name, mut schema) in sent {
            rename(&mut schema, &resolved);
            let name = if apart.contains(&name) { format!("{name}Sent") } else { name };
            all.entry(name).or_insert(schema);
        }
        all.sort_keys();
        all
    }
}

/// The names under which something else is sent than is answered, itself or further down.
fn apart(sent: &BTreeMap<String, Value>, answered: &Map<String, Value>) -> BTreeSet<String> {
    let plain = |name: &str| format!("#{PLACE}/{name}");
    let mut apart = BTreeSet::new();
    for (name, schema) in sent {
        let mut schema = schema.clone();
        rename(&mut schema, &plain);
        if answered.get(name).is_some_and(|answered| *answered != schema) {
            apart.insert(name.clone());
        }
    }
    loop {
        let refers = |schema: &Value| {
            let mut is_apart = false;
            let mut schema = schema.clone();
            each_reference(&mut schema, &mut |to| {
                is_apart |=
                    to.strip_prefix(&format!("#{SENT}/")).is_some_and(|to| apart.contains(to));
            });
            is_apart
        };
        let more = sent.iter().filter(|(name, schema)| {
            answered.contains_key(*name) && !apart.contains(*name) && refers(schema)
        });
        let more: Vec<_> = more.map(|(name, _)| name.clone()).collect();
        if more.is_empty() {
            return apart;
        }
        apart.extend(more);
    }
}

/// Gives what is referred to as sent the name that `resolved` makes of it.
fn rename(value: &mut Value, resolved: &dyn Fn(&str) -> String) {
    each_reference(value, &mut |to| {
        if let Some(name) = to.strip_prefix(&format!("#{SENT}/")) {
            *to = resolved(name);
        }
    });
}

fn each_reference(value: &mut Value, found: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_reference(item, found)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(to) if name == "$ref" => found(to),
                    member => each_reference(member, found),
                }
            }
        }
        _ => {}
    }
}
