//! Decisions for others to enforce.

use serde_json::{Value, json};

use crate::harness::{Server, allow};

const ONE: &str = "/access/v1/evaluation";
const MANY: &str = "/access/v1/evaluations";

fn question(subject: (&str, &str), scope: &str, resource: (&str, &str)) -> Value {
    json!({"subject": {"type": subject.0, "id": subject.1}, "action": {"name": scope},
        "resource": {"type": resource.0, "id": resource.1}, "context": {"organization": "acme"}})
}

#[tokio::test]
async fn a_decision_is_what_the_subject_holds() {
    let server = Server::start().await;
    let prod = ("stack", "s-prod");
    let cases = [
        (("user", "rob"), "stack:read", prod, true),
        (("user", "rob"), "stack:delete", prod, false),
        (("token", "t-ci"), "stack:read", prod, true),
        (("user", "rob"), "role:read", ("organization", "acme"), true),
        (("user", "dan"), "stack:read", prod, false),
    ];
    for (subject, scope, resource, is_allowed) in cases {
        let body = question(subject, scope, resource);
        for _ in 0..2 {
            let answer = server.post(ONE).json(&body).send().await.expect(200);
            assert_eq!(answer, json!({"decision": is_allowed}), "{body}");
        }
    }
    for body in [
        question(("user", "nobody"), "stack:read", prod),
        question(("robot", "rob"), "stack:read", prod),
        question(("user", "rob"), "stack:fly", prod),
        question(("user", "rob"), "stack:read", ("stack", "s-none")),
    ] {
        let answer = server.post(ONE).json(&body).send().await.expect(200);
        assert_eq!(answer["decision"], false, "{body}");
        assert!(answer["context"]["reason"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn others_are_asked_about_with_role_read_only() {
    let server = Server::start().await;
    let ask = |who: &str, about: &str| {
        let body = question(("user", about), "stack:read", ("stack", "s-dev"));
        server.post(ONE).by(who).json(&body)
    };
    ask("cy", "cy").send().await.expect(200);
    ask("rob", "cy").send().await.expect(200);
    ask("cy", "rob").send().await.refused(403).saying("`role:read`");
    ask("eve", "rob").send().await.refused(404);
    ask("dan", "dan").send().await.refused(404);
    ask("cy", "cy").with_authorization(None).send().await.refused(401);
}

#[tokio::test]
async fn a_batch_has_defaults_and_three_semantics() {
    let server = Server::start().await;
    let mut body = question(("user", "rob"), "stack:read", ("stack", "s-dev"));
    body["evaluations"] = json!([{}, {"action": {"name": "stack:delete"}}, {}]);
    let cases = [
        ("execute_all", json!([true, false, true])),
        ("deny_on_first_deny", json!([true, false])),
        ("permit_on_first_permit", json!([true])),
    ];
    for (semantic, expected) in cases {
        body["options"] = json!({"evaluations_semantic": semantic});
        let answer = server.post(MANY).with("x-request-id", "r-1").json(&body).send().await;
        assert_eq!(answer.header("x-request-id"), "r-1");
        let answer = answer.expect(200);
        let all = answer["evaluations"].as_array().unwrap().iter();
        let found: Value = all.map(|one| one["decision"].clone()).collect();
        assert_eq!(found, expected, "{semantic}");
    }
    body["options"] = json!({"evaluations_semantic": "guess"});
    server.post(MANY).json(&body).send().await.refused(400);
    // What a caller may not ask refuses the whole request.
    let others = question(("user", "rob"), "stack:read", ("stack", "s-dev"));
    let body = json!({"evaluations": [question(("user", "cy"), "stack:read", ("stack", "s-dev")), others]});
    server.post(MANY).by("cy").json(&body).send().await.refused(403).saying("`role:read`");
    server.post(ONE).json(&json!({})).send().await.refused(400).at("/subject");
}

async fn search(server: &Server, what: &str, by: &str, body: Value) -> Value {
    let path = format!("/access/v1/search/{what}");
    server.post(&path).by(by).json(&body).send().await.expect(200)
}

fn names(found: &Value, key: &str) -> Vec<String> {
    let results = found["results"].as_array().unwrap().iter();
    results.map(|result| result[key].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn searches_tell_who_on_what_and_what() {
    let server = Server::start().await;
    let dev = json!({"type": "stack", "id": "s-dev"});
    let read = json!({"name": "stack:read"});
    let asked = json!({"subject": {"type": "user"}, "action": read, "resource": dev,
        "context": {"organization": "acme"}});
    let found = search(&server, "subject", "admin", asked.clone()).await;
    let users = names(&found, "id");
    assert!(users.contains(&"rob".to_owned()) && !users.contains(&"dan".to_owned()), "{found}");
    assert_eq!(found["results"][0]["type"], "user");

    let asked = json!({"subject": {"type": "user", "id": "rob"}, "action": read,
        "resource": {"type": "stack"}, "context": {"organization": "acme"}});
    let found = search(&server, "resource", "rob", asked).await;
    assert_eq!(names(&found, "id"), ["s-dev", "s-prod"]);
    let asked = json!({"subject": {"type": "token", "id": "t-ci"}, "resource": dev});
    let actions = search(&server, "action", "t-ci", asked).await;
    let actions = names(&actions, "name");
    assert!(actions.contains(&"stack:read".to_owned()), "{actions:?}");
    assert!(!actions.contains(&"stack:delete".to_owned()), "{actions:?}");

    // What the searches find is what an evaluation says.
    for action in &actions {
        let body = json!({"subject": {"type": "token", "id": "t-ci"}, "action": {"name": action}, "resource": dev});
        let decided = server.post("/access/v1/evaluation").by("t-ci").json(&body).send().await;
        assert_eq!(decided.expect(200)["decision"], true, "{action}");
    }
    let asked = json!({"subject": {"type": "user"}, "action": read, "resource": dev});
    let path = "/access/v1/search/subject";
    server.post(path).by("cy").json(&asked).send().await.refused(403).saying("role:read");
    server.post(path).json(&json!({"action": read})).send().await.refused(400);
}

#[tokio::test]
async fn a_search_comes_in_pages_that_lose_nothing() {
    let server = Server::start().await;
    let mut asked = json!({"subject": {"type": "user", "id": "admin"}, "page": {"limit": 7},
        "resource": {"type": "organization", "id": "acme"}});
    let mut all = Vec::new();
    loop {
        let found = search(&server, "action", "admin", asked.clone()).await;
        all.extend(names(&found, "name"));
        let next = found["page"]["next_token"].as_str().unwrap().to_owned();
        assert_eq!(found["page"]["count"], found["results"].as_array().unwrap().len());
        if next.is_empty() {
            assert_eq!(found["page"]["total"], all.len());
            break;
        }
        asked["page"]["token"] = json!(next);
    }
    assert!(all.len() > 30 && all.is_sorted(), "{all:?}");
    asked["page"]["token"] = json!("nonsense");
    let refused = server.post("/access/v1/search/action").json(&asked).send().await;
    refused.refused(400).at("/page/token");
}

#[tokio::test]
async fn the_server_says_where_what_is_and_repeats_the_name_of_a_request() {
    let server = Server::start().await;
    let path = "/.well-known/authzen-configuration";
    let ask = server.get(path).with_authorization(None).with("host", "pdp.example");
    let found = ask.with("x-forwarded-proto", "https").send().await.expect(200);
    assert_eq!(found["policy_decision_point"], "https://pdp.example");
    let evaluation = "https://pdp.example/access/v1/evaluation";
    assert_eq!(found["access_evaluation_endpoint"], evaluation);
    let refused = server.post("/access/v1/evaluation").with("x-request-id", "a-1").send().await;
    assert_eq!((refused.status, refused.header("x-request-id")), (400, "a-1"));
}

/// The page after an entity that is found no longer begins where it would have stood.
#[tokio::test]
async fn a_search_goes_on_after_what_is_found_no_longer() {
    let server = Server::start().await;
    let tagged = json!({"__type": "PermissionDescriptorCondition",
        "condition": {"__type": "PermissionExpressionHasTag", "key": "env",
            "context": {"__type": "PermissionExpressionStack"}},
        "subNode": allow(&["stack:read"])});
    let details =
        json!({"__type": "PermissionDescriptorGroup", "entries": [tagged, allow(&["role:read"])]});
    server.give_role("t-tagged", &details).await;
    let page = async |token: &str| {
        let search = json!({"subject": {"type": "token", "id": "t-tagged"}, "action": {"name": "stack:read"},
            "resource": {"type": "stack"}, "context": {"organization": "acme"},
            "page": {"limit": 1, "token": token}});
        server.post("/access/v1/search/resource").json(&search).send().await.expect(200)
    };
    let first = page("").await;
    assert_eq!(first["results"], json!([{"type": "stack", "id": "s-dev"}]));
    let next = first["page"]["next_token"].as_str().unwrap();
    server.delete("/api/stacks/acme/shop/dev/tags/env").send().await.expect(204);
    let rest = page(next).await;
    assert_eq!(rest["results"], json!([{"type": "stack", "id": "s-prod"}]));
    assert_eq!(rest["page"]["next_token"], "");
    server.delete("/api/stacks/acme/shop/dev").send().await.expect(204);
    assert_eq!(page(next).await["results"], rest["results"]);
}

/// Who is found no longer since they are gone has a place by their name still.
#[tokio::test]
async fn a_search_goes_on_after_whoever_is_gone() {
    let server = Server::start().await;
    let page = async |token: &str| {
        let asked = json!({"subject": {"type": "token"}, "action": {"name": "stack:read"},
            "resource": {"type": "stack", "id": "s-prod"}, "context": {"organization": "acme"},
            "page": {"limit": 4, "token": token}});
        search(&server, "subject", "admin", asked).await
    };
    let first = page("").await;
    assert_eq!(names(&first, "id"), ["cy", "first", "rob", "t-ci"]);
    server.delete("/api/orgs/acme/tokens/t-ci").send().await.expect(204);
    let rest = page(first["page"]["next_token"].as_str().unwrap()).await;
    assert_eq!(names(&rest, "id"), ["t-team"]);
}

/// Whoever holds nothing in an organization does not learn that it is there, whatever they leave out.
#[tokio::test]
async fn no_search_tells_whether_an_organization_is_there() {
    let server = Server::start().await;
    let dev = json!({"type": "stack", "id": "s-dev"});
    let read = json!({"name": "stack:read"});
    let rob = json!({"type": "user", "id": "rob"});
    let whole = [
        ("subject", json!({"subject": {"type": "user"}, "action": read, "resource": dev})),
        ("resource", json!({"subject": rob, "action": read, "resource": {"type": "stack"}})),
        ("action", json!({"subject": rob, "resource": dev})),
    ];
    for (what, whole) in whole {
        for left_out in ["", "subject", "action", "resource"] {
            let ask = async |organization: &str| {
                let mut search = whole.clone();
                search.as_object_mut().unwrap().remove(left_out);
                search["context"] = json!({"organization": organization});
                let path = format!("/access/v1/search/{what}");
                let answer = server.post(&path).by("rob").json(&search).send().await;
                let status = answer.status;
                let refused = answer.refused(status);
                (status, refused.message.replace(organization, "it"), refused.pointer)
            };
            let (there, nowhere) = (ask("main").await, ask("nosuch").await);
            assert_eq!(there, nowhere, "{what} without {left_out}");
            assert!(matches!(there.0, 400 | 404), "{there:?}");
        }
    }
}

/// Nor does whoever asks about themselves learn which entities are there on which they hold nothing.
#[tokio::test]
async fn an_entity_on_which_one_holds_nothing_is_as_one_that_is_not_there() {
    let server = Server::start().await;
    server.give_role("t-plain", &allow(&["org_member:read"])).await;
    let ask = async |by: &str, id: &str| {
        let body = question(("token", by), "stack:read", ("stack", id));
        server.post(ONE).by(by).json(&body).send().await.expect(200)
    };
    assert_eq!(ask("t-plain", "s-prod").await, json!({"decision": false}));
    assert_eq!(ask("t-plain", "s-none").await, json!({"decision": false}));
    // Nor from where the next page would begin.
    let pages = async |(id, in_hex): (&str, &str)| {
        let on = |last: &str, resource: Value| {
            json!({"subject": {"type": "token", "id": "t-plain"}, "action": {"name": "stack:read"},
                "resource": resource, "context": {"organization": "acme"},
                "page": {"token": last}})
        };
        let actions = on("737461636b3a72656164", json!({"type": "stack", "id": id}));
        let resources = on(in_hex, json!({"type": "stack"}));
        [
            search(&server, "action", "t-plain", actions).await,
            search(&server, "resource", "t-plain", resources).await,
        ]
    };
    let (there, nowhere) = (("s-prod", "732d70726f64"), ("s-none", "732d6e6f6e65"));
    assert_eq!(pages(there).await, pages(nowhere).await);
    // Whoever may read roles is told what is wrong.
    let told = ask("t-ci", "s-none").await;
    assert_eq!(told["context"]["reason"], "there is no stack `s-none`");
}
