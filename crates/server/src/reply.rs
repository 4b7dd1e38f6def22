//! Answers that say in their type what they are, so that the description of the API can read it there.

use std::marker::PhantomData;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// JSON in the shape of `T` that has been written already.
pub(crate) struct Written<T> {
    text: Body,
    shape: PhantomData<fn() -> T>,
}

impl<T> Written<T> {
    /// `text` is JSON in the shape of `T`.
    pub(crate) fn new(text: impl Into<Body>) -> Self {
        Self { text: text.into(), shape: PhantomData }
    }
}

impl<T> IntoResponse for Written<T> {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], self.text).into_response()
    }
}

/// Something new.
pub(crate) struct Created<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}

/// Something that has a version, which a change of it may name.
pub(crate) struct Versioned<T> {
    pub(crate) version: u32,
    pub(crate) value: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let tag = format!("\"{}\"", self.version);
        ([(header::ETAG, tag)], Json(self.value)).into_response()
    }
}

/// Something that whoever asks may have already; nothing then.
pub(crate) struct Revalidated<T> {
    tag: String,
    text: Option<Bytes>,
    shape: PhantomData<fn() -> T>,
}

impl<T> Revalidated<T> {
    /// `text` is JSON in the shape of `T`, and `tag` is what it is known by.
    pub(crate) fn new(tag: String, text: Option<Bytes>) -> Self {
        Self { tag, text, shape: PhantomData }
    }
}

impl<T> IntoResponse for Revalidated<T> {
    fn into_response(self) -> Response {
        let about: [(HeaderName, String); 2] =
            [(header::ETAG, self.tag), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
        match self.text {
            None => (StatusCode::NOT_MODIFIED, about).into_response(),
            Some(text) => (about, Written::<T>::new(text)).into_response(),
        }
    }
}

/// Done, where Pulumi Cloud says so without a word and without saying that there is none.
pub(crate) struct Empty;

impl IntoResponse for Empty {
    fn into_response(self) -> Response {
        StatusCode::OK.into_response()
    }
}

/// Which revision of an environment this is: without it clients take what they read for nothing.
const ESC_REVISION: HeaderName = HeaderName::from_static("pulumi-esc-revision");

/// The definition of an environment, of which nothing is kept.
pub(crate) struct NoDefinition {
    /// The id of the environment.
    pub(crate) id: String,
}

impl IntoResponse for NoDefinition {
    fn into_response(self) -> Response {
        let about = [
            (header::CONTENT_TYPE, "application/x-yaml".to_owned()),
            (header::ETAG, format!("\"{}\"", self.id)),
            (ESC_REVISION, "1".to_owned()),
        ];
        about.into_response()
    }
}

/// Answers that are written where they are made, each with a name for what it is.
macro_rules! named {
    ($($(#[$doc:meta])+ $name:ident)+) => {$(
        $(#[$doc])+
        pub(crate) struct $name(pub(crate) Response);

        impl IntoResponse for $name {
            fn into_response(self) -> Response {
                self.0
            }
        }
    )+};
}

named! {
    /// The audit log, as text or as JSON.
    Export
    /// Counts, as Prometheus reads them.
    Exposition
    /// Whether the server can work, by its status, and in words.
    Readiness
    /// Text for people.
    PlainText
}
