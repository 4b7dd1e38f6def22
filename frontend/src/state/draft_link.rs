//! A draft in an address, for a colleague to open.
//!
//! It stands in the fragment, which browsers keep to themselves: no server and no log gets to see it. A link is input
//! like any other: it may be cut off, made up, or meant for somewhere else, and unpacks to no more than a bound.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use policy::{Descriptor, ParseError};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;

/// The field of the fragment that holds a draft.
const FIELD: &str = "draft=";
/// How the draft is written: JSON in zlib in base64url.
const VERSION: &str = "1";
/// The longest draft in a link, in characters: 64 KiB.
pub const MOST_CHARACTERS: usize = 64 * 1024;
/// The most that a link may unpack to, in bytes: 512 KiB, more than the largest definition that people keep.
pub const MOST_BYTES: usize = 512 * 1024;

/// A draft of a role, with what it is a draft of.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftLink {
    /// The organization it belongs to.
    pub organization: String,
    /// The id of the role; none for one that does not exist yet.
    pub role: Option<String>,
    /// The version it was begun on.
    pub version: Option<u32>,
    /// The name for people.
    pub name: String,
    /// A description for people.
    pub description: String,
    /// The definition.
    pub details: Descriptor,
}

/// Why a draft cannot be put into a link, or taken out of one.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum DraftLinkError {
    /// The link is longer than drafts may be.
    #[error("the draft takes {0} characters, and a link holds {MOST_CHARACTERS}")]
    TooLong(usize),
    /// It unpacks to more than drafts may take.
    #[error("it unpacks to more than {} kB", MOST_BYTES / 1024)]
    TooLarge,
    /// It is written in a way that is not known here.
    #[error("it was made by another version of Scopesight")]
    Version,
    /// The browser has no zlib.
    #[error("this browser is too old for it")]
    Unsupported,
    /// It is not what was once copied.
    #[error("it is damaged, such as when a part is missing; ask for it once more")]
    Damaged,
    /// Its definition is none.
    #[error("its definition cannot be read, {0}")]
    Definition(ParseError),
    /// It was made in another organization.
    #[error("it is about the organization `{0}`")]
    Organization(String),
    /// It was made for another role.
    #[error("it is about another role")]
    Role,
}

/// What is packed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    organization: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
    details: Box<RawValue>,
}

impl DraftLink {
    /// What is packed into the fragment.
    ///
    /// # Errors
    ///
    /// [`DraftLinkError::TooLarge`] for a draft that no link holds.
    pub fn content(&self) -> Result<Vec<u8>, DraftLinkError> {
        let details = RawValue::from_string(self.details.to_json());
        let content = Content {
            organization: self.organization.clone(),
            role: self.role.clone(),
            version: self.version,
            name: self.name.clone(),
            description: self.description.clone(),
            details: details.map_err(|_| DraftLinkError::Damaged)?,
        };
        let text = serde_json::to_vec(&content).map_err(|_| DraftLinkError::Damaged)?;
        if text.len() > MOST_BYTES { Err(DraftLinkError::TooLarge) } else { Ok(text) }
    }

    /// The draft that was made into this content.
    ///
    /// # Errors
    ///
    /// [`DraftLinkError::Damaged`] and [`DraftLinkError::Definition`] for what is not a draft.
    pub fn of_content(content: &[u8]) -> Result<Self, DraftLinkError> {
        if content.len() > MOST_BYTES {
            return Err(DraftLinkError::TooLarge);
        }
        let content: Content =
            serde_json::from_slice(content).map_err(|_| DraftLinkError::Damaged)?;
        let details = Descriptor::parse(content.details.get());
        Ok(Self {
            organization: content.organization,
            role: content.role,
            version: content.version,
            name: content.name,
            description: content.description,
            details: details.map_err(DraftLinkError::Definition)?,
        })
    }

    /// The same, where it is about this organization and this role.
    ///
    /// # Errors
    ///
    /// [`DraftLinkError::Organization`] and [`DraftLinkError::Role`] where it is about others.
    pub fn about(self, organization: &str, role: Option<&str>) -> Result<Self, DraftLinkError> {
        if self.organization != organization {
            return Err(DraftLinkError::Organization(self.organization));
        }
        if self.role.as_deref() != role {
            return Err(DraftLinkError::Role);
        }
        Ok(self)
    }
}

/// The fragment that carries a packed draft, without the `#`.
///
/// # Errors
///
/// [`DraftLinkError::TooLong`] for more than a link holds.
pub fn fragment(packed: &[u8]) -> Result<String, DraftLinkError> {
    let code = URL_SAFE_NO_PAD.encode(packed);
    if code.len() > MOST_CHARACTERS {
        return Err(DraftLinkError::TooLong(code.len()));
    }
    Ok(format!("{FIELD}{VERSION}.{code}"))
}

/// The packed draft in a fragment; none where it carries no draft.
pub fn packed_in(fragment: &str) -> Option<Result<Vec<u8>, DraftLinkError>> {
    let value = fragment.trim_start_matches('#').strip_prefix(FIELD)?;
    let Some((version, code)) = value.split_once('.') else {
        return Some(Err(DraftLinkError::Damaged));
    };
    Some(match (version == VERSION, code.len()) {
        (false, _) => Err(DraftLinkError::Version),
        (true, long) if long > MOST_CHARACTERS => Err(DraftLinkError::TooLong(long)),
        (true, _) => URL_SAFE_NO_PAD.decode(code).map_err(|_| DraftLinkError::Damaged),
    })
}
