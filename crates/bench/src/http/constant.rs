//! The server with one more route, which answers a constant.

use anyhow::{Context as _, Result};
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use server::Config;
use tracing_subscriber::EnvFilter;

/// Where the constant is.
pub const PATH: &str = "/constant";

/// Serves the database at `url` until the process is ended, and prints its address as the program does.
///
/// # Errors
///
/// When the server cannot be started.
pub async fn serve(url: String) -> Result<()> {
    // As the program logs unless told otherwise: a line for each request.
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new("info,sqlx=warn"));
    log.with_writer(std::io::stderr).json().init();
    let listen = ([127, 0, 0, 1], 0).into();
    let config = Config { listen, database: url, ..Config::default() };
    let started = server::start(config).await?.also(PATH, post(constant));
    #[expect(clippy::print_stdout, reason = "as the program does")]
    {
        println!("listening on http://{}", started.address);
    }
    started.run(std::future::pending()).await.context("cannot go on serving")
}

/// As long as most evaluations answer.
async fn constant(_: Bytes) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], r#"{"decision":false}"#)
}
