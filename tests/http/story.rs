//! One life of a token, told over HTTP with nothing made up.

use serde_json::{Value, json};

use crate::harness::Server;

const DEV: &str = "/api/stacks/acme/shop/dev";
const PROD: &str = "/api/stacks/acme/shop/prod";
const DAY_SECS: u64 = 24 * 60 * 60;

fn stack() -> Value {
    json!({"__type": "PermissionExpressionStack"})
}

fn only(condition: &Value, set: &str) -> Value {
    let compose = json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": [set]});
    json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": compose})
}

fn equal(left: &Value, right: &Value) -> Value {
    json!({"__type": "PermissionExpressionEqual", "left": left, "right": right})
}

/// The set on stacks that are tagged as `env`, exporting `shop/prod` itself, and reading all.
fn rules(set: &str, env: &str) -> Value {
    let tag = json!({"__type": "PermissionExpressionTag", "context": stack(), "key": "env"});
    let tagged = equal(&tag, &json!({"__type": "PermissionLiteralExpressionString", "value": env}));
    let prod = json!({"__type": "PermissionLiteralExpressionStack", "identity": "s-prod"});
    let direct = equal(&stack(), &prod);
    let export = json!({"__type": "PermissionDescriptorCondition", "condition": direct, "subNode":
        {"__type": "PermissionDescriptorAllow", "permissions": ["stack:export"]}});
    let read =
        json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["stack-read"]});
    json!({"__type": "PermissionDescriptorGroup", "entries": [only(&tagged, set), export, read]})
}

#[tokio::test]
async fn a_token_does_what_its_role_and_the_tags_of_the_day_let_it() {
    let server = Server::start().await;
    let begun = server.verified().await.count;
    let post =
        async |path: &str, body: Value| server.post(path).json(&body).send().await.expect(200);
    let set = json!({"name": "Cleans up", "uxPurpose": "set", "resourceType": "stack", "details":
        {"__type": "PermissionDescriptorAllow", "permissions": ["stack:read", "stack:delete", "stack_tags:update"]}});
    let set = post("/api/orgs/acme/roles", set).await;
    let set = set["id"].as_str().unwrap();
    let role = json!({"name": "Sweeper", "uxPurpose": "role", "details": rules(set, "old")});
    let role = post("/api/orgs/acme/roles?createPolicyAndRole=true", role).await;
    let role = role["id"].as_str().unwrap();
    let token = json!({"name": "sweeper", "description": "", "admin": false, "roleID": role,
        "expires": server.now() + DAY_SECS});
    let token = post("/api/orgs/acme/tokens", token).await;
    let value = format!("token {}", token["tokenValue"].as_str().unwrap());
    let by_token = Some(value.as_str());

    // It lists what it may read, reads, and is refused the rest.
    let list = server.get("/api/user/stacks?organization=acme").with_authorization(by_token);
    let list = list.send().await.expect(200);
    assert_eq!(list["stacks"].as_array().unwrap().len(), 2, "{list}");
    server.get(PROD).with_authorization(by_token).send().await.expect(200);
    let refused = server.delete(DEV).with_authorization(by_token).send().await.refused(403);
    refused.saying("missing scope `stack:delete` on stack `shop/dev`");
    let tag = json!({"name": "env", "value": "old"});
    let refused = server.patch(&format!("{DEV}/tags/env")).with_authorization(by_token).json(&tag);
    refused.send().await.refused(403).saying("`stack_tags:update`");

    // The tag changes, and it may: it tags what is now its own to tag.
    server.patch(&format!("{DEV}/tags/env")).json(&tag).send().await.expect(204);
    let note = json!({"name": "note", "value": "to be deleted"});
    let tagged = server.post(&format!("{DEV}/tags")).with_authorization(by_token).json(&note);
    tagged.send().await.expect(204);
    // The role changes, and it may not.
    let path = format!("/api/orgs/acme/scopesight/roles/{role}");
    let saved = |details: Value, version: u64| {
        let body = json!({"name": "Sweeper", "description": "", "details": details, "version": version, "roleVersion": 1});
        server.put(&path).json(&body).send()
    };
    saved(rules(set, "ancient"), 1).await.expect(200);
    server.delete(DEV).with_authorization(by_token).send().await.refused(403);
    saved(rules(set, "old"), 2).await.expect(200);
    server.delete(DEV).with_authorization(by_token).send().await.expect(204);

    // It expires.
    server.wait(i64::try_from(DAY_SECS).unwrap() + 1);
    server.get(PROD).with_authorization(by_token).send().await.refused(401);

    // Every step is in the log, and the chain holds.
    let log = server.get("/api/orgs/acme/auditlogs/v2?maxResults=100").send().await.expect(200);
    let mut events: Vec<_> = log["auditLogEvents"].as_array().unwrap().iter().collect();
    events.reverse();
    let skipped = usize::try_from(begun).unwrap();
    let told: Vec<_> =
        events[skipped..].iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        [
            "custom-role-created",
            "custom-role-created",
            "custom-role-created",
            "organization-token-created",
            "auth-failure-stack-permission",
            "auth-failure-stack-permission",
            "stack-tags-changed",
            "stack-tags-changed",
            "custom-role-updated",
            "custom-role-updated",
            "stack-deleted",
            // Once more within the hour: told with what was repeated.
            "auth-failure-stack-permission",
            // It had expired.
            "user-login-failed",
        ]
    );
    let of_token = events.iter().filter(|event| event["tokenName"] == "sweeper").count();
    assert_eq!(of_token, 6, "three refusals, a tag, a deletion, and an attempt after its end");
    assert!(!log.to_string().contains(value.trim_start_matches("token ")));
    assert_eq!(server.verified().await.count, begun + 13);
}
