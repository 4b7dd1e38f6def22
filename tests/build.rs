//! Writes down the documents and digests that the native engine gives, so that WASM can be compared with them byte for byte.
//!
//! The subjects are every role of the demo organization and, where Pulumi's samples lie beside the
//! project, those three roles with the demo's entities.

#![expect(clippy::indexing_slicing, reason = "indexing JSON gives null where nothing is")]

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use serde_json::{Value, json};
use wire::{Preview, Snapshot, Subject, digest::Digest};

const SAMPLES: &str = "../../shared/pulumi/samples";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../demo/acme.json");
    println!("cargo::rerun-if-changed={SAMPLES}");
    let out = env::var("OUT_DIR")?;
    let demo_text = fs::read_to_string("../demo/acme.json")?;
    let demo: Value = serde_json::from_str(&demo_text)?;

    let mut code = String::from(
        "/// The roles of the demo, then Pulumi's samples where they are.\npub static DOCUMENTS: &[Document] = &[\n",
    );
    let roles = demo["records"].as_array().ok_or("the demo has no records")?;
    for role in roles.iter().filter(|record| record["uxPurpose"] == "role") {
        let id = role["id"].as_str().ok_or("a role of the demo has no id")?;
        document(&mut code, &out, "demo", id, &demo_text)?;
    }
    let mut samples: Vec<_> =
        fs::read_dir(SAMPLES).into_iter().flatten().collect::<Result<_, _>>()?;
    samples.sort_by_key(std::fs::DirEntry::path);
    for (index, sample) in samples.iter().enumerate() {
        let sample: Value = serde_json::from_str(&fs::read_to_string(sample.path())?)?;
        let root = sample["root"].as_str().ok_or("a sample has no root")?;
        let snapshot =
            json!({"entities": demo["entities"], "records": sample["records"]}).to_string();
        document(&mut code, &out, &format!("sample-{index}"), root, &snapshot)?;
    }
    code.push_str("];\n");
    writeln!(
        code,
        "/// How many of them are Pulumi's samples.\npub const SAMPLES: usize = {};",
        samples.len()
    )?;
    fs::write(Path::new(&out).join("documents.rs"), code)?;
    Ok(())
}

fn document(
    code: &mut String,
    out: &str,
    name: &str,
    role: &str,
    snapshot: &str,
) -> Result<(), Box<dyn Error>> {
    let organization = Snapshot::parse(snapshot)?.load()?;
    let subject = Subject::Role(role.to_owned());
    let text = Preview::of(&organization, &subject)?.to_text()?;
    let digest = Digest::of(&organization, &subject)?.digest;
    let edited = organization.records.edited(role).ok_or("a role cannot be edited")?;
    let details = edited.details.to_json_pretty();
    let (snapshot_file, text_file) =
        (format!("{out}/{name}.json"), format!("{out}/{name}-{role}.json"));
    fs::write(&snapshot_file, snapshot)?;
    fs::write(&text_file, text)?;
    writeln!(
        code,
        "    Document {{ role: {role:?}, snapshot: include_str!({snapshot_file:?}), text: include_str!({text_file:?}), details: {details:?}, digest: {digest:?} }},"
    )?;
    Ok(())
}
