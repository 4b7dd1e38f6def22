//! Browser sessions: opened with a token, ended by time or by leaving, useless to other sites.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{Answer, Server, value};

const ROLES: &str = "/api/orgs/acme/roles?uxPurpose=role";

async fn sign_in(server: &Server, id: &str) -> Answer {
    let body = json!({"token": value(id)});
    server.post("/session").with_authorization(None).json(&body).send().await
}

/// The cookie to send back.
async fn cookie(server: &Server, id: &str) -> String {
    let answer = sign_in(server, id).await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    answer.expect(204);
    cookie
}

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let server = Server::start().await;
    let answer = sign_in(&server, "rob").await;
    let cookie = answer.header("set-cookie").to_owned();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    let (name, secret) = pair.split_once('=').unwrap();
    assert_eq!(name, "scopesight_session");
    assert!(secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{secret}");
    let mut attributes: Vec<_> = attributes.split("; ").collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Strict"]);

    let body = json!({"token": value("rob")});
    let answer =
        server.post("/session").with("x-forwarded-proto", "https").json(&body).send().await;
    assert!(answer.header("set-cookie").contains("; Secure"));
}

#[tokio::test]
async fn a_session_may_do_what_its_token_may() {
    let server = Server::start().await;
    let (rob, cy) = (cookie(&server, "rob").await, cookie(&server, "cy").await);
    let get = |cookie: &str, path: &str| {
        server.get(path).with_authorization(None).with("cookie", cookie).send()
    };
    get(&rob, ROLES).await.expect(200);
    get(&format!("other=1; {rob}"), ROLES).await.expect(200);
    get(&cy, ROLES).await.refused(403);
    let user = get(&rob, "/api/user").await.expect(200);
    assert_eq!(user["githubLogin"], "rob");
    get("scopesight_session=0000", ROLES).await.refused(401);
    get("scopesight_session=", ROLES).await.refused(401);
    // A wrong header does not fall back to the cookie.
    let ask = server.get(ROLES).with_authorization(Some("token wrong")).with("cookie", &rob);
    ask.send().await.refused(401);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_or_with_its_token() {
    let server = Server::start().await;
    let kind = store::TokenKind::Personal { login: "rob".to_owned() };
    server.give("short", None, kind, server.now() + 3600).await;
    let (long, short) = (cookie(&server, "rob").await, cookie(&server, "short").await);
    let get =
        |cookie: &str| server.get(ROLES).with_authorization(None).with("cookie", cookie).send();
    get(&short).await.expect(200);
    server.wait(3600);
    get(&short).await.refused(401);
    server.wait(11 * 3600 - 1);
    get(&long).await.expect(200);
    server.wait(1);
    get(&long).await.refused(401);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let server = Server::start().await;
    let rob = cookie(&server, "rob").await;
    let leave = |header: &str| {
        server
            .delete("/session")
            .with_authorization(None)
            .with("cookie", &rob)
            .with(header, "1")
            .send()
    };
    leave("x-other").await.refused(403);
    let answer = leave("x-scopesight").await;
    assert!(answer.header("set-cookie").starts_with("scopesight_session=; "));
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    answer.expect(204);
    server.get(ROLES).with_authorization(None).with("cookie", &rob).send().await.refused(401);
    // Without a session there is nothing to leave.
    server.delete("/session").with_authorization(None).send().await.expect(204);
}

#[tokio::test]
async fn another_site_cannot_use_the_cookie_for_a_change() {
    let server = Server::start().await;
    let before = server.everything().await;
    let admin = cookie(&server, "admin").await;
    let rename = |headers: &[(&str, &str)]| {
        let ask = server
            .patch("/api/orgs/acme/roles/r-flat")
            .with_authorization(None)
            .with("cookie", &admin);
        let ask = headers.iter().fold(ask, |ask, (name, value)| ask.with(name, value));
        ask.json(&json!({"description": "changed"})).send()
    };
    let own = ("x-scopesight", "1");
    let host = ("host", "127.0.0.1:8787");
    rename(&[]).await.refused(403).saying("X-Scopesight");
    rename(&[host, ("origin", "http://127.0.0.1:8787")]).await.refused(403);
    rename(&[own, host, ("origin", "https://evil.example")])
        .await
        .refused(403)
        .saying("another site");
    rename(&[own, host, ("origin", "http://127.0.0.1:9999")]).await.refused(403);
    rename(&[own, host, ("origin", "null")]).await.refused(403);
    rename(&[own, ("origin", "http://127.0.0.1:8787")]).await.refused(403);
    assert_eq!(server.everything().await, before);
    rename(&[own]).await.expect(200);
    rename(&[own, host, ("origin", "http://127.0.0.1:8787")]).await.expect(200);
    let forwarded = ("x-forwarded-host", "access.example");
    rename(&[own, host, forwarded, ("origin", "https://access.example")]).await.expect(200);
    rename(&[own, host, forwarded, ("origin", "https://evil.example")]).await.refused(403);
    // A token is no cookie: nobody else has it to send.
    server
        .patch("/api/orgs/acme/roles/r-flat")
        .json(&json!({"description": "x"}))
        .send()
        .await
        .expect(200);
}

#[tokio::test]
async fn a_wrong_token_opens_nothing() {
    let server = Server::start().await;
    let try_with =
        |body: Value| server.post("/session").with_authorization(None).json(&body).send();
    let answer = try_with(json!({"token": "wrong"})).await;
    assert_eq!(answer.header("set-cookie"), "");
    answer.refused(401);
    try_with(json!({"token": ""})).await.refused(401);
    try_with(json!({})).await.refused(400).saying("`token`");
    try_with(json!({"token": 7})).await.refused(400).at("/token");
    let ask = server.post("/session").with("host", "a.example").with("origin", "https://b.example");
    ask.json(&json!({"token": value("rob")})).send().await.refused(403);
}

#[tokio::test]
async fn an_address_may_be_wrong_so_often_in_a_minute() {
    let config = Config { failed_sign_ins_per_minute: 3, ..Config::default() };
    let server = Server::start_with(config).await;
    server.give_to_everyone().await;
    let wrong = json!({"token": "wrong"});
    for _ in 0..3 {
        server.post("/session").json(&wrong).send().await.refused(401);
    }
    server.post("/session").json(&wrong).send().await.refused(429).saying("try again in a minute");
    // Not even with the right one, or the answer would tell.
    sign_in(&server, "rob").await.refused(429);
    server.wait(60);
    sign_in(&server, "rob").await.expect(204);
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again() {
    let config = Config { requests_per_minute: 3, ..Config::default() };
    let server = Server::start_with(config).await;
    let ask = |address: &'static str| server.get("/api/user").coming_from(address).send();
    for _ in 0..3 {
        ask("10.0.0.1").await.expect(200);
    }
    let held_back = ask("10.0.0.1").await;
    assert_eq!(held_back.header("retry-after"), "60");
    held_back.refused(429).saying("more than 3 requests in a minute");
    let counted = String::from_utf8(server.get("/metrics").send().await.body.to_vec()).unwrap();
    for (status, count) in [(200, 3), (429, 1)] {
        let labels = format!(r#"route="/api/user",method="GET",status="{status}""#);
        let line = format!("scopesight_http_requests_total{{{labels}}} {count}");
        assert!(counted.lines().any(|found| found == line), "no `{line}` in\n{counted}");
    }
    ask("10.0.0.2").await.expect(200);
    server.wait(60);
    ask("10.0.0.1").await.expect(200);
}

/// Else a balancer, which comes from one address, would take a server out that is well.
#[tokio::test]
async fn whoever_watches_over_the_server_is_never_held_back() {
    let config = Config { requests_per_minute: 2, ..Config::default() };
    let server = Server::start_with(config).await;
    let ask = |path: &str| server.get(path).coming_from("10.0.0.1").send();
    for _ in 0..2 {
        for path in ["/healthz", "/readyz", "/metrics"] {
            assert_eq!(ask(path).await.status, 200, "{path}");
        }
    }
    // Nor are they counted; what looks like them is.
    for path in ["/api/user", "/healthz/"] {
        assert_ne!(ask(path).await.status, 429, "{path}");
    }
    ask("/api/user").await.refused(429);
    assert_eq!(ask("/readyz").await.status, 200);
}

#[tokio::test]
async fn a_page_does_nothing_in_the_name_of_whoever_signed_in_after_it() {
    let server = Server::start().await;
    let (admin, rob) = (cookie(&server, "admin").await, cookie(&server, "rob").await);
    let whose = async |cookie: &str| {
        let ask = server.get("/api/user").with_authorization(None).with("cookie", cookie);
        let answer = ask.send().await;
        let whose = answer.header("x-scopesight-whose").to_owned();
        answer.expect(200);
        whose
    };
    let (of_admin, of_rob) = (whose(&admin).await, whose(&rob).await);
    assert_ne!(of_admin, of_rob);
    assert_eq!(whose(&cookie(&server, "admin").await).await, of_admin, "of another session");
    assert!(!of_admin.contains("admin"), "{of_admin}");

    let rename = |whose: &str| {
        let ask = server.patch("/api/orgs/acme/roles/r-flat").with_authorization(None);
        let ask = ask.with("cookie", &admin).with("x-scopesight", "1");
        ask.with("x-scopesight-whose", whose).json(&json!({"description": "changed"})).send()
    };
    let before = server.everything().await;
    for other in [of_rob.as_str(), "", "admin"] {
        rename(other).await.refused(401).saying("somebody else is signed in");
    }
    assert_eq!(server.everything().await, before);
    rename(&of_admin).await.expect(200);
    // A token is shown by whoever asks: there is no doubt about whose it is.
    let ask = server.get(ROLES).with("x-scopesight-whose", &of_rob).send().await;
    assert_eq!(ask.header("x-scopesight-whose"), "");
    ask.expect(200);
}
