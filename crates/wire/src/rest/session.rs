//! Signing in with a browser.

use serde::Deserialize;

/// The body of `POST /session`.
///
/// It can be read and not written or shown, so that its secret ends nowhere by accident.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SignIn {
    /// The value of an access token.
    pub token: String,
}
