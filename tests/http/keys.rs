//! What the database keeps of the values of tokens: a hash under a key that is not in it.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::harness::{Server, value};

const ROLES: &str = "/api/orgs/acme/roles?uxPurpose=role";

fn plain(value: &str) -> [u8; 32] {
    Sha256::digest(value).into()
}

#[tokio::test]
async fn whoever_has_the_database_cannot_tell_whether_a_value_is_a_token() {
    let server = Server::start().await;
    let made = server.post("/api/user/tokens").json(&json!({"description": "", "expires": 0}));
    let made = made.send().await.expect(200);
    let value = made["tokenValue"].as_str().unwrap();
    assert!(!server.keeps(plain(value)).await);
    let authorization = format!("token {value}");
    server.get(ROLES).with_authorization(Some(&authorization)).send().await.expect(200);
    assert!(!server.keeps(plain(&crate::harness::value("admin"))).await);
}

#[tokio::test]
async fn a_token_from_before_there_was_a_key_is_hashed_anew_when_it_is_used() {
    let server = Server::start().await;
    assert!(
        server.keeps(plain(&value("rob"))).await,
        "the harness keeps them as they were kept then"
    );
    server.get(ROLES).by("rob").send().await.expect(200);
    assert!(!server.keeps(plain(&value("rob"))).await);
    server.get(ROLES).by("rob").send().await.expect(200);
    let sign_in = json!({"token": value("cy")});
    let session = server.post("/session").with_authorization(None).json(&sign_in).send().await;
    let cookie = session.header("set-cookie").split(';').next().unwrap().to_owned();
    session.expect(204);
    assert!(!server.keeps(plain(&value("cy"))).await);
    let user = server.get("/api/user").with_authorization(None).with("cookie", &cookie);
    assert_eq!(user.send().await.expect(200)["githubLogin"], "cy");
}
