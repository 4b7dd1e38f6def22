//! The registry of cloud accounts.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{ORGANIZATION, Server, allow};

const ALL: &str = "/api/preview/insights/acme/accounts";
const MAIN: &str = "/api/preview/insights/acme/accounts/main";

fn account(provider: &str, environment: &str) -> Value {
    json!({"provider": provider, "environment": environment})
}

async fn names(server: &Server, by: &str, query: &str) -> Vec<String> {
    let answer = server.get(&format!("{ALL}{query}")).by(by).send().await.expect(200);
    let name = |told: &Value| told["name"].as_str().unwrap().to_owned();
    answer["accounts"].as_array().unwrap().iter().map(name).collect()
}

#[tokio::test]
async fn an_account_is_told_as_it_was_made() {
    let server = Server::start().await;
    let before = server.everything().await;
    server.head(MAIN).send().await.expect_nothing(404);
    let body =
        json!({"provider": "azure-native", "environment": "aws/prod@3", "scanSchedule": "none"});
    server.post(MAIN).json(&body).send().await.expect(204);
    server.head(MAIN).send().await.expect_nothing(204);
    let told = server.get(MAIN).send().await.expect(200);
    let expected = json!({"id": told["id"], "name": "main", "provider": "azure-native",
        "providerEnvRef": "aws/prod@3", "scheduledScanEnabled": false,
        "ownedBy": {"name": "admin", "githubLogin": "admin", "avatarUrl": ""}});
    assert_eq!(told, expected);
    assert_eq!(told["id"].as_str().unwrap().len(), 36, "{told}");
    assert_eq!(server.get(ALL).send().await.expect(200), json!({"accounts": [expected]}));
    server.post(MAIN).json(&body).send().await.refused(409).saying("`main`");
    let audit = server.get("/api/orgs/acme/auditlogs/v2?eventFilter=insights-account-created");
    let audit = audit.send().await.expect(200);
    let details = &audit["auditLogEvents"][0]["scopesight"]["details"];
    assert_eq!(details["after"]["details"]["provider"], "azure-native", "{audit}");
    server.delete(MAIN).send().await.expect(204);
    server.delete(MAIN).send().await.refused(404).saying("insights-account `main`");
    server.get(MAIN).send().await.refused(404);
    assert_eq!(server.everything().await, before, "nothing of it is left");
}

#[tokio::test]
async fn whoever_creates_an_account_holds_it_and_others_do_not() {
    let server = Server::start().await;
    server.give_role("maker", &allow(&["insights_account:create", "environment:read"])).await;
    server.give_role("blind", &allow(&["insights_account:create"])).await;
    let body = account("aws", "aws/prod");
    let post = |by: &str, body: &Value| server.post(MAIN).by(by).json(body);
    post("rob", &body).send().await.refused(403).saying("`insights_account:create`");
    post("eve", &body).send().await.refused(404).saying("organization `acme`");
    // An environment that one cannot read is not there.
    post("blind", &body).send().await.refused(404).saying("environment `aws/prod`");
    let nowhere = account("aws", "aws/none");
    post("maker", &nowhere).send().await.refused(404).saying("environment `aws/none`");
    post("maker", &body).send().await.expect(204);
    server.get(MAIN).by("maker").send().await.expect(200);
    assert_eq!(names(&server, "maker", "").await, ["main"]);
    assert_eq!(names(&server, "rob", "").await, Vec::<String>::new());
    for ask in [server.get(MAIN), server.delete(MAIN)] {
        ask.by("rob").send().await.refused(404).saying("insights-account `main`");
    }
    server.head(MAIN).by("rob").send().await.expect_nothing(404);
    let owner = server.get(MAIN).send().await.expect(200);
    assert_eq!(owner["ownedBy"]["githubLogin"], "acme", "a token is nobody");

    server.give_role("scanner", &allow(&["insights_account:scan"])).await;
    for (ask, scope) in [
        (server.get(MAIN), "insights_account:read"),
        (server.delete(MAIN), "insights_account:delete"),
    ] {
        let refused = ask.by("scanner").send().await.refused(403);
        refused.saying(&format!("missing scope `{scope}` on insights-account `main`"));
    }
    assert_eq!(names(&server, "scanner", "").await, Vec::<String>::new());
    let audit = server.get("/api/orgs/acme/auditlogs/v2?eventFilter=auth-failure-cloud-account");
    let audit = audit.send().await.expect(200);
    assert_eq!(audit["auditLogEvents"].as_array().unwrap().len(), 2);
    server.delete(MAIN).by("maker").send().await.expect(204);
}

#[tokio::test]
async fn an_account_that_cannot_be_is_refused_where_it_is_wrong() {
    let server = Server::start().await;
    let before = server.everything().await;
    for (body, pointer) in [
        (account("ibm", "aws/prod"), "/provider"),
        (account("aws", "prod"), "/environment"),
        (account("aws", "aws/prod/x"), "/environment"),
        (account("aws", "aws/prod@"), "/environment"),
        (account("aws", "/prod"), "/environment"),
        (account("aws", &"x".repeat(10_000)), "/environment"),
        (
            json!({"provider": "aws", "environment": "aws/prod", "scanSchedule": "daily"}),
            "/scanSchedule",
        ),
        (
            json!({"provider": "aws", "environment": "aws/prod", "providerConfig": {}}),
            "/providerConfig",
        ),
        (json!({"provider": "aws"}), ""),
    ] {
        let refused = server.post(MAIN).json(&body).send().await.refused(400).at(pointer);
        assert!(refused.message.len() < 500, "{}", refused.message);
    }
    let body = account("aws", "aws/prod");
    server.post(&format!("{ALL}/a%20b")).json(&body).send().await.refused(400).saying("`a b`");
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_list_of_accounts_comes_in_pages() {
    let server = Server::start().await;
    for name in ["d", "b", "c", "a"] {
        let body = account("gcp", "aws/prod");
        server.post(&format!("{ALL}/{name}")).json(&body).send().await.expect(204);
    }
    let first = server.get(&format!("{ALL}?count=3")).send().await.expect(200);
    assert_eq!(first["accounts"].as_array().unwrap().len(), 3);
    let next = first["nextToken"].as_str().unwrap();
    server.delete(&format!("{ALL}/c")).send().await.expect(204);
    let rest = format!("?count=3&continuationToken={next}");
    assert_eq!(names(&server, "admin", &rest).await, ["d"]);
    let second = server.get(&format!("{ALL}{rest}")).send().await.expect(200);
    assert!(second.get("nextToken").is_none());
    assert_eq!(names(&server, "admin", "?parent=a").await, Vec::<String>::new());
    server.get(&format!("{ALL}?parent=none")).send().await.refused(404).saying("`none`");
    assert_eq!(names(&server, "admin", "?roleID=admin").await, ["a", "b", "d"]);
    assert_eq!(names(&server, "admin", "?roleID=r-reader").await, Vec::<String>::new());
    for wrong in ["count=0", "count=1001", "count=x", "roleID=nobody"] {
        server.get(&format!("{ALL}?{wrong}")).send().await.refused(400);
    }
}

#[tokio::test]
async fn an_account_that_was_brought_along_says_no_provider() {
    let text = ORGANIZATION.replace(
        r#""entities": ["#,
        r#""entities": [{"type": "insights-account", "id": "a-main", "name": "main"},"#,
    );
    let demo = Some(&*text.leak());
    let server = Server::start_with(Config { demo, ..Config::default() }).await;
    let expected = json!({"id": "a-main", "name": "main", "provider": "", "scheduledScanEnabled": false,
        "ownedBy": {"name": "acme", "githubLogin": "acme", "avatarUrl": ""}});
    assert_eq!(server.get(MAIN).send().await.expect(200), expected);
}

#[tokio::test]
async fn of_several_accounts_each_is_made_for_itself() {
    let server = Server::start().await;
    server.post(MAIN).json(&account("aws", "aws/prod")).send().await.expect(204);
    let named = |name: &str, environment: &str| json!({"name": name, "provider": "oci", "environment": environment});
    let body = json!({"skipAutoEnablePolicyPacks": true, "accounts": [named("a", "aws/prod"),
        named("main", "aws/prod"), named("b", "aws/none"), named("c d", "aws/prod"), named("e", "aws/prod")]});
    let answer = server.post(ALL).json(&body).send().await.expect(200);
    let part = |of: &str| {
        let parts = answer[of].as_array().unwrap().iter();
        parts.map(|part| part["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (part("accounts"), part("failures")),
        (vec!["a".into(), "e".into()], vec!["main".into(), "b".into(), "c d".into()])
    );
    assert_eq!(answer["accounts"][0], server.get(&format!("{ALL}/a")).send().await.expect(200));
    for (index, words) in [(0, "`main` exists"), (1, "environment `aws/none`"), (2, "found `c d`")]
    {
        let error = answer["failures"][index]["error"].as_str().unwrap();
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(names(&server, "admin", "").await, ["a", "e", "main"]);
    let scopes = ["insights_account:create", "environment:read"];
    server.give_role("maker", &allow(&scopes)).await;
    let one = json!({"accounts": [named("of-token", "aws/prod")]});
    let answer = server.post(ALL).by("maker").json(&one).send().await.expect(200);
    let found = server.get(&format!("{ALL}/of-token")).send().await.expect(200);
    assert_eq!(answer["accounts"], json!([found]));
    let none = json!({"accounts": []});
    server.post(ALL).json(&none).send().await.refused(400).at("/accounts");
    let many: Vec<_> = (0..101).map(|number| named(&format!("n{number}"), "aws/prod")).collect();
    let many = json!({"accounts": many});
    server.post(ALL).json(&many).send().await.refused(400).saying("found 101");
    let wrong = json!({"accounts": [{"name": "x", "provider": "ibm", "environment": "aws/prod"}]});
    server.post(ALL).json(&wrong).send().await.refused(400).at("/accounts/0/provider");
    server
        .post(ALL)
        .by("rob")
        .json(&body)
        .send()
        .await
        .refused(403)
        .saying("`insights_account:create`");
    server.post(ALL).by("eve").json(&body).send().await.refused(404);
}
