//! Servers that start at the same time on an empty database.

use server::{Config, Secret, Started, TokenKey};

/// Three that have started together on a new database, as `config` says; none where there is no database for it.
async fn three(config: Config) -> Option<Vec<Started>> {
    let config = Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: cluster::fresh().await.unwrap()?,
        token_key: Some(TokenKey::new([3; 32])),
        connections: 2,
        ..config
    };
    let starts: Vec<_> = (0..3).map(|_| tokio::spawn(server::start(config.clone()))).collect();
    let mut started = Vec::new();
    for start in starts {
        started.push(start.await.unwrap().unwrap());
    }
    Some(started)
}

/// Whoever reads any of their logs finds a token that is good, and nobody one that is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_those_that_start_together_makes_the_first_token() {
    for _ in 0..8 {
        let Some(started) = three(Config::default()).await else { return };
        let told = started.iter().filter(|server| server.first_token.is_some()).count();
        assert_eq!(told, 1);
    }
}

/// The same value is given to each of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_that_start_together_with_one_first_token_all_start() {
    for _ in 0..8 {
        let admin_token = Some(Secret::parse("starts-test-token-0123456789").unwrap());
        if three(Config { admin_token, ..Config::default() }).await.is_none() {
            return;
        }
    }
}
