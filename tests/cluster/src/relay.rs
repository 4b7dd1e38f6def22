//! A way to a database that can be cut.

use std::net::Ipv4Addr;
use std::str::FromStr as _;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A way to a database, as long as the runtime of a test lasts.
#[derive(Debug)]
pub struct Relay {
    url: String,
    cuts: watch::Sender<u32>,
}

impl Relay {
    /// A way to the database at `url`.
    ///
    /// # Errors
    ///
    /// When it is no URL, or nothing can be listened on.
    pub async fn to(url: &str) -> Result<Self, sqlx::Error> {
        let options = PgConnectOptions::from_str(url)?;
        let target = (options.get_host().to_owned(), options.get_port());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let url = options.host("127.0.0.1").port(port).to_url_lossy().to_string();
        let (cuts, _) = watch::channel(0);
        tokio::spawn(pass_all(listener, target, cuts.clone()));
        Ok(Self { url, cuts })
    }

    /// The URL of the database, by this way.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Cuts every connection that there is, as when the host is lost: it stays open and nothing comes any more. What
    /// connects from now on finds a host again.
    pub fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }
}

async fn pass_all(listener: TcpListener, target: (String, u16), cuts: watch::Sender<u32>) {
    while let Ok((near, _)) = listener.accept().await {
        tokio::spawn(pass(near, target.clone(), cuts.subscribe()));
    }
}

async fn pass(mut near: TcpStream, target: (String, u16), mut cuts: watch::Receiver<u32>) {
    let Ok(mut far) = TcpStream::connect(target).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        // Both ends stay open, and nobody reads from them.
        _ = cuts.changed() => std::future::pending().await,
    }
}
