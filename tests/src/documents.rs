//! Roles whose preview documents and decision digests every engine has to make alike, byte for byte.
//!
//! What the native engine makes is written down as hashes in `tests/documents.json`, so that the WASM module is held
//! to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

const DEMO: &str = include_str!("../../demo/acme.json");
const WRITTEN: &str = include_str!("../documents.json");

/// A role in a snapshot.
#[derive(Debug)]
pub struct Document {
    /// Where it comes from, and which it is.
    pub name: String,
    /// The role's id.
    pub role: String,
    /// The snapshot it stands in.
    pub snapshot: String,
}

/// What was made of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The hash of its preview document, SHA-256 in hexadecimal.
    pub document: String,
    /// Its decision digest.
    pub digest: String,
}

/// The roles of the demo organization, then, where Pulumi's samples lie beside the project, those with the demo's
/// entities.
///
/// # Panics
///
/// If the demo or a sample is not a snapshot.
#[must_use]
pub fn all() -> Vec<Document> {
    let demo: Value = serde_json::from_str(DEMO).unwrap();
    let roles = demo["records"].as_array().unwrap().iter();
    let roles = roles.filter(|record| record["uxPurpose"] == "role").map(|record| {
        let role = record["id"].as_str().unwrap().to_owned();
        Document { name: format!("demo/{role}"), role, snapshot: DEMO.to_owned() }
    });
    let samples = SAMPLES.iter().map(|(name, text)| {
        let sample: Value = serde_json::from_str(text).unwrap();
        let snapshot = json!({"entities": demo["entities"], "records": sample["records"]});
        Document {
            name: format!("sample/{name}"),
            role: sample["root"].as_str().unwrap().to_owned(),
            snapshot: snapshot.to_string(),
        }
    });
    roles.chain(samples).collect()
}

/// What the native engine made of each, by name; of the samples as well where they are not.
///
/// # Panics
///
/// If the file is not what `SCOPESIGHT_UPDATE` writes.
#[must_use]
pub fn written() -> BTreeMap<String, Made> {
    serde_json::from_str(WRITTEN).unwrap()
}

/// The hash by which a document is known.
#[must_use]
pub fn hash(document: &str) -> String {
    hex::encode(Sha256::digest(document))
}
