//! What things may be called.

use serde_json::{Value, json};
use server::Config;

use crate::audit::since;
use crate::harness::{ORGANIZATION, Server, allow};

const ROLES: &str = "/api/orgs/acme/roles";
const EDITED: &str = "/api/orgs/acme/scopesight/roles";
const TOKENS: &str = "/api/orgs/acme/tokens";
const GUARDRAILS: &str = "/api/orgs/acme/scopesight/guardrails";

fn never(name: &str) -> Value {
    json!({"name": name, "never": {"scope": "stack:delete"}})
}

#[tokio::test]
async fn a_name_is_short_and_looks_like_what_it_is() {
    let server = Server::start().await;
    let before = server.everything().await;
    let long = "x".repeat(101);
    for name in
        ["", " ", &long, "Admin ", " Admin", "a\nb", "a\u{7}b", "a\u{202e}b", "Admin\u{200b}"]
    {
        let role = json!({"name": name, "uxPurpose": "role", "details": allow(&[])});
        let save = json!({"name": name, "details": allow(&[]), "version": 1, "roleVersion": 1});
        let mut changed = never(name);
        changed["version"] = json!(1);
        for ask in [
            server.post(ROLES).json(&role),
            server.post(&format!("{ROLES}?createPolicyAndRole=true")).json(&role),
            server.patch(&format!("{ROLES}/set-org")).json(&json!({"name": name})),
            server.put(&format!("{EDITED}/r-spare")).json(&save),
            server.post(GUARDRAILS).json(&never(name)),
            server.put(&format!("{GUARDRAILS}/{}", server.guardrail)).json(&changed),
        ] {
            ask.send().await.refused(400).at("/name");
        }
        let token = json!({"name": name, "roleID": "r-reader"});
        server.post(TOKENS).json(&token).send().await.refused(400).at("/name");
        if !name.is_empty() {
            let team = json!({"name": "core", "displayName": name});
            let ask = server.post("/api/orgs/acme/teams/pulumi").json(&team);
            ask.send().await.refused(400).at("/displayName");
        }
    }
    let text = "x".repeat(1001);
    let role =
        json!({"name": "A", "description": text, "uxPurpose": "role", "details": allow(&[])});
    server.post(ROLES).json(&role).send().await.refused(400).at("/description");
    let told = json!({"description": text});
    let ask = server.patch(&format!("{ROLES}/set-org")).json(&told);
    ask.send().await.refused(400).at("/description");
    assert_eq!(server.everything().await, before);
    // What can be said in as many characters, in any script.
    let name = "é".repeat(100);
    let role = json!({"name": name, "description": "é".repeat(1000), "uxPurpose": "role",
        "details": allow(&[])});
    server.post(ROLES).json(&role).send().await.expect(200);
    server.post(GUARDRAILS).json(&never(&name)).send().await.expect(200);
}

/// A snapshot may call things as it likes: they keep their names, and what is done to them is told all the same.
#[tokio::test]
async fn what_came_with_a_longer_name_keeps_it_and_is_told_of() {
    let mut document: Value = serde_json::from_str(ORGANIZATION).unwrap();
    let long = "Z".repeat(70_000);
    for record in document["records"].as_array_mut().unwrap() {
        if record["id"] == "r-spare" || record["id"] == "p-spare" {
            record["name"] = json!(long);
            record["description"] = json!(long);
        }
    }
    document["guardrails"][0]["name"] = json!(long);
    let demo = Some(&*document.to_string().leak());
    let server = Server::start_with(Config { demo, ..Config::default() }).await;
    server.give_to_everyone().await;
    let wide = json!({"details": allow(&["stack:delete"])});
    let path = format!("{ROLES}/p-spare");
    server.patch(&path).json(&wide).send().await.expect(200);
    let mut guardrail = never(&long);
    guardrail["version"] = json!(1);
    let guardrails = format!("{GUARDRAILS}/{}", server.guardrail);
    server.put(&guardrails).json(&guardrail).send().await.expect(200);
    server
        .patch(&path)
        .json(&json!({"name": "viewers", "details": allow(&["stack:write"])}))
        .send()
        .await
        .expect(200);
    let events = since(&server).await;
    let said = |event: &Value| event["description"].as_str().unwrap().to_owned();
    let short = format!("`{}…`", "Z".repeat(100));
    assert_eq!(
        said(&events[0]),
        format!("changed policy {short}: grants more: + stack:delete on every stack")
    );
    assert_eq!(said(&events[1]), format!("changed guardrail {short}"));
    assert!(
        said(&events[2]).starts_with(&format!("changed policy `viewers`: it was called {short}; ")),
        "{events:?}"
    );
    for (event, id) in events.iter().zip(["p-spare", &server.guardrail, "p-spare"]) {
        let details = &event["scopesight"]["details"];
        assert_eq!(details["id"], id);
        assert!(details.to_string().len() < 65_536);
    }
    let told = &events[2]["scopesight"]["details"];
    assert_eq!(told["previousName"], short.trim_matches('`'));
    assert_eq!(
        (&told["name"], &told["difference"]["isComplete"]),
        (&json!("viewers"), &json!(false))
    );
    let longer = json!({"name": "Y".repeat(101)});
    server.patch(&path).json(&longer).send().await.refused(400).at("/name");
}

#[tokio::test]
async fn the_key_of_a_tag_looks_like_what_it_is() {
    let server = Server::start().await;
    let stack = "/api/stacks/acme/shop/dev/tags";
    let environment = "/api/esc/environments/acme/aws/prod/tags";
    for key in ["", " ", " a", "a\nb", "\u{202e}", "a\u{0}b", &"k".repeat(41)] {
        let tag = json!({"name": key, "value": "v"});
        server.post(environment).json(&tag).send().await.refused(400);
        server.post(stack).json(&tag).send().await.refused(400);
        server.patch(stack).json(&json!({key: "v"})).send().await.refused(400);
        server.patch(&format!("{stack}/env")).json(&tag).send().await.refused(400);
        let new = json!({"stackName": "new", "tags": {key: "v"}});
        server.post("/api/stacks/acme/shop").json(&new).send().await.refused(400);
    }
    let refused = server.post(stack).json(&json!({"name": "a\nb", "value": "v"})).send().await;
    refused.refused(400).at("/name").saying("`a\\nb`");
    // Values are words of others, such as the first lines of a file.
    let tag = json!({"name": "vcs:owner/ü", "value": "a\nb "});
    server.post(stack).json(&tag).send().await.expect(204);
}

/// By the name that it was to have: its id is one that nobody has seen.
#[tokio::test]
async fn a_new_token_that_breaks_a_guardrail_is_called_by_its_name() {
    let server = Server::start().await;
    let token = json!({"name": "deploys", "admin": true});
    let refused = server.post(TOKENS).json(&token).send().await.expect(422);
    let subject = &refused["guardrails"][0]["subject"];
    assert_eq!((&subject["type"], &subject["name"]), (&json!("token"), &json!("deploys")));
}

/// What a login did and what a token did are told apart by their names.
#[tokio::test]
async fn a_token_is_not_called_as_somebody_and_nobody_as_a_token() {
    let server = Server::start().await;
    let named = json!({"name": "cy", "roleID": "r-reader"});
    for path in [TOKENS, "/api/orgs/acme/teams/platform/tokens"] {
        let mut body = named.clone();
        if path != TOKENS {
            body.as_object_mut().unwrap().remove("roleID");
        }
        let refused = server.post(path).json(&body).send().await.refused(409);
        refused.saying("a member is called `cy`");
    }
    let made = server.post(TOKENS).json(&json!({"name": "zoe", "roleID": "r-reader"}));
    let made = made.send().await.expect(200);
    let id = made["id"].as_str().unwrap();
    let people = "/api/orgs/acme/scopesight/people/zoe?breakGuardrails=true";
    let take_in = || server.post(people).json(&json!({})).send();
    take_in().await.refused(422).saying("a token is called `zoe`");
    server.delete(&format!("{TOKENS}/{id}")).send().await.expect(204);
    take_in().await.expect(200);
}
