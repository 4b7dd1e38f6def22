//! What a request brings, each refused in our own words.

mod nulls;

use std::borrow::Cow;
use std::convert::Infallible;
use std::marker::PhantomData;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::Uri;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;
use wire::{Fault, fault};

use crate::State;
use crate::refusal::Refusal;
use nulls::without_nulls;

/// The body, read as JSON of one shape; a member that is `null` is absent.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<State> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &State) -> Result<Self, Refusal> {
        read(request, state, without_nulls).await.map(Self)
    }
}

/// The same, where members are what somebody calls so, and `null` is as wrong as any other value.
pub(crate) struct Exactly<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<State> for Exactly<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &State) -> Result<Self, Refusal> {
        read(request, state, |text| Cow::Borrowed(text)).await.map(Self)
    }
}

async fn read<T: DeserializeOwned>(
    request: Request,
    state: &State,
    told: impl Fn(&str) -> Cow<'_, str>,
) -> Result<T, Refusal> {
    let bytes = whole(state, request.into_body()).await?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| Fault::new("not-json", "", format!("not UTF-8: {error}")))?;
    let read = fault::read(&told(text))?;
    if has_nul(text) {
        let message = "a text in the body has a NUL (`\\u0000`) in it";
        return Err(Fault::new("nul", "", message).into());
    }
    Ok(read)
}

/// Whether a string in `json` has a NUL in it: nothing here has one, and not every database takes it.
fn has_nul(json: &str) -> bool {
    json.match_indices("\\u0000").any(|(at, _)| {
        // Not where the backslash itself is escaped.
        let before = json.get(..at).unwrap_or_default();
        before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
    })
}

/// The same, where the request has to say that it is JSON.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<State> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &State) -> Result<Self, Refusal> {
        let said = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        // Parameters such as the encoding may follow.
        let kind = said.and_then(|said| said.split(';').next()).unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            let message = format!("expected `Content-Type: application/json`, found `{kind}`");
            return Err(Refusal::BadRequest(message));
        }
        let Exactly(shape) = Exactly::from_request(request, state).await?;
        Ok(Self(shape))
    }
}

/// All of a body, once all of it has come.
pub(crate) async fn whole(state: &State, body: axum::body::Body) -> Result<Bytes, Refusal> {
    let limit = state.config().body_limit_bytes;
    to_bytes(body, limit).await.map_err(|error| {
        let error = error.into_inner();
        if error.is::<LengthLimitError>() {
            return Refusal::TooLarge { limit };
        }
        Fault::new("unread", "", format!("the body could not be read: {error}")).into()
    })
}

/// What may be empty and says something all the same.
const EMPTY: &str = "tagValue=";

/// `query` without what is given as nothing: for clients that send every parameter they know, that is absent.
fn given(query: &str) -> String {
    let pairs = query.split('&').filter(|pair| !pair.ends_with('=') || *pair == EMPTY);
    pairs.collect::<Vec<_>>().join("&")
}

/// What stands after the question mark.
pub(crate) struct Parameters<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<State> for Parameters<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Refusal> {
        let given = parts.uri.query().map(given).unwrap_or_default();
        let uri = Uri::try_from(format!("/?{given}"))
            .map_err(|error| Refusal::BadRequest(error.to_string()))?;
        let Query(parameters) = Query::<T>::try_from_uri(&uri)
            .map_err(|rejection| Refusal::BadRequest(rejection.body_text()))?;
        Ok(Self(parameters))
    }
}

/// The named parts of the path.
pub(crate) struct Segments<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<State> for Segments<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        let Path(segments) =
            path.map_err(|rejection| Refusal::BadRequest(rejection.body_text()))?;
        Ok(Self(segments))
    }
}

/// A request whose body the handler reads itself, as JSON in the shape of `T`, after it has looked at the rest.
pub(crate) struct Unread<T> {
    /// The request.
    pub(crate) request: Request,
    shape: PhantomData<fn() -> T>,
}

impl<T> FromRequest<State> for Unread<T> {
    type Rejection = Infallible;

    async fn from_request(request: Request, _state: &State) -> Result<Self, Infallible> {
        Ok(Self { request, shape: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use super::{given, has_nul};

    #[test]
    fn what_is_given_as_nothing_is_absent() {
        assert_eq!(given("a=&b=1&tagValue=&c="), "b=1&tagValue=");
        assert_eq!(given("a=b==&&c"), "&c");
        assert_eq!(given(""), "");
    }

    #[test]
    fn a_nul_is_told_from_what_looks_like_one() {
        for json in [r#"{"a": "\u0000"}"#, r#"["x\\\u0000y"]"#] {
            assert!(has_nul(json), "{json}");
        }
        for json in [r#"{"a": "\\u0000"}"#, r#"["\u0001", "u0000"]"#, ""] {
            assert!(!has_nul(json), "{json}");
        }
    }
}
