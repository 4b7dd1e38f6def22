//! Turns `data/catalogue.json` into constant tables, so that nothing is parsed at run time.

#![expect(clippy::disallowed_methods, reason = "a build script runs where the crate is built")]

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/catalogue.json");
    let catalogue: Value = serde_json::from_str(&fs::read_to_string("data/catalogue.json")?)?;
    let scopes = list(&catalogue, "scopes")?;
    let names = scopes.iter().map(|scope| text(scope, "name")).collect::<Result<Vec<_>, _>>()?;
    if !names.is_sorted_by(|left, right| left < right) {
        return Err("the scopes of the catalogue are not sorted by name".into());
    }

    let mut code = format!("pub(crate) static SCOPES: [ScopeInfo; {}] = [\n", scopes.len());
    for scope in scopes {
        let groups = scope["groups"].as_object().ok_or("a scope has no groups")?;
        let groups = ["global", "stack", "environment", "insights-account"].map(|key| {
            groups
                .get(key)
                .and_then(Value::as_str)
                .map_or("None".into(), |name| format!("Some({name:?})"))
        });
        writeln!(
            code,
            "    ScopeInfo {{ name: {:?}, groups: [{}], description: {:?}, is_offered: {}, sensitivity: {:?} }},",
            text(scope, "name")?,
            groups.join(", "),
            text(scope, "description")?,
            scope["offered"].as_bool().ok_or("a scope has no `offered`")?,
            scope.get("sensitive").and_then(Value::as_str),
        )?;
    }
    code.push_str("];\n");

    for (key, constant) in [("sets", "BUILT_IN_SETS"), ("roles", "BUILT_IN_ROLES")] {
        let records = list(&catalogue, key)?;
        writeln!(code, "pub(crate) static {constant}: [BuiltIn; {}] = [", records.len())?;
        for record in records {
            let scopes = list(record, "permissions")?
                .iter()
                .map(|name| {
                    let position = names.iter().position(|known| Some(*known) == name.as_str());
                    position.ok_or(format!("unknown scope {name} in a built-in record"))
                })
                .collect::<Result<Vec<_>, _>>()?;
            writeln!(
                code,
                "    BuiltIn {{ id: {:?}, name: {:?}, description: {:?}, resource_type: {:?}, scopes: &{scopes:?} }},",
                text(record, "defaultIdentifier")?,
                text(record, "name")?,
                text(record, "description")?,
                record.get("resourceType").and_then(Value::as_str),
            )?;
        }
        code.push_str("];\n");
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.rs"), code)?;
    Ok(())
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>, String> {
    value[key].as_array().ok_or(format!("`{key}` is not a list"))
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    value[key].as_str().ok_or(format!("`{key}` is not text in {value}"))
}
