//! The snapshot of an organization as it is sent, and what it is known by.

use axum::body::Bytes;
use policy::Entity;
use sha2::{Digest as _, Sha256};

use super::Loaded;
use crate::export;
use crate::refusal::Refusal;

/// How much of the hash of a text is in its tag, in bytes.
const TAGGED: usize = 8;

/// A snapshot as it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its text.
    pub(crate) text: Bytes,
    /// What a browser compares to know whether its own is still the one.
    pub(crate) etag: String,
}

impl Loaded {
    /// The snapshot, made when it is first asked for.
    pub(crate) fn snapshot(&self) -> Result<Document, Refusal> {
        if let Some(known) = self.snapshot.get() {
            return Ok(known.clone());
        }
        let made = self.document(self.engine.inventory.entities())?;
        Ok(self.snapshot.get_or_init(|| made).clone())
    }

    /// The same without entities.
    pub(crate) fn outline(&self) -> Result<Document, Refusal> {
        if let Some(known) = self.outline.get() {
            return Ok(known.clone());
        }
        let made = self.document(&[])?;
        Ok(self.outline.get_or_init(|| made).clone())
    }

    /// The snapshot with these entities.
    ///
    /// Its tag says the revision, so that of two answers the later can be told, and a hash: what a backup brought back
    /// comes to the same revision once more with other contents.
    fn document(&self, entities: &[Entity]) -> Result<Document, Refusal> {
        let snapshot = export::snapshot(&self.contents, entities, self.engine.several_team_roles);
        let text = snapshot.and_then(|snapshot| serde_json::to_vec(&snapshot));
        let text = text.map_err(|error| Refusal::Internal(error.to_string()))?;
        let hash = Sha256::digest(&text);
        let hash = hex::encode(hash.get(..TAGGED).unwrap_or_default());
        let organization = self.organization();
        let etag = format!("\"{}-{}-{hash}\"", organization.id, organization.revision.0);
        Ok(Document { text: text.into(), etag })
    }
}
