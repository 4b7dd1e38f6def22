//! One request.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, header};
use futures_util::stream::once;
use serde_json::Value;
use tokio::sync::oneshot::Receiver;
use tower::ServiceExt;

use super::{Answer, described, value};

/// A request that is being made; by the admin unless it says otherwise.
pub(crate) struct Ask<'a> {
    app: &'a Router,
    method: &'a str,
    path: String,
    headers: Vec<(String, String)>,
    authorization: Option<String>,
    body: Vec<u8>,
    peer: Option<SocketAddr>,
    held: Option<Receiver<()>>,
}

impl<'a> Ask<'a> {
    pub(super) fn new(app: &'a Router, method: &'a str, path: &str) -> Self {
        let authorization = Some(format!("token {}", value("admin")));
        Self {
            app,
            method,
            path: path.to_owned(),
            headers: Vec::new(),
            authorization,
            body: Vec::new(),
            peer: None,
            held: None,
        }
    }

    /// Made with the token called `id`.
    pub(crate) fn by(self, id: &str) -> Self {
        self.with_authorization(Some(&format!("token {}", value(id))))
    }

    /// Made with this `Authorization`, or none.
    pub(crate) fn with_authorization(mut self, authorization: Option<&str>) -> Self {
        self.authorization = authorization.map(str::to_owned);
        self
    }

    /// Made with another header.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Made over a connection from this address.
    pub(crate) fn coming_from(mut self, address: &str) -> Self {
        self.peer = Some(SocketAddr::new(address.parse().unwrap(), 40_000));
        self
    }

    /// Made with this body.
    pub(crate) fn json(self, body: &Value) -> Self {
        self.text(body.to_string()).with("content-type", "application/json")
    }

    /// Made with this body, whatever it is.
    pub(crate) fn text(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Made with a body that does not come before it is let go.
    pub(crate) fn held_back(mut self, until: Receiver<()>) -> Self {
        self.held = Some(until);
        self
    }

    /// The answer.
    pub(crate) async fn send(self) -> Answer {
        let what = format!("{} {}", self.method, self.path);
        let mut request = Request::builder().method(self.method).uri(&self.path);
        if let Some(authorization) = self.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        if let Some(peer) = self.peer {
            request = request.extension(ConnectInfo(peer));
        }
        let body = match self.held {
            None => Body::from(self.body),
            Some(held) => Body::from_stream(once(async {
                held.await.unwrap();
                Ok::<_, Infallible>(self.body)
            })),
        };
        let request = request.body(body).unwrap();
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (status, headers): (_, HeaderMap) =
            (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        described::check(self.method, &self.path, status, &headers, &body);
        Answer { what, status, headers, body }
    }
}
