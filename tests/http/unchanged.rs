//! What is asked for a second time.

use serde_json::{Value, json};

use crate::audit::since;
use crate::harness::{Ask, Server};

const ORG: &str = "/api/orgs/acme";
const TEAM: &str = "/api/orgs/acme/teams/platform";

/// What sets something to what it says, and the answer to that.
fn settings(server: &Server) -> Vec<(Ask<'_>, u16)> {
    let stack = json!({"projectName": "shop", "stackName": "prod", "permission": 102});
    let set = |body: Value| (server.patch(TEAM).json(&body), 204);
    vec![
        (server.patch(ORG).json(&json!({"setDefaultStackPermission": 102})), 200),
        (server.patch(&format!("{ORG}/roles/r-flat/default")), 204),
        (server.patch(&format!("{ORG}/members/dan")).json(&json!({"role": "member"})), 204),
        set(json!({"newDisplayName": "Platform", "newDescription": "runs it"})),
        set(json!({"member": "cy", "memberAction": "demote"})),
        set(json!({"addStackPermission": stack})),
        set(json!({"removeStack": {"projectName": "shop", "stackName": "dev"}})),
        (server.post(&format!("{TEAM}/roles/r-reader")), 204),
    ]
}

#[tokio::test]
async fn what_is_as_it_is_asked_to_be_is_no_change() {
    let server = Server::start().await;
    server.give_to_everyone().await;
    for (index, (first, status)) in settings(&server).into_iter().enumerate() {
        let events = since(&server).await.len();
        first.send().await.expect(status);
        assert_eq!(since(&server).await.len(), events + 1, "{index}");
        let before = (server.everything().await, since(&server).await);
        let (again, status) = settings(&server).swap_remove(index);
        again.send().await.expect(status);
        assert_eq!((server.everything().await, since(&server).await), before, "{index}");
    }
}

#[tokio::test]
async fn a_guardrail_that_says_the_same_keeps_its_version() {
    let server = Server::start().await;
    let guardrails = format!("{ORG}/scopesight/guardrails");
    let mut stated = json!({"name": "nobody writes", "never": {"scope": "stack:write"}});
    let made = server.post(&guardrails).json(&stated).send().await.expect(200);
    let before = (server.everything().await, since(&server).await);
    stated["version"] = json!(1);
    let path = format!("{guardrails}/{}", made["id"].as_str().unwrap());
    assert_eq!(server.put(&path).json(&stated).send().await.expect(200), made);
    assert_eq!((server.everything().await, since(&server).await), before);
    stated["name"] = json!("nobody changes");
    assert_eq!(server.put(&path).json(&stated).send().await.expect(200)["version"], 2);
}

#[tokio::test]
async fn what_one_part_of_a_request_sets_another_takes_back() {
    let server = Server::start().await;
    let stack = json!({"projectName": "shop", "stackName": "dev"});
    let mut grant = stack.clone();
    grant["permission"] = json!(103);
    server.patch(TEAM).json(&json!({"removeStack": stack})).send().await.expect(204);
    let both = json!({"addStackPermission": grant, "removeStack": stack});
    server.patch(TEAM).json(&both).send().await.expect(204);
    assert_eq!(server.get(TEAM).send().await.expect(200)["stacks"], json!([]));
}
