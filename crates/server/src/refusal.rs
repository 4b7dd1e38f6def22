//! Every refusal: one enum, one mapping to statuses, one body.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use store::{Unavailable, WriteError};
use wire::Fault;
use wire::prove::Proof;
use wire::rest::guardrail::{Breach, GuardrailConflict, StoredGuardrail};
use wire::rest::role::{Conflict, EditedRole, Mismatch};
use wire::rest::{Refusal as Body, RoleName, ScopeRefusal};

use crate::audit::refused;

/// How many broken guardrails a message names.
const MAX_NAMED: usize = 10;

/// Why a request is not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("Unauthorized: No credentials provided or are invalid.")]
    Unauthorized,
    #[error("somebody else is signed in in this browser than the page takes for it")]
    SomebodyElse,
    #[error("missing scope `{scope}` on organization `{organization}`")]
    MissingScope {
        scope: &'static str,
        organization: String,
        /// Whether the caller may see roles, and is told which of them would do.
        may_know: bool,
        roles: Option<Vec<RoleName>>,
    },
    #[error("missing scope `{scope}` on {kind} `{name}`")]
    MissingScopeOn { scope: &'static str, kind: &'static str, name: String },
    #[error("{0}")]
    Forbidden(&'static str),
    #[error("{0}")]
    Beyond(String),
    #[error(
        "organization `{organization}` only accepts tokens that expire within {max_days} days, and this one {reason}"
    )]
    TokenPolicy { organization: String, max_days: u16, reason: &'static str },
    #[error("{kind} `{name}` does not exist")]
    NotFound { kind: &'static str, name: String },
    #[error("{method} is not possible here")]
    MethodNotAllowed { method: String },
    #[error("{0}")]
    BadRequest(String),
    #[error("{}", .0.message)]
    BadBody(Fault),
    #[error("the body has more than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("expected a body as it is or `Content-Encoding: gzip`, found `{found}`")]
    UnknownCoding { found: String },
    #[error("{0}")]
    Conflict(String),
    /// Against what holds in the organization. No conflict: clients of Pulumi Cloud take that for something that is
    /// there already, and go on.
    #[error("{0}")]
    Against(String),
    #[error("{message}")]
    Stale { message: String, current: Box<EditedRole> },
    #[error("{message}")]
    Mismatch { message: String, digest: String, differs: Vec<&'static str> },
    #[error("{message}")]
    StaleGuardrail { message: String, current: Box<StoredGuardrail> },
    #[error("{}", breach(.0))]
    BreaksGuardrails(Vec<Proof>),
    #[error("{0}")]
    PreconditionFailed(String),
    #[error("too many wrong tokens, try again in a minute")]
    TooManyAttempts,
    #[error("more than {limit} requests in a minute, try again in {secs} s")]
    TooManyRequests { limit: u32, secs: u64 },
    #[error("internal error")]
    Internal(String),
    #[error("the server is too busy, try again")]
    Busy,
    #[error("the database does not answer, try again")]
    Unavailable(String),
    #[error(
        "the database does not answer, or cannot do this now as it is full, held by somebody else or only reads; \
         nothing was changed, try again"
    )]
    Hindered(String),
    #[error(
        "the request was not there as a whole, or could not be looked at, in the time that it has; nothing was done, \
         try again"
    )]
    NotBegun,
    #[error(
        "the answer did not come in time, and it is not known whether this was done: look before you try again"
    )]
    Unsure,
}

/// On an answer that tells of a database that did not answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Silent;

/// On an answer that says that nothing was changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unchanged;

impl Refusal {
    /// Something in the body, at `pointer`, is refused.
    pub(crate) fn body(pointer: &str, message: impl Into<String>) -> Self {
        Self::BadBody(Fault::new("refused", pointer, message))
    }

    pub(crate) fn no_organization(name: &str) -> Self {
        Self::NotFound { kind: "organization", name: name.to_owned() }
    }

    pub(crate) fn no_role(id: &str) -> Self {
        Self::NotFound { kind: "role or permission set", name: id.to_owned() }
    }

    pub(crate) fn no_token(id: &str) -> Self {
        Self::NotFound { kind: "token", name: id.to_owned() }
    }

    pub(crate) fn no_team(name: &str) -> Self {
        Self::NotFound { kind: "team", name: name.to_owned() }
    }

    pub(crate) fn no_member(login: &str) -> Self {
        Self::NotFound { kind: "member", name: login.to_owned() }
    }

    pub(crate) fn no_guardrail(id: &str) -> Self {
        Self::NotFound { kind: "guardrail", name: id.to_owned() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized | Self::SomebodyElse => StatusCode::UNAUTHORIZED,
            Self::MissingScope { .. }
            | Self::MissingScopeOn { .. }
            | Self::Forbidden(_)
            | Self::Beyond(_)
            | Self::TokenPolicy { .. } => StatusCode::FORBIDDEN,
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) | Self::BadBody(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnknownCoding { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Conflict(_)
            | Self::Stale { .. }
            | Self::Mismatch { .. }
            | Self::StaleGuardrail { .. } => StatusCode::CONFLICT,
            Self::Against(_) | Self::BreaksGuardrails(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::PreconditionFailed(_) => StatusCode::PRECONDITION_FAILED,
            Self::TooManyAttempts | Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy
            | Self::Unavailable(_)
            | Self::Hindered(_)
            | Self::NotBegun
            | Self::Unsure => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// Which guardrails would break, and what to do about it.
fn breach(broken: &[Proof]) -> String {
    let named: Vec<_> = broken.iter().take(MAX_NAMED).map(|proof| proof.name.as_str()).collect();
    let more = broken.len().saturating_sub(MAX_NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let which = if broken.len() == 1 { "the guardrail" } else { "the guardrails" };
    let named = named.join("`, `");
    format!("this breaks {which} `{named}`{more}; it is done all the same with `breakGuardrails`")
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let (code, message) = (status.as_u16(), self.to_string());
        let refused = refused(&self);
        let is_silent = matches!(self, Self::Unavailable(_));
        let is_unchanged = matches!(self, Self::Hindered(_));
        let mut response = self.answer(status, code, message);
        if let Some(refused) = refused {
            response.extensions_mut().insert(refused);
        }
        if is_silent {
            response.extensions_mut().insert(Silent);
        }
        if is_unchanged {
            response.extensions_mut().insert(Unchanged);
        }
        response
    }
}

impl Refusal {
    fn answer(self, status: StatusCode, code: u16, message: String) -> Response {
        match self {
            Self::Internal(reason) | Self::Unavailable(reason) | Self::Hindered(reason) => {
                // The reason stays here: it may name files and tables.
                tracing::error!(reason, "request failed");
                (status, Json(Body { code, message, pointer: None })).into_response()
            }
            Self::Unauthorized | Self::SomebodyElse => {
                let mut response =
                    (status, Json(Body { code, message, pointer: None })).into_response();
                let scheme = HeaderValue::from_static("Bearer");
                response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
                response
            }
            Self::TooManyRequests { secs, .. } => {
                let body = Json(Body { code, message, pointer: None });
                (status, [(header::RETRY_AFTER, secs.to_string())], body).into_response()
            }
            Self::BadBody(fault) => {
                let pointer = Some(fault.pointer);
                (status, Json(Body { code, message, pointer })).into_response()
            }
            Self::MissingScope { scope, roles, .. } => {
                let missing_scope = scope.to_owned();
                let body = ScopeRefusal { code, message, missing_scope, granted_by: roles };
                (status, Json(body)).into_response()
            }
            Self::MissingScopeOn { scope, .. } => {
                let missing_scope = scope.to_owned();
                let body = ScopeRefusal { code, message, missing_scope, granted_by: None };
                (status, Json(body)).into_response()
            }
            Self::Stale { message, current } => {
                (status, Json(Conflict { code, message, current: *current })).into_response()
            }
            Self::Mismatch { message, digest, differs } => {
                let differs = differs.into_iter().map(str::to_owned).collect();
                (status, Json(Mismatch { code, message, digest, differs })).into_response()
            }
            Self::StaleGuardrail { message, current } => {
                (status, Json(GuardrailConflict { code, message, current: *current }))
                    .into_response()
            }
            Self::BreaksGuardrails(guardrails) => {
                let reason = "breaks-guardrails";
                (status, Json(Breach { code, reason, message, guardrails })).into_response()
            }
            _ => (status, Json(Body { code, message, pointer: None })).into_response(),
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::BadBody(fault)
    }
}

impl From<Unavailable> for Refusal {
    fn from(error: Unavailable) -> Self {
        match error {
            Unavailable::Silent(_) => Self::Unavailable(error.to_string()),
            Unavailable::Hindered(_) => Self::Hindered(error.to_string()),
            Unavailable::Failed(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<WriteError> for Refusal {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Moved { .. } => Self::Busy,
            WriteError::Missing { id } => Self::no_role(&id),
            WriteError::NameTaken { .. }
            | WriteError::TokenNameTaken { .. }
            | WriteError::VersionConflict { .. }
            | WriteError::StillReferenced { .. } => Self::Conflict(error.to_string()),
            WriteError::Untold => Self::Internal(error.to_string()),
            WriteError::Unavailable(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::response::IntoResponse as _;
    use serde_json::{Value, json};
    use store::Unavailable;

    use super::Refusal;

    async fn answer(error: Unavailable) -> Value {
        let response = Refusal::from(error).into_response();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["code"], status);
        body
    }

    #[tokio::test]
    async fn a_database_that_does_not_answer_is_said_without_saying_where_it_is() {
        let body = answer(Unavailable::Silent("no route to db.internal".into())).await;
        let message = "the database does not answer, try again";
        assert_eq!(body, json!({"code": 503, "message": message}));
    }

    #[tokio::test]
    async fn what_was_not_done_is_said_not_to_be_without_saying_where() {
        let body = answer(Unavailable::Hindered("db.internal is full".into())).await;
        let message = body["message"].as_str().unwrap();
        assert_eq!(body["code"], 503);
        assert!(message.contains("nothing was changed") && !message.contains("db."), "{message}");
    }

    #[tokio::test]
    async fn what_another_try_does_not_mend_is_an_internal_error() {
        let body = answer(Unavailable::Failed("column x holds `y`".into())).await;
        assert_eq!(body, json!({"code": 500, "message": "internal error"}));
    }
}
