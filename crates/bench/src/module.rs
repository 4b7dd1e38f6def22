//! Our WASM module in Node, beside Cedar's.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::work;

/// What Node measured, by id.
pub type Figures = BTreeMap<String, f64>;

/// Writes the work into `folder` and measures it in Node with the modules there.
///
/// `folder` holds `policy/policy.js`, made for Node, and Cedar's package below `node_modules`.
pub fn measure(folder: &Path, quick: bool) -> Result<Figures> {
    let (few, many) = (1000, if quick { 10_000 } else { 100_000 });
    let roles = proof_roles(if quick { 24 } else { 200 });
    write(folder, "few.json", &work::snapshot(&work::entities(few), &[]))?;
    write(folder, "many.json", &work::snapshot(&work::entities(many), &[]))?;
    write(folder, "proofs.json", &work::snapshot(&[], &roles))?;
    let twenty = work::tag_role(20, 20);
    let mut edited = twenty.clone();
    if let Some(rule) = edited.last_mut() {
        rule.tags = vec![("env", "prod"), ("team", "security")];
    }
    let twelve = work::tag_role(12, 12);
    let entities = work::entities(few);
    let questions = work::questions(&entities, 600);
    let questions: Vec<_> = questions
        .iter()
        .map(|(entity, scope)| {
            let sets = policy::EntityType::ALL.into_iter().flat_map(|entity_type| {
                (0..work::SETS.len())
                    .filter(move |set| work::set(entity_type, *set).contains(*scope))
                    .map(move |set| work::set_name(entity_type, set))
            });
            let tags: serde_json::Map<_, _> =
                entity.tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
            let row = entities.iter().position(|known| known.id == entity.id);
            json!({"type": work::cedar_type(entity.entity_type), "id": entity.id, "tags": tags,
                "row": row, "scope": scope.name(), "sets": sets.collect::<Vec<_>>()})
        })
        .collect();
    let pairs: Vec<_> =
        roles.iter().zip(roles.iter().skip(1)).map(|((one, _), (other, _))| [one, other]).collect();
    let plan = json!({
        "twelve": work::definition(&twelve).to_string(),
        "twelveCedar": work::cedar_policies(&twelve),
        "twenty": work::definition(&twenty).to_string(),
        "edited": work::definition(&edited).to_string(),
        "questions": questions,
        "pairs": pairs,
        "quick": quick,
    });
    write(folder, "plan.json", &plan.to_string())?;
    write(folder, "bench.mjs", include_str!("../node/bench.mjs"))?;
    let output = Command::new("node")
        .arg(folder.join("bench.mjs"))
        .arg(folder)
        .output()
        .context("cannot run `node`")?;
    if !output.status.success() {
        bail!("the measurement in Node failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("Node did not answer with figures")
}

/// Roles of 10 to 200 rules, each in two versions of which one or two rules differ.
fn proof_roles(count: usize) -> Vec<(String, Vec<work::Rule>)> {
    let mut roles = Vec::new();
    let steps = (count / 2).max(1);
    for (number, seed) in (0..steps).zip(1000..) {
        let before = work::tag_role(10 + number * 190 / steps, seed);
        let mut after = before.clone();
        if let Some(rule) = after.get_mut(number % 7) {
            rule.tags = vec![("env", "prod")];
        }
        roles.push((format!("role-{number}"), before));
        roles.push((format!("role-{number}-edited"), after));
    }
    roles
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let file = folder.join(name);
    fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))
}
