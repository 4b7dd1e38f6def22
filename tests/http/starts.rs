//! Servers that start at the same time on an empty database.

use server::{Config, TokenKey};

/// Whoever reads any of their logs finds a token that is good, and nobody one that is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_those_that_start_together_makes_the_first_token() {
    for _ in 0..8 {
        let Some(database) = cluster::fresh().await.unwrap() else { return };
        let config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            database,
            token_key: Some(TokenKey::new([3; 32])),
            connections: 2,
            ..Config::default()
        };
        let starts: Vec<_> = (0..3).map(|_| tokio::spawn(server::start(config.clone()))).collect();
        let mut told = 0;
        for start in starts {
            told += usize::from(start.await.unwrap().unwrap().first_token.is_some());
        }
        assert_eq!(told, 1);
    }
}

/// The same value is given to each of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_that_start_together_with_one_first_token_all_start() {
    for _ in 0..8 {
        let Some(database) = cluster::fresh().await.unwrap() else { return };
        let config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            database,
            token_key: Some(TokenKey::new([3; 32])),
            admin_token: Some(server::Secret::parse("starts-test-token-0123456789").unwrap()),
            connections: 2,
            ..Config::default()
        };
        let starts: Vec<_> = (0..3).map(|_| tokio::spawn(server::start(config.clone()))).collect();
        for start in starts {
            start.await.unwrap().unwrap();
        }
    }
}
