//! Answering requests until the server is told to stop, with or without TLS.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::routing::MethodRouter;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use store_sql::SqlStore;
use tokio::time::timeout;

use crate::app::app_with;
use crate::gate::Need;
use crate::{Started, State};

/// How long open requests may take to finish when the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it may take after that to write what was counted and to let go of the database, which may be gone.
const END_PATIENCE: Duration = Duration::from_secs(5);

/// How long the headers of a request may take.
#[derive(Debug, Clone, Copy)]
struct Times {
    /// Of the first one, from when the connection is there.
    first: Duration,
    /// Of each that follows over HTTP/1.1, from when the one before was answered.
    next: Duration,
}

/// A proxy keeps connections on which nothing is asked for a minute as a rule, and must not find one closed just when it
/// has something to ask.
const TIMES: Times = Times { first: Duration::from_secs(10), next: Duration::from_secs(75) };
/// How often whoever speaks HTTP/2 is asked whether they are still there.
const PING: Duration = Duration::from_secs(30);
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

    /// Answers requests until `stop` is done, then finishes what is open, for 15 seconds at the most.
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
        let serving = serve(listener, tls, app, TIMES, stop);
        let served = tokio::select! {
            () = telling => Ok(()),
            served = serving => served,
        };
        end(&state, &store, END_PATIENCE).await;
        served
    }
}

/// Writes what was counted and lets go of the database, or gives up.
async fn end(state: &State, store: &SqlStore, patience: Duration) {
    let ending = async {
        state.tell_repeated(true).await;
        store.close().await;
    };
    if timeout(patience, ending).await.is_err() {
        tracing::warn!("stopped before the database had answered");
    }
}

/// Answers what comes to `listener` until `stop` is done and what is open is finished, or too long after that.
async fn serve(
    listener: tokio::net::TcpListener,
    tls: Option<RustlsConfig>,
    app: axum::Router,
    times: Times,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let server = axum_server::from_tcp(listener.into_std()?)?;
    let handle = Handle::new();
    let stopping = async {
        stop.await;
        handle.graceful_shutdown(None);
        tokio::time::sleep(PATIENCE).await;
    };
    let serving = async {
        // Answers leave at once instead of waiting to fill a packet.
        let plain = NoDelayAcceptor::new();
        let handle = handle.clone();
        if let Some(tls) = tls {
            let server = server.acceptor(RustlsAcceptor::new(tls).acceptor(plain));
            timed(server, times).handle(handle).serve(service(app)).await
        } else {
            timed(server.acceptor(plain), times).handle(handle).serve(service(app)).await
        }
    };
    tokio::select! {
        done = serving => done,
        () = stopping => {
            tracing::warn!("stopped before every request was finished");
            handle.shutdown();
            Ok(())
        }
    }
}

fn service(app: axum::Router) -> IntoMakeServiceWithConnectInfo<axum::Router, SocketAddr> {
    app.into_make_service_with_connect_info()
}

/// The same server, which keeps no connection over which nothing comes.
fn timed<A>(mut server: Server<SocketAddr, A>, times: Times) -> Server<SocketAddr, A> {
    let builder = server.http_builder();
    builder.http1().header_read_timeout(times.next);
    builder.http2().keep_alive_interval(Some(PING)).keep_alive_timeout(times.first);
    server.first_request_timeout(times.first).accept_error_handler(|from, error| {
        if from.is_none() {
            tracing::warn!(%error, "no connections can be taken now");
        } else {
            // Whoever it was gave up, or does not speak TLS.
            tracing::debug!(%error, "a connection was not taken");
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::sync::Arc;
    use std::time::Duration;

    use axum::Router;
    use axum::routing::get;
    use store::{Store as _, Timestamp};
    use tokio::net::TcpListener;
    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::{Times, end, serve};
    use crate::{Config, State, TokenKey};

    const WHOLE: &str = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    const HALF: &str = "GET / HT";
    const SHORT: Duration = Duration::from_millis(100);
    const LONG: Duration = Duration::from_mins(10);

    /// What comes over a connection over which this is sent, until the server closes it.
    fn exchange(address: SocketAddr, sent: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        // Long enough for any machine: only a server that never closes it is waited for that long.
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    async fn answer(times: Times, sent: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/", get(async || "here it is"));
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { stopped.await.unwrap() };
        let serving = tokio::spawn(serve(listener, None, app, times, stopped));
        let answer = tokio::task::spawn_blocking(move || exchange(address, sent)).await.unwrap();
        stop.send(()).unwrap();
        serving.await.unwrap().unwrap();
        answer
    }

    #[tokio::test]
    async fn who_begins_a_request_and_does_not_go_on_is_not_waited_for() {
        assert_eq!(answer(Times { first: SHORT, next: LONG }, HALF).await, "");
        assert_eq!(answer(Times { first: SHORT, next: LONG }, "").await, "");
        let twice = format!("{WHOLE}{HALF}").leak();
        let answered = answer(Times { first: LONG, next: SHORT }, twice).await;
        assert_eq!(answered.matches("here it is").count(), 1, "{answered}");
    }

    #[tokio::test]
    async fn what_is_open_is_finished_before_the_server_stops() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (begun, has_begun) = std::sync::mpsc::channel();
        let slow = async move || {
            begun.send(()).unwrap();
            tokio::time::sleep(SHORT).await;
            "here it is"
        };
        let app = Router::new().route("/", get(slow));
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { stopped.await.unwrap() };
        let times = Times { first: LONG, next: LONG };
        let serving = tokio::spawn(serve(listener, None, app, times, stopped));
        let asking = tokio::task::spawn_blocking(move || exchange(address, WHOLE));
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
        stop.send(()).unwrap();
        serving.await.unwrap().unwrap();
        let answered = asking.await.unwrap();
        assert!(answered.ends_with("here it is"), "{answered}");
    }

    #[tokio::test]
    async fn a_database_that_does_not_answer_is_not_waited_for_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = store_sqlite::open(&folder.path().join("test.db")).await.unwrap();
        let (clock, random) = (Box::new(|| Timestamp::from_millis(0)), Box::new(|| Ok([7; 32])));
        let shared = Arc::new(store.clone());
        let state = State::new(Config::default(), TokenKey::new([3; 32]), shared, clock, random);
        // One that has begun, and that nobody asks for its answer.
        let _begun = loop {
            let mut asking = Box::pin(store.ready());
            tokio::select! {
                biased;
                _ = &mut asking => {}
                () = std::future::ready(()) => break asking,
            }
        };
        timeout(Duration::from_secs(30), end(&state, &store, SHORT)).await.unwrap();
    }
}
