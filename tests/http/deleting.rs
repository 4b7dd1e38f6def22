//! Deleting, and what stands in its way.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{Server, allow};

const ROLES: &str = "/api/orgs/acme/roles";

async fn ids(server: &Server) -> Vec<String> {
    let records = server.everything().await["records"].clone();
    let records = records.as_array().unwrap().iter();
    records.map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_role_goes_with_its_policy() {
    let server = Server::start().await;
    let before = ids(&server).await;
    server.delete(&format!("{ROLES}/r-spare")).send().await.expect(204);
    let gone = ["r-spare", "p-spare"];
    let expected: Vec<_> = before.into_iter().filter(|id| !gone.contains(&id.as_str())).collect();
    assert_eq!(ids(&server).await, expected);
    server.delete(&format!("{ROLES}/r-spare")).send().await.refused(404);
}

#[tokio::test]
async fn a_policy_that_two_roles_name_stays() {
    let server = Server::start().await;
    let body = json!({"name": "Also", "uxPurpose": "role",
        "details": {"__type": "PermissionDescriptorCompose", "permissionDescriptors": ["p-spare"]}});
    server.post(ROLES).json(&body).send().await.expect(200);
    server.delete(&format!("{ROLES}/r-spare")).send().await.expect(204);
    server.get(&format!("{ROLES}/p-spare")).send().await.expect(200);
}

#[tokio::test]
async fn a_role_that_somebody_holds_is_kept() {
    let server = Server::start().await;
    let before = server.everything().await;
    let refused = server.delete(&format!("{ROLES}/r-reader")).send().await.refused(409);
    refused.saying("user `rob`").saying("token `t-ci`");
    let refused = server.delete(&format!("{ROLES}/r-flat?force=false")).send().await.refused(409);
    refused.saying("team `platform`");
    assert_eq!(server.everything().await, before);

    server.patch(&format!("{ROLES}/r-spare/default")).send().await.expect(204);
    server.delete(&format!("{ROLES}/r-spare")).send().await.refused(409).saying("default role");
}

#[tokio::test]
async fn force_takes_a_role_from_its_holders() {
    let server = Server::start().await;
    server.delete(&format!("{ROLES}/r-reader?force=true")).send().await.expect(204);
    let everything = server.everything().await;
    let rob =
        everything["members"].as_array().unwrap().iter().find(|member| member["login"] == "rob");
    assert_eq!(rob.unwrap().get("roleId"), None);
    assert!(!ids(&server).await.contains(&"p-reader".to_owned()));
    // The token that was confined to the role does not fall back to more: it is gone.
    server.get("/api/user").by("t-ci").send().await.refused(401);
    // The person is a plain member now.
    server.get(&format!("{ROLES}?uxPurpose=role")).by("rob").send().await.refused(403);

    server.delete(&format!("{ROLES}/r-flat?force=true")).send().await.expect(204);
    let everything = server.everything().await;
    assert_eq!(everything["teams"][0]["roleIds"], json!([]));
}

#[tokio::test]
async fn what_another_record_names_is_kept_even_by_force() {
    let server = Server::start().await;
    let before = server.everything().await;
    for (id, named_by) in [("p-reader", "role `Reader`"), ("set-org", "policy `Reader`")] {
        for force in ["", "?force=true"] {
            let path = format!("{ROLES}/{id}{force}");
            server.delete(&path).send().await.refused(409).saying(named_by);
        }
    }
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn a_set_that_a_team_was_granted_is_kept() {
    let server = Server::start().await;
    // Nothing names the set any more, but the team still has it on one stack.
    let empty: Value = json!({"__type": "PermissionDescriptorGroup", "entries": []});
    server
        .patch(&format!("{ROLES}/p-reader"))
        .json(&json!({"details": empty}))
        .send()
        .await
        .expect(200);
    let path = format!("{ROLES}/set-org");
    server.delete(&path).send().await.refused(409).saying("team `platform`");
    server.delete(&format!("{path}?force=true")).send().await.expect(204);
    let everything = server.everything().await;
    assert_eq!(everything["teams"][0]["entityGrants"], json!([]));
}

#[tokio::test]
async fn force_is_true_or_false() {
    let server = Server::start().await;
    server
        .delete(&format!("{ROLES}/r-spare?force=perhaps"))
        .send()
        .await
        .refused(400)
        .saying("force");
    server.delete(&format!("{ROLES}/r-spare?force=true")).send().await.expect(204);
}

/// What is taken from whom has a scope of its own, which deleting a role does not stand for.
#[tokio::test]
async fn force_takes_what_it_takes_to_take_a_role_from_its_holders() {
    // Whoever falls back to the Member role gains what its holder may not hand out, which is another guard.
    let config = Config { guards_handing_out: false, ..Config::default() };
    let server = Server::start_with(config).await;
    server.give_to_everyone().await;
    let may = &["role:read", "role:delete"];
    server.patch(&format!("{ROLES}/r-spare/default")).send().await.expect(204);
    let cases: [(&str, &[&str]); 3] = [
        ("r-reader", &["org_member:update", "org_token:delete"]),
        ("r-flat", &["role:update", "team:update"]),
        ("r-spare", &["role:update"]),
    ];
    for (role, needed) in cases {
        let path = format!("{ROLES}/{role}?force=true&breakGuardrails=true");
        for missing in needed {
            let held = may.iter().chain(needed).filter(|one| *one != missing).copied();
            let by = format!("t-{role}-{missing}").replace(':', "-");
            server.give_role(&by, &allow(&held.collect::<Vec<_>>())).await;
            let before = ids(&server).await;
            server.delete(&path).by(&by).send().await.refused(403).saying(missing);
            assert_eq!(ids(&server).await, before);
        }
        let by = format!("t-{role}");
        let all: Vec<_> = may.iter().chain(needed).copied().collect();
        server.give_role(&by, &allow(&all)).await;
        server.delete(&path).by(&by).send().await.expect(204);
    }
}

/// A role that somebody else has changed meanwhile is another one than was meant.
#[tokio::test]
async fn a_role_can_be_deleted_as_it_was_seen_only() {
    let server = Server::start().await;
    let path = format!("{ROLES}/r-flat?force=true");
    let tag = server.get(&format!("{ROLES}/r-flat")).send().await.header("etag").to_owned();
    let change = json!({"description": "changed"});
    server.patch(&format!("{ROLES}/r-flat")).json(&change).send().await.expect(200);
    let refused = server.delete(&path).with("if-match", &tag).send().await.refused(412);
    refused.saying("has moved to version 2");
    let tag = server.get(&format!("{ROLES}/r-flat")).send().await.header("etag").to_owned();
    server.delete(&path).with("if-match", &tag).send().await.expect(204);
}
