//! The audit log: every change is in it, who was refused and who came, and it is one chain.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{Ask, Server, value};

const LOG: &str = "/api/orgs/acme/auditlogs/v2";
pub(crate) const ROLES: &str = "/api/orgs/acme/roles";
const TOKENS: &str = "/api/orgs/acme/tokens";
/// What every log begins with: the organization, the admin's token, and five tokens that are given out.
const BEGINNING: usize = 7;

/// Everything that happened since the beginning, the latest last.
pub(crate) async fn since(server: &Server) -> Vec<Value> {
    let list = server.get(&format!("{LOG}?maxResults=1000")).send().await.expect(200);
    assert_eq!(list.get("continuationToken"), None);
    let mut events = list["auditLogEvents"].as_array().unwrap().clone();
    events.reverse();
    let count = i64::try_from(events.len()).unwrap();
    let head = server.verified().await;
    assert_eq!(head.count, count);
    assert_eq!(events.last().unwrap()["scopesight"]["hash"], head.hash.to_string());
    events.split_off(BEGINNING)
}

pub(crate) fn names(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event"].as_str().unwrap()).collect()
}

fn allow(scopes: &[&str]) -> Value {
    json!({"__type": "PermissionDescriptorAllow", "permissions": scopes})
}

#[tokio::test]
async fn a_change_is_told_with_who_where_and_what_it_changes() {
    let server = Server::start().await;
    let body = json!({"name": "Deployers", "description": "", "uxPurpose": "role", "details": allow(&["stack:read"])});
    let made = server.post(&format!("{ROLES}?createPolicyAndRole=true")).json(&body);
    let made = made.coming_from("10.1.2.3").with("user-agent", "pulumi/3").send().await.expect(200);
    let policy = made["details"]["permissionDescriptors"][0].as_str().unwrap().to_owned();
    server.wait(60);
    let change = json!({"name": "Readers", "details": allow(&["stack:read", "stack:delete"])});
    server.patch(&format!("{ROLES}/{policy}")).json(&change).send().await.expect(200);

    let events = since(&server).await;
    assert_eq!(
        names(&events),
        ["custom-role-created", "custom-role-created", "custom-role-updated"]
    );
    let role = &events[1];
    assert_eq!(role["timestamp"], server.now() - 60);
    assert_eq!(role["sourceIP"], "10.1.2.3");
    assert_eq!(role["scopesight"]["userAgent"], "pulumi/3");
    assert_eq!(role["user"], json!({"name": "admin", "githubLogin": "admin", "avatarUrl": ""}));
    assert_eq!(role["tokenID"], "first");
    assert_eq!(role["reqOrgAdmin"], true);
    assert_eq!(role.get("authFailure"), None);
    assert_eq!(role["scopesight"]["details"]["kind"], "role");
    assert_eq!(role["scopesight"]["details"]["id"], made["id"]);
    assert_eq!(role["scopesight"]["details"]["version"], 1);
    assert_eq!(
        role["description"], "created role `Deployers`: grants more: + stack:read on every stack",
        "also what it grants by a policy that is made with it"
    );

    let change = &events[2];
    assert_eq!(
        change["description"],
        "changed policy `Readers`: it was called `Deployers`; grants more: + stack:delete on every stack"
    );
    assert_eq!(change["sourceIP"], "", "nobody knows");
    let details = &change["scopesight"]["details"];
    assert_eq!(details["previousName"], "Deployers");
    assert_eq!(details["version"], 2);
    let difference = &details["difference"];
    assert_eq!(difference["relation"], "wider");
    assert_eq!(difference["isComplete"], true);
    assert_eq!(difference["changes"][0]["kind"], "gained");
    assert_eq!(difference["changes"][0]["scopes"], json!(["stack:delete"]));
}

#[tokio::test]
async fn a_change_that_would_take_a_book_is_told_in_short() {
    let server = Server::start().await;
    let entries: Vec<_> = (0..2000)
        .map(|n| {
            json!({"__type": "PermissionDescriptorCondition",
                "condition": {"__type": "PermissionExpressionEqual",
                    "left": {"__type": "PermissionExpressionStack"},
                    "right": {"__type": "PermissionLiteralExpressionStack",
                        "identity": format!("a-stack-with-a-name-of-some-length-{n}")}},
                "subNode": allow(&["stack:read"])})
        })
        .collect();
    let body = json!({"name": "Many", "uxPurpose": "role",
        "details": {"__type": "PermissionDescriptorGroup", "entries": entries}});
    server.post(ROLES).json(&body).send().await.expect(200);
    let events = since(&server).await;
    let event = &events[0];
    let description = event["description"].as_str().unwrap();
    assert!(description.starts_with("created role `Many`: grants more: + stack:read on "));
    assert!(description.ends_with('…') && description.len() < 2_010, "{}", description.len());
    let difference = &event["scopesight"]["details"]["difference"];
    assert_eq!(difference["relation"], "wider");
    assert_eq!((&difference["isComplete"], &difference["changes"]), (&json!(false), &json!([])));
}

#[tokio::test]
async fn there_is_no_change_without_its_event() {
    let server = Server::start().await;
    let role = server.get(&format!("{ROLES}/r-spare")).send().await.expect(200);
    assert_eq!(since(&server).await.len(), 0, "reading is no event");
    server.patch(&format!("{ROLES}/r-spare/default")).send().await.expect(204);
    let save = json!({"name": role["name"], "description": "other words", "version": 1, "roleVersion": 1,
        "details": allow(&["stack:read"])});
    server.put("/api/orgs/acme/scopesight/roles/r-spare").json(&save).send().await.expect(200);
    server.delete(&format!("{ROLES}/r-spare?force=true")).send().await.expect(204);
    let token = json!({"name": "deploy", "description": "", "admin": false});
    let token = server.post(TOKENS).json(&token).send().await.expect(200);
    let id = token["id"].as_str().unwrap();
    server.delete(&format!("{TOKENS}/{id}")).send().await.expect(204);
    let team = "/api/orgs/acme/teams/platform/tokens";
    let of_team = json!({"name": "robot", "description": "", "expires": 0});
    let of_team = server.post(team).json(&of_team).send().await.expect(200);
    let id = of_team["id"].as_str().unwrap();
    server.delete(&format!("{team}/{id}")).send().await.expect(204);
    let own = json!({"description": "mine", "expires": 0});
    let own = server.post("/api/user/tokens").by("rob").json(&own).send().await.expect(200);
    let id = own["id"].as_str().unwrap();
    server.delete(&format!("/api/user/tokens/{id}")).by("rob").send().await.expect(204);
    let guardrails = "/api/orgs/acme/scopesight/guardrails";
    let statement = json!({"name": "none", "never": {"scope": "stack:delete"}});
    let guardrail = server.post(guardrails).json(&statement).send().await.expect(200);
    let id = guardrail["id"].as_str().unwrap();
    let changed = json!({"name": "none", "never": {"scope": "stack:write"}, "version": 1});
    server.put(&format!("{guardrails}/{id}")).json(&changed).send().await.expect(200);
    server.delete(&format!("{guardrails}/{id}")).send().await.expect(204);

    let events = since(&server).await;
    let expected = [
        "organization-default-role-changed",
        "custom-role-updated",
        "custom-role-updated",
        "custom-role-released",
        "custom-role-deleted",
        "custom-role-deleted",
        "organization-token-created",
        "organization-token-deleted",
        "team-token-created",
        "team-token-deleted",
        "personal-token-created",
        "personal-token-deleted",
        "guardrail-created",
        "guardrail-updated",
        "guardrail-deleted",
    ];
    assert_eq!(names(&events), expected);
    let user = |place: usize| events[place]["user"]["githubLogin"].as_str().unwrap();
    assert_eq!((user(9), user(10), user(11), user(12)), ("admin", "rob", "rob", "admin"));
    let released = &events[3]["scopesight"]["details"]["releasedFrom"];
    assert_eq!(*released, json!(["the organization, as its default role"]));
    let guardrail = &events[13]["scopesight"]["details"];
    assert_eq!(guardrail["before"]["never"]["scope"], "stack:delete");
    assert_eq!(guardrail["after"]["never"]["scope"], "stack:write");
    let text = json!(events).to_string();
    for secret in [&token, &of_team, &own].map(|made| made["tokenValue"].as_str().unwrap()) {
        assert!(
            !text.contains(secret) && !text.contains(secret.get(4..20).unwrap()),
            "a secret is in the log"
        );
    }
}

#[tokio::test]
async fn what_is_refused_changes_nothing_and_only_a_right_is_told() {
    let server = Server::start().await;
    // Neither what is wrong nor what is not there is a matter of rights.
    server.post(ROLES).json(&json!({"name": ""})).send().await.refused(400);
    server.delete(&format!("{ROLES}/nothing")).send().await.refused(404);
    server.get(ROLES).with_authorization(Some("token wrong")).send().await.refused(401);
    // Who may see nothing has no business in the log.
    server.get(&format!("{ROLES}?uxPurpose=role")).by("eve").send().await.refused(404);
    server.get(&format!("{ROLES}?uxPurpose=role")).by("dan").send().await.refused(404);
    assert_eq!(names(&since(&server).await), [""; 0]);

    server.delete(&format!("{ROLES}/r-flat")).by("rob").send().await.refused(403);
    server.delete(&format!("{ROLES}/r-empty")).by("t-ci").send().await.refused(403);
    let events = since(&server).await;
    assert_eq!(names(&events), ["auth-failure-organization-role"; 2]);
    assert_eq!(
        events[0]["description"],
        "was refused `DELETE /api/orgs/{org}/roles/{id}`: missing scope `role:delete` on organization `acme`"
    );
    assert_eq!(events[0]["authFailure"], true);
    assert_eq!(events[0]["user"]["githubLogin"], "rob");
    assert_eq!(events[1]["user"]["githubLogin"], "acme");
    assert_eq!(events[1]["actorName"], "t-ci");
    assert_eq!(events[1]["tokenName"], "t-ci");
}

#[tokio::test]
async fn a_handler_that_refuses_is_told_as_well() {
    let server = Server::start().await;
    let role = json!({"name": "Makes tokens", "description": "", "uxPurpose": "role",
        "details": allow(&["org_token:create", "org_token:read"])});
    let role = server.post(ROLES).json(&role).send().await.expect(200);
    let token = json!({"name": "maker", "description": "", "admin": false, "roleID": role["id"]});
    let token = server.post(TOKENS).json(&token).send().await.expect(200);
    let value = format!("token {}", token["tokenValue"].as_str().unwrap());
    let more = json!({"name": "more", "description": "", "admin": false, "roleID": "r-reader"});
    let ask = server.post(TOKENS).with_authorization(Some(&value)).json(&more);
    let refused = ask.send().await.refused(403);
    let events = since(&server).await;
    let last = events.last().unwrap();
    assert_eq!(last["event"], "request-refused");
    let description = last["description"].as_str().unwrap();
    assert!(description.ends_with(&refused.message), "{description}");
    assert_eq!(last["actorName"], "maker");
}

#[tokio::test]
async fn nobody_makes_the_log_grow_by_being_refused() {
    let server = Server::start().await;
    let refuse = async |role: usize| {
        let path = format!("{ROLES}/{role}");
        server.delete(&path).by("rob").coming_from("10.0.0.9").send().await.refused(403);
    };
    for role in 0..40 {
        refuse(role).await;
    }
    assert_eq!(since(&server).await.len(), 1, "whatever the names");
    server.wait(60 * 60);
    refuse(0).await;
    let events = since(&server).await;
    assert_eq!(events.len(), 3);
    let repeated = &events[1];
    let description = repeated["description"].as_str().unwrap();
    assert!(description.starts_with("39 more times within the hour: was refused"), "{description}");
    assert_eq!(repeated["scopesight"]["details"]["repeated"], 39);
    assert_eq!(repeated["sourceIP"], "10.0.0.9");
    assert_eq!(repeated["timestamp"], server.now() - 60 * 60, "when it happened last");
    assert_eq!(events[2]["description"], events[0]["description"]);
}

/// Nor fills the hour with it, which has room for so many different refusals only.
#[tokio::test]
async fn asking_for_ever_other_entities_is_one_refusal_that_repeats() {
    let server = Server::start().await;
    for number in 0..10 {
        let stack = json!({"stackName": format!("n{number}")});
        server.post("/api/stacks/acme/shop").json(&stack).send().await.expect(200);
    }
    let before = since(&server).await.len();
    for number in 0..10 {
        let path = format!("/api/stacks/acme/shop/n{number}");
        server.delete(&path).by("rob").send().await.refused(403).saying(&format!("n{number}`"));
    }
    // For want of another scope it is another.
    let tag = json!({"name": "env", "value": "prod"});
    let tags = "/api/stacks/acme/shop/n0/tags";
    server.post(tags).by("rob").json(&tag).send().await.refused(403);
    let told = since(&server).await.split_off(before);
    assert_eq!(names(&told), ["auth-failure-stack-permission"; 2]);
    assert!(told[0]["description"].as_str().unwrap().ends_with("on stack `shop/n0`"), "{told:?}");
    server.wait(60 * 60);
    server.delete("/api/stacks/acme/shop/n0").by("rob").send().await.refused(403);
    let told = since(&server).await.split_off(before);
    assert_eq!(told.len(), 4, "{told:?}");
    let repeated = told[2]["description"].as_str().unwrap();
    assert!(
        repeated.starts_with("9 more times within the hour, of others as well: "),
        "{repeated}"
    );
}

#[tokio::test]
async fn who_signs_in_is_told_and_who_cannot_any_more() {
    let server = Server::start().await;
    let sign_in = |id: &str| {
        let ask = server.post("/session").with_authorization(None);
        ask.json(&json!({"token": value(id)})).coming_from("10.0.0.7").send()
    };
    sign_in("rob").await.expect(204);
    sign_in("rob").await.expect(204);
    sign_in("nobody").await.refused(401);
    let kind = store::TokenKind::Personal { login: "cy".to_owned() };
    server.give("late", None, kind, server.now() + 5).await;
    server.wait(6);
    sign_in("late").await.refused(401);
    server.get("/api/user").by("late").send().await.refused(401);
    let events = since(&server).await;
    assert_eq!(
        names(&events),
        ["user-login", "token-given", "user-login-failed", "user-login-failed"],
        "the same twice is told once, and from elsewhere it is not the same"
    );
    assert_eq!(events[0]["user"]["githubLogin"], "rob");
    assert_eq!(events[0]["sourceIP"], "10.0.0.7");
    assert_eq!(events[2]["user"]["githubLogin"], "cy");
    assert_eq!(events[2]["tokenID"], "late");
    assert_eq!(events[2]["authFailure"], true);
    assert_eq!(events[2]["description"], "showed a token that had expired 2026-11-23T12:00:05Z");
}

#[tokio::test]
async fn a_proxy_is_believed_only_where_there_is_one() {
    let config = || Config { demo: None, ..Config::default() };
    let told = async |server: Server| {
        server.give_to_everyone().await;
        let ask = server.delete(&format!("{ROLES}/r-flat")).by("rob").coming_from("10.0.0.1");
        // The first one is what anybody can send; the last one is the proxy's own.
        let ask = ask.with("x-forwarded-for", "192.0.2.66, 198.51.100.7");
        ask.send().await.refused(403);
        since(&server).await[0]["sourceIP"].clone()
    };
    assert_eq!(told(Server::start_with(config()).await).await, "10.0.0.1");
    let behind = Config { behind_proxy: true, ..config() };
    assert_eq!(told(Server::start_with(behind).await).await, "198.51.100.7");
}

#[tokio::test]
async fn a_log_is_read_page_by_page_and_by_what_is_asked() {
    let server = Server::start().await;
    let list = async |query: &str| {
        let list = server.get(&format!("{LOG}?{query}")).send().await.expect(200);
        let events = list["auditLogEvents"].as_array().unwrap().clone();
        let sequences: Vec<_> =
            events.iter().map(|event| event["scopesight"]["sequence"].as_i64().unwrap()).collect();
        (sequences, list["continuationToken"].as_str().map(str::to_owned))
    };
    let begin = server.now();
    server.wait(10);
    server.delete(&format!("{ROLES}/r-flat")).by("rob").send().await.refused(403);
    server.delete(&format!("{ROLES}/r-flat")).by("t-ci").send().await.refused(403);
    let (first, token) = list("maxResults=4").await;
    assert_eq!(first, [9, 8, 7, 6]);
    let (second, token) = list(&format!("maxResults=4&continuationToken={}", token.unwrap())).await;
    assert_eq!(second, [5, 4, 3, 2]);
    let (third, token) = list(&format!("maxResults=4&continuationToken={}", token.unwrap())).await;
    assert_eq!((third, token), (vec![1], None));
    assert_eq!(list("maxResults=9").await.1, None, "the last page is full");

    let found = async |query: String| list(&query).await.0;
    assert_eq!(found(format!("startTime={}", begin + 1)).await, [9, 8]);
    assert_eq!(found(format!("startTime={}", begin + 10)).await, [9, 8]);
    assert_eq!(found(format!("endTime={begin}")).await, [7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(found(format!("endTime={}", i64::MAX)).await.len(), 9);
    assert_eq!(found("eventFilter=auth-failure-organization-role".to_owned()).await, [9, 8]);
    assert_eq!(found("userFilter=rob".to_owned()).await, [8]);
    assert_eq!(found("userFilter=t-ci".to_owned()).await, [9]);
    assert_eq!(found("userFilter=nobody".to_owned()).await, [0; 0]);
    assert_eq!(found("userFilter=&eventFilter=&format=json".to_owned()).await.len(), 9);
    let cases = [
        ("maxResults=0", "`maxResults` of 1 to 1000"),
        ("maxResults=1001", "`maxResults` of 1 to 1000"),
        ("continuationToken=x", "`continuationToken` `x`"),
        ("continuationToken=-1", "`continuationToken` `-1`"),
        ("format=csv", "a `format` of `json`, found `csv`"),
        ("startTime=2&endTime=1", "`startTime` before the `endTime`"),
        ("startTime=yesterday", "startTime"),
    ];
    for (query, words) in cases {
        server.get(&format!("{LOG}?{query}")).send().await.refused(400).saying(words);
    }
}

#[tokio::test]
async fn a_log_is_for_those_who_may_read_it() {
    let server = Server::start().await;
    let head = "/api/orgs/acme/scopesight/audit/head";
    let ask = |path: &str, by: &str| -> Ask<'_> { server.get(path).by(by) };
    for (path, scope) in [
        (LOG.to_owned(), "`audit_logs:read`"),
        (format!("{LOG}/export"), "`audit_logs:export`"),
        (head.to_owned(), "`audit_logs:read`"),
    ] {
        ask(&path, "rob").send().await.refused(403).saying(scope);
        ask(&path, "eve").send().await.refused(404);
        server.get(&path).with_authorization(None).send().await.refused(401);
    }
    let told = server.get(head).send().await.expect(200);
    let good = server.verified().await;
    let expected = json!({"count": good.count, "head": good.hash.to_string(), "encoding": "scopesight-audit-1"});
    assert_eq!(told, expected);
}
