//! The web UI.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use axum::body::Bytes;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::State;
use crate::refusal::Refusal;

/// The web UI as it was when the program was built.
#[derive(RustEmbed)]
#[folder = "$SCOPESIGHT_WEB_DIR"]
struct Embedded;

const INDEX: &str = "index.html";
/// Paths under these are never pages.
const NO_PAGES: [&str; 6] = ["api", "access", "session", "healthz", "readyz", ".well-known"];
const FOREVER: &str = "public, max-age=31536000, immutable";
const ALWAYS_ASK: &str = "no-cache";
/// How short a part of a file name may be to count as a hash of its contents.
const MIN_HASH_DIGITS: usize = 8;

/// A file of the web UI; the page for any other path, for the page knows its own paths.
pub(crate) async fn serve(Shared(state): Shared<State>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let first = path.split('/').next().unwrap_or_default();
    if NO_PAGES.contains(&first) {
        return Refusal::NotFound { kind: "path", name: format!("/{path}") }.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let method = request.method().to_string();
        return Refusal::MethodNotAllowed { method }.into_response();
    }
    let folder = state.config().web_dir.as_deref();
    // A missing file is said to be missing; any other path may be a page that the web UI knows.
    let path = if media_type(path).is_some() { path } else { INDEX };
    match file(folder, path, request.headers()).await {
        Some(response) => response,
        None => Refusal::NotFound { kind: "file", name: format!("/{path}") }.into_response(),
    }
}

async fn file(folder: Option<&Path>, path: &str, headers: &HeaderMap) -> Option<Response> {
    let media_type = media_type(path)?;
    let caching = if is_hashed(path) { FOREVER } else { ALWAYS_ASK };
    let about = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if accepts_brotli(headers)
        && let Some(bytes) = read(folder, &format!("{path}.br")).await
    {
        let encoding: [(HeaderName, &str); 1] = [(header::CONTENT_ENCODING, "br")];
        return Some((about, encoding, bytes).into_response());
    }
    let bytes = read(folder, path).await?;
    Some((about, bytes).into_response())
}

async fn read(folder: Option<&Path>, path: &str) -> Option<Bytes> {
    let Some(folder) = folder else {
        return Embedded::get(path).map(|file| match file.data {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        });
    };
    let file = inside(folder, path)?;
    tokio::fs::read(file).await.ok().map(Bytes::from)
}

/// The file at `path` in `folder`, unless the path leads out of it.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    Path::new(path).components().all(is_plain).then(|| folder.join(path))
}

/// The type of a file by its name; `None` where the name is none of a file that a web UI is made of.
fn media_type(path: &str) -> Option<&'static str> {
    Some(match Path::new(path).extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether the name carries a hash of the contents, such as `frontend-9f2c41d07ab3e655.js`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &str| {
        part.len() >= MIN_HASH_DIGITS
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
    };
    name.split(['-', '.', '_']).any(is_hash)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    accepted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|one| {
        let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        coding.trim().eq_ignore_ascii_case("br") && !is_refused
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{inside, is_hashed};

    #[test]
    fn a_hash_in_the_name_is_seen() {
        assert!(is_hashed("frontend-9f2c41d07ab3e655.js"));
        assert!(is_hashed("assets/frontend-9f2c41d07ab3e655_bg.wasm"));
        for name in ["index.html", "frontend.js", "favicon.svg", "feedbeef.js", "style-1.css"] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = Path::new("/web");
        assert_eq!(inside(folder, "a/b.js").as_deref(), Some(Path::new("/web/a/b.js")));
        for path in ["../secret.txt", "a/../../b.txt", "/etc/hosts.txt", "./a.js"] {
            assert_eq!(inside(folder, path), None, "{path}");
        }
    }
}
