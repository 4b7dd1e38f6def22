//! One answer.

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::Value;

/// An answer, and what was asked.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) what: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The JSON of an answer with this status; 204 and 304 come with nothing.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.body).into_owned();
        assert_eq!(self.status, status, "{}: {text}", self.what);
        if matches!(status, 204 | 304) {
            assert_eq!(text, "", "{}", self.what);
            return Value::Null;
        }
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}: {text}", self.what))
    }

    /// Has this status, and nothing in it.
    #[track_caller]
    pub(crate) fn expect_nothing(self, status: u16) {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!((self.status, &*text), (status, ""), "{}", self.what);
    }

    /// The refusal with this status, in the one shape that all of them have.
    #[track_caller]
    pub(crate) fn refused(self, status: u16) -> Refused {
        let what = self.what.clone();
        let body = self.expect(status);
        assert_eq!(body["code"], status, "{what}: {body}");
        let message = body["message"].as_str().unwrap_or_default().to_owned();
        assert!(!message.is_empty(), "{what}: {body}");
        let pointer = body["pointer"].as_str().map(str::to_owned);
        Refused { what, message, pointer }
    }

    /// A header as text; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A refusal.
#[derive(Debug)]
pub(crate) struct Refused {
    what: String,
    pub(crate) message: String,
    pub(crate) pointer: Option<String>,
}

impl Refused {
    /// Its message holds these words.
    #[track_caller]
    pub(crate) fn saying(self, words: &str) -> Self {
        assert!(
            self.message.contains(words),
            "{}: `{}` says not `{words}`",
            self.what,
            self.message
        );
        self
    }

    /// It points there.
    #[track_caller]
    pub(crate) fn at(self, pointer: &str) -> Self {
        assert_eq!(self.pointer.as_deref(), Some(pointer), "{}: {}", self.what, self.message);
        self
    }
}
