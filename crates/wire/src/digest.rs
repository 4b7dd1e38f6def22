//! The decision digest: what was shown, so that it can be held against what is saved.

use policy::{Hash, Organization};
use serde::{Deserialize, Serialize};

use crate::{Fault, Subject};

/// What a definition grants in an organization, as a hash, and what it follows from.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Digest {
    /// The decision digest: 64 hexadecimal digits.
    pub digest: String,
    /// Its first 12 digits, for people.
    pub short: String,
    /// What it is made of.
    pub parts: Parts,
}

/// What a decision digest is made of: hashes in hexadecimal, and the version of the engine.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Parts {
    /// The version of the engine.
    pub engine: String,
    /// The names of the scopes and the types they belong to.
    pub catalogue: String,
    /// The types, identities and tags of the entities.
    pub inventory: String,
    /// The definition.
    pub definition: String,
    /// The records that it names, and those that they name.
    pub references: String,
    /// What it grants.
    pub matrix: String,
}

impl Digest {
    /// The digest of a draft, or of the definition that an editor of a role changes.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such subject or its definition is refused, `wrong-subject` for a person, a team
    /// or a token.
    pub fn of(organization: &Organization, subject: &Subject) -> Result<Self, Fault> {
        let (subject, _) = subject.resolve(organization)?;
        Self::of_resolved(organization, Some(&subject))
    }

    /// The same of a subject that was looked up already.
    pub(crate) fn of_resolved(
        organization: &Organization,
        subject: Option<&policy::Subject>,
    ) -> Result<Self, Fault> {
        let details = match subject {
            Some(policy::Subject::Draft { details, .. }) => Some(details),
            Some(policy::Subject::Role(id)) => {
                organization.records.edited(id).map(|record| &record.details)
            }
            _ => None,
        };
        let details = details.ok_or_else(|| {
            Fault::new(
                "wrong-subject",
                "",
                "a digest is of one definition: expected a role or a draft",
            )
        })?;
        let digest = policy::Digest::of(organization, details);
        Ok(digest.map_err(policy::AccessError::from)?.into())
    }
}

impl From<policy::Digest> for Digest {
    fn from(digest: policy::Digest) -> Self {
        let hash = digest.hash();
        Self { digest: hash.to_string(), short: hash.short(), parts: digest.into() }
    }
}

impl From<policy::Digest> for Parts {
    fn from(digest: policy::Digest) -> Self {
        Self {
            engine: digest.engine.to_owned(),
            catalogue: digest.catalogue.to_string(),
            inventory: digest.inventory.to_string(),
            definition: digest.definition.to_string(),
            references: digest.references.to_string(),
            matrix: digest.matrix.to_string(),
        }
    }
}

impl Parts {
    /// The names of the parts that `self` says and that are others in `found`, in the order of the digest.
    pub fn differing(&self, found: &Self) -> Vec<&'static str> {
        let pairs = [
            ("engine", &self.engine, &found.engine),
            ("catalogue", &self.catalogue, &found.catalogue),
            ("inventory", &self.inventory, &found.inventory),
            ("definition", &self.definition, &found.definition),
            ("references", &self.references, &found.references),
            ("matrix", &self.matrix, &found.matrix),
        ];
        let differs = |(name, said, found): (_, &String, &String)| {
            (!said.is_empty() && said != found).then_some(name)
        };
        pairs.into_iter().filter_map(differs).collect()
    }
}

/// Reads a digest that somebody was shown.
///
/// # Errors
///
/// `wrong-digest` when the text is not 64 hexadecimal digits.
pub fn read(text: &str) -> Result<Hash, Fault> {
    Hash::parse(text).ok_or_else(|| {
        let found: String = text.chars().take(100).collect();
        Fault::new("wrong-digest", "", format!("expected 64 hexadecimal digits, found `{found}`"))
    })
}
