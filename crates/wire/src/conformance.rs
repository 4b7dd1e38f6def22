//! The conformance corpus: what we say about the language, as data, and how an engine is held to it.
//!
//! The same cases are asked natively, in Node, in Chromium and in the web page that a person looks at.

use std::collections::BTreeMap;
use std::fmt::Debug;

use policy::Descriptor;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{Fault, Preview, Snapshot, Subject, fault};

/// One file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What the file is about.
    pub about: String,
    /// Questions that have an answer.
    #[serde(default)]
    pub answered: Vec<Answered>,
    /// Definitions that are refused.
    #[serde(default)]
    pub refused: Vec<Refused>,
}

/// A question about one organization.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The claim.
    pub claim: String,
    /// The organization, as a snapshot.
    pub snapshot: Box<RawValue>,
    /// Who is asked about.
    pub subject: Box<RawValue>,
    /// The scopes granted on the organization.
    #[serde(default)]
    pub organization: Vec<String>,
    /// The scopes granted on each entity, by `type/id`; nothing on the others.
    #[serde(default)]
    pub entities: BTreeMap<String, Vec<String>>,
    /// The limits on each entity, by `type/id` and scope, in seconds.
    #[serde(default)]
    pub limits: BTreeMap<String, BTreeMap<String, u64>>,
    /// The diagnostics, as `code pointer: message`, with `record#pointer` for another record.
    #[serde(default)]
    pub diagnostics: Vec<String>,
}

/// A definition that is refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The claim.
    pub claim: String,
    /// The definition, as written.
    pub definition: Box<RawValue>,
    /// The code of the refusal.
    pub code: String,
    /// Where, and what it says.
    pub message: String,
}

/// A case that the engine answers in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The claim of the case.
    pub claim: String,
    /// What was found, and what was expected.
    pub found: String,
}

impl File {
    /// Reads a file of cases.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when it is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        fault::read(text)
    }

    /// How many cases there are.
    pub fn count(&self) -> usize {
        self.answered.len() + self.refused.len()
    }

    /// The cases that the engine answers in another way.
    pub fn disagreements(&self) -> Vec<Disagreement> {
        let told = |claim: &String, found: Result<(), String>| {
            Some(Disagreement { claim: claim.clone(), found: found.err()? })
        };
        let answered = self.answered.iter().filter_map(|case| told(&case.claim, case.check()));
        let refused = self.refused.iter().filter_map(|case| told(&case.claim, case.check()));
        answered.chain(refused).collect()
    }
}

impl Answered {
    fn check(&self) -> Result<(), String> {
        let in_words = |fault: Fault| fault.to_string();
        let organization =
            Snapshot::parse(self.snapshot.get()).and_then(Snapshot::load).map_err(in_words)?;
        let subject: Subject = fault::read(self.subject.get()).map_err(in_words)?;
        let preview = Preview::of(&organization, &subject).map_err(in_words)?;
        same("organization", &preview.organization.scopes, &self.organization)?;

        let (mut entities, mut limits) = (BTreeMap::new(), BTreeMap::new());
        for entity in &preview.entities {
            let key = format!("{}/{}", entity.entity_type, entity.id);
            if !entity.grant.scopes.is_empty() {
                let scopes = entity.grant.scopes.iter().map(ToString::to_string);
                entities.insert(key.clone(), scopes.collect::<Vec<_>>());
            }
            let found: BTreeMap<_, _> = entity
                .grant
                .constraints
                .iter()
                .map(|(scope, limit)| (scope.to_owned(), limit.max_open_duration_secs))
                .collect();
            if !found.is_empty() {
                limits.insert(key, found);
            }
        }
        same("entities", &entities, &self.entities)?;
        same("limits", &limits, &self.limits)?;
        let diagnostics = preview.diagnostics.iter().map(|found| {
            let record = found.record.as_deref().map(|id| format!("{id}#")).unwrap_or_default();
            format!("{} {record}{}: {}", found.code, found.pointer, found.message)
        });
        same("diagnostics", &diagnostics.collect::<Vec<_>>(), &self.diagnostics)
    }
}

impl Refused {
    fn check(&self) -> Result<(), String> {
        match Descriptor::parse(self.definition.get()) {
            Ok(descriptor) => Err(format!("was not refused: {}", descriptor.to_json())),
            Err(error) => {
                same("code", &error.code(), &self.code.as_str())?;
                same("message", &error.to_string(), &self.message)
            }
        }
    }
}

fn same<L: PartialEq<R> + Debug, R: Debug>(
    what: &str,
    found: &L,
    expected: &R,
) -> Result<(), String> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what}: found {found:?}, expected {expected:?}"))
    }
}
