//! What somebody was shown, held against what would be saved.

use policy::{AccessError, Descriptor};
use wire::Fault;
use wire::digest::{Parts, read};

use crate::loaded::Loaded;
use crate::refusal::Refusal;

impl Loaded {
    /// The decision digest of `details` as the organization is now; none where the definition is too large
    /// to be followed, which nobody can have been shown.
    ///
    /// # Errors
    ///
    /// 409 when it is not the one that was `shown`, saying which of the `parts` differ; 400 with a pointer when
    /// what was shown is no digest, or cannot be one of this definition.
    pub(crate) fn digest(
        &self,
        details: &str,
        shown: Option<&str>,
        parts: Option<&Parts>,
    ) -> Result<Option<String>, Refusal> {
        if shown.is_none() && parts.is_some() {
            return Err(Refusal::body("/digestParts", "expected a `digest` beside its parts"));
        }
        let shown = shown.map(read).transpose().map_err(|fault| fault.within("/digest"))?;
        let details =
            Descriptor::parse(details).map_err(|error| Fault::from(error).within("/details"))?;
        let digest = match policy::Digest::of(&self.engine, &details) {
            Ok(digest) => digest,
            Err(_) if shown.is_none() => return Ok(None),
            Err(error) => {
                return Err(Fault::from(AccessError::from(error)).within("/details").into());
            }
        };
        let hash = digest.hash();
        if shown.is_none_or(|shown| shown == hash) {
            return Ok(Some(hash.to_string()));
        }
        let differs = parts.map(|parts| parts.differing(&digest.into())).unwrap_or_default();
        Err(Refusal::Mismatch { message: message(&differs), digest: hash.to_string(), differs })
    }
}

fn message(differs: &[&str]) -> String {
    let is_other = |part| differs.contains(&part);
    let reason = if is_other("engine") || is_other("catalogue") {
        "the server is of another version"
    } else if is_other("definition") {
        "it was of another definition"
    } else {
        "the organization has changed since"
    };
    let names: Vec<_> = differs.iter().map(|part| format!("`{part}`")).collect();
    let names = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
    format!("what you were shown is not what would be saved: {reason}{names}")
}
