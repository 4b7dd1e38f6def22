//! The web UI and the addresses around it.

use server::Config;

use crate::harness::Server;

async fn with_pages() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("index.html", "<!doctype html><title>the page</title>");
    write("frontend-9f2c41d07ab3e655.js", "export {}");
    write("frontend-9f2c41d07ab3e655.js.br", "packed");
    write("style.css", "body {}");
    let config = Config { web_dir: Some(folder.path().to_owned()), ..Config::default() };
    (Server::start_with(config).await, folder)
}

#[tokio::test]
async fn every_path_of_the_web_ui_is_the_page() {
    let (server, _folder) = with_pages().await;
    for path in ["/", "/index.html", "/acme/roles", "/acme/roles/r-flat", "/acme.org", "/apis"] {
        let answer = server.get(path).with_authorization(None).send().await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert!(String::from_utf8_lossy(&answer.body).contains("the page"));
    }
    for path in
        ["/missing.js", "/api/missing", "/access/v1/nothing", "/session/x", "/.well-known/x"]
    {
        server.get(path).send().await.refused(404);
    }
}

#[tokio::test]
async fn a_file_with_a_hash_in_its_name_is_kept_for_ever() {
    let (server, _folder) = with_pages().await;
    let path = "/frontend-9f2c41d07ab3e655.js";
    let plain = server.get(path).send().await;
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(plain.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(&plain.body[..], b"export {}");
    let packed = server.get(path).with("accept-encoding", "gzip, br;q=0.9").send().await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert_eq!(packed.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(&packed.body[..], b"packed");
    let refused = server.get(path).with("accept-encoding", "br;q=0").send().await;
    assert_eq!(refused.header("content-encoding"), "");
    assert_eq!(server.get("/style.css").send().await.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder() {
    let (server, folder) = with_pages().await;
    let outside = folder.path().parent().unwrap().join("scopesight-outside.txt");
    std::fs::write(&outside, "outside").unwrap();
    for path in
        ["/../scopesight-outside.txt", "/%2e%2e/scopesight-outside.txt", "//scopesight-outside.txt"]
    {
        let answer = server.get(path).send().await;
        assert!(!String::from_utf8_lossy(&answer.body).contains("outside\n"), "{path}");
        assert_eq!(answer.status, 404, "{path}");
    }
    std::fs::remove_file(outside).unwrap();
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let (server, _folder) = with_pages().await;
    for path in ["/", "/api/user", "/api/missing", "/healthz", "/style.css"] {
        let answer = server.get(path).send().await;
        let policy = answer.header("content-security-policy");
        for part in
            ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_ne!(answer.header("cache-control"), "", "{path}");
    }
    assert_eq!(server.get("/api/user").send().await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_program_brings_a_page_of_its_own() {
    let server = Server::start().await;
    let answer = server.get("/").with_authorization(None).send().await;
    assert_eq!(answer.status, 200);
    assert!(String::from_utf8_lossy(&answer.body).contains("<title>Scopesight"));
}

#[tokio::test]
async fn health_needs_no_token() {
    let server = Server::start().await;
    for path in ["/healthz", "/readyz", "/api/capabilities"] {
        assert_eq!(server.get(path).with_authorization(None).send().await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_user_is_shown_its_organizations() {
    let server = Server::start().await;
    let user = server.get("/api/user").send().await.expect(200);
    let organizations: Vec<_> = user["organizations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["githubLogin"].as_str().unwrap(), one["role"].as_str().unwrap()))
        .collect();
    assert_eq!(organizations, [("acme", "admin"), ("main", "admin")]);
    let user = server.get("/api/user").by("rob").send().await.expect(200);
    assert_eq!(user["organizations"][0]["role"], "member");
    let user = server.get("/api/user").by("eve").send().await.expect(200);
    assert_eq!(user["organizations"], serde_json::json!([]));
    let robot = server.get("/api/user").by("t-team").send().await.expect(200);
    assert_eq!(robot["githubLogin"], "acme");
    assert_eq!(
        robot["tokenInfo"],
        serde_json::json!({"name": "t-team", "organization": "acme", "team": "platform"})
    );
}

#[tokio::test]
async fn what_is_counted_names_routes_and_nobody() {
    let server = Server::start().await;
    server.get("/api/orgs/acme/roles?uxPurpose=role").send().await.expect(200);
    server.get("/api/orgs/acme/roles?uxPurpose=role").by("eve").send().await.expect(404);
    server.get("/no/such/page/anywhere.txt").send().await;
    let answer = server.get("/metrics").with_authorization(None).send().await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    for line in [
        r#"scopesight_http_requests_total{route="/api/orgs/{org}/roles",method="GET",status="200"} 1"#,
        r#"scopesight_http_requests_total{route="/api/orgs/{org}/roles",method="GET",status="404"} 1"#,
        r#"scopesight_http_request_duration_seconds_count{route="/api/orgs/{org}/roles",method="GET"} 2"#,
        "scopesight_http_requests_open 1",
        "# EOF",
    ] {
        assert!(text.lines().any(|found| found == line), "no `{line}` in\n{text}");
    }
    assert!(!text.contains("acme") && !text.contains("anywhere"), "{text}");
}
