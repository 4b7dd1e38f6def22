//! Answering requests until the server is told to stop, with or without TLS.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::routing::MethodRouter;
use axum::serve::ListenerExt;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsConfig, from_tcp_rustls};

use crate::app::app_with;
use crate::gate::Need;
use crate::{Started, State};

/// How long open requests may take to finish when the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often the audit log is told of what was repeated.
const TELLING: Duration = Duration::from_mins(1);

impl Started {
    /// The same server, which also answers at `path` to whoever shows a token or a session.
    ///
    /// For measuring what a handler costs beside one that does nothing; the program has no such route.
    #[doc(hidden)]
    #[must_use]
    pub fn also(mut self, path: &'static str, handler: MethodRouter<State>) -> Self {
        self.app = app_with(self.state.clone(), vec![(path, Need::SignedIn, handler)]);
        self
    }

    /// Answers requests until `stop` is done, then finishes what is open.
    ///
    /// # Errors
    ///
    /// When the system refuses further connections.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let Self { listener, tls, app, state, store, .. } = self;
        let telling = state.clone();
        let telling = async move {
            loop {
                tokio::time::sleep(TELLING).await;
                telling.tell_repeated(false).await;
            }
        };
        let serving = async move {
            match tls {
                Some(tls) => over_tls(listener, tls, app, stop).await,
                None => plainly(listener, app, stop).await,
            }
        };
        let served = tokio::select! {
            () = telling => Ok(()),
            served = serving => served,
        };
        state.tell_repeated(true).await;
        store.close().await;
        served
    }
}

async fn plainly(
    listener: tokio::net::TcpListener,
    app: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    // Answers leave at once instead of waiting to fill a packet.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps waiting to fill packets");
        }
    });
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        // Nobody listens any more when serving has failed.
        let _ = stopping.send(());
    });
    let too_long = async {
        match stopped.await {
            Ok(()) => tokio::time::sleep(PATIENCE).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = too_long => {
            tracing::warn!("stopped before every request was finished");
            Ok(())
        }
    }
}

async fn over_tls(
    listener: tokio::net::TcpListener,
    tls: RustlsConfig,
    app: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let handle = Handle::new();
    let stopping = handle.clone();
    let waiting = tokio::spawn(async move {
        stop.await;
        stopping.graceful_shutdown(Some(PATIENCE));
    });
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let served = from_tcp_rustls(listener.into_std()?, tls)?.handle(handle).serve(service).await;
    waiting.abort();
    served
}
