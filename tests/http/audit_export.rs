//! Exports of the audit log, which other programs read.

use serde_json::{Value, json};
use server::Config;

use crate::harness::{Answer, ORGANIZATION, Server};

const EXPORT: &str = "/api/orgs/acme/auditlogs/v2/export";
const ROLES: &str = "/api/orgs/acme/roles";

/// A server in whose log stands what somebody would rather not have there: a snapshot may call things as it likes.
async fn attacked() -> Server {
    let mut document: Value = serde_json::from_str(ORGANIZATION).unwrap();
    document["records"].as_array_mut().unwrap().push(json!({"id": "set-odd",
        "name": "a,\"b\"|c=d\\e\nCEF:0|forged", "uxPurpose": "set", "resourceType": "stack",
        "details": {"__type": "PermissionDescriptorAllow"}}));
    let demo = Some(&*document.to_string().leak());
    let server = Server::start_with(Config { demo, ..Config::default() }).await;
    server.give_to_everyone().await;
    let ask = server.patch(&format!("{ROLES}/set-odd")).json(&json!({"description": "odd"}));
    let ask = ask.with("user-agent", "=HYPERLINK(\"http://x\",1)").coming_from("2001:db8::1");
    ask.send().await.expect(200);
    server
}

async fn export(server: &Server, query: &str) -> (Answer, String) {
    let answer = server.get(&format!("{EXPORT}{query}")).send().await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert_eq!(answer.status, 200, "{text}");
    (answer, text)
}

#[tokio::test]
async fn a_spreadsheet_takes_nothing_for_a_formula() {
    let server = attacked().await;
    let (answer, text) = export(&server, "").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"audit-log.csv\"");
    let (head, rows) = text.split_once("\r\n").unwrap();
    let columns = "Timestamp,Name,Login,Event,Description,SourceIP,RequireOrgAdmin,RequireStackAdmin,\
        AuthenticationFailure,TokenID,TokenName,UserAgent,Sequence,Hash";
    assert_eq!(head, columns);
    let first = rows.split_inclusive("\r\n").next().unwrap();
    let hash = server.verified().await.hash;
    let expected = format!(
        "2026-11-23T12:00:00Z,admin,admin,custom-role-updated,\"changed set `a,\"\"b\"\"|c=d\\e\nCEF:0|forged`: \
         it has another description\",2001:db8::1,true,false,false,first,first,\
         \"'=HYPERLINK(\"\"http://x\"\",1)\",8,{hash}\r\n"
    );
    assert_eq!(first, expected);
    assert_eq!(text.matches("\r\n").count(), 1 + 8);
}

#[tokio::test]
async fn a_line_of_cef_is_one_event_whatever_is_in_it() {
    let server = attacked().await;
    let (answer, text) = export(&server, "?format=cef").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 8);
    assert!(lines.iter().all(|line| line.starts_with("CEF:0|Scopesight|Scopesight|")), "{text}");
    let (id, hash) = (server.organization_id("acme").await, server.verified().await.hash);
    let version = env!("CARGO_PKG_VERSION");
    let expected = format!(
        "CEF:0|Scopesight|Scopesight|{version}|custom-role-updated|changed set `a,\"b\"\\|c=d\\\\e CEF:0\\|forged`: \
         it has another description|3|rt=1795435200000 src=2001:db8::1 suser=admin orgID={id} userID=admin \
         requireOrgAdmin=true requireStackAdmin=false authenticationFailure=false \
         requestClientApplication=\\=HYPERLINK(\"http://x\",1) externalId=8 tokenID=first tokenName=first hash={hash} \
         msg=changed set `a,\"b\"|c\\=d\\\\e\\nCEF:0|forged`: it has another description"
    );
    assert_eq!(lines[0], expected);
}

#[tokio::test]
async fn the_export_as_json_is_the_list() {
    let server = attacked().await;
    let (answer, text) = export(&server, "?format=json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    let whole: Value = serde_json::from_str(&text).unwrap();
    let list = server.get("/api/orgs/acme/auditlogs/v2").send().await.expect(200);
    assert_eq!(whole, list);
    let (_, none) = export(&server, "?format=json&userFilter=nobody").await;
    assert_eq!(none, r#"{"auditLogEvents":[]}"#);
}

#[tokio::test]
async fn an_export_goes_on_over_many_pages_and_searches_like_the_list() {
    let server = Server::start().await;
    server.tell(1_100).await;
    let (_, text) = export(&server, "?format=json").await;
    let whole: Value = serde_json::from_str(&text).unwrap();
    let sequences: Vec<_> = whole["auditLogEvents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["scopesight"]["sequence"].as_i64().unwrap())
        .collect();
    assert_eq!(sequences, (1..=1_107).rev().collect::<Vec<_>>());
    let (_, text) = export(&server, "?format=cef&continuationToken=1001").await;
    assert_eq!(text.lines().count(), 1_000, "a multiple of what is held in memory at once");
    let (_, text) = export(&server, "?format=CEF&eventFilter=organization-created").await;
    assert_eq!(text.lines().count(), 1);
    let (_, text) = export(&server, "?startTime=1&endTime=2").await;
    assert_eq!(text.lines().count(), 1, "the names of the columns alone");
    let refused = server.get(&format!("{EXPORT}?format=xml")).send().await.refused(400);
    refused.saying("a `format` of `csv`, `cef`, `json`, found `xml`");
}
