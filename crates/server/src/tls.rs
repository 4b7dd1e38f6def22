//! TLS, for servers without a proxy before them.

use std::path::PathBuf;

use axum::http::HeaderMap;
use axum_server::tls_rustls::RustlsConfig;

use crate::Config;

/// A certificate and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The file with the certificate and those that vouch for it, as PEM.
    pub certificate: PathBuf,
    /// The file with its private key, as PEM.
    pub key: PathBuf,
}

/// Why TLS cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the certificate `{certificate}` with the key `{key}`: {source}")]
pub struct TlsError {
    certificate: String,
    key: String,
    source: std::io::Error,
}

impl Tls {
    /// Reads both; TLS 1.2 and 1.3 are spoken.
    pub(crate) async fn load(&self) -> Result<RustlsConfig, TlsError> {
        // Another part of the program may have chosen the same one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        RustlsConfig::from_pem_file(&self.certificate, &self.key).await.map_err(|source| TlsError {
            certificate: self.certificate.display().to_string(),
            key: self.key.display().to_string(),
            source,
        })
    }
}

/// Whether the browser speaks TLS, with this server or, as it says, with the proxy before it.
///
/// A lie here can only make what is answered stricter than it had to be.
pub(crate) fn is_spoken(config: &Config, headers: &HeaderMap) -> bool {
    let scheme = headers.get("x-forwarded-proto");
    config.tls.is_some()
        || scheme.is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"))
}
