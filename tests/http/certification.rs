//! The certification scenario of the `AuthZEN` working group, as far as it needs no properties, in this server's words:
//! structure, errors, headers, and the same answer each time.
//!
//! Its `alice` and `bob` are here who may read a stack and who may not, its records are stacks, and its actions scopes.

use serde_json::{Value, json};

use crate::harness::Server;

const EVALUATION: &str = "/access/v1/evaluation";
const EVALUATIONS: &str = "/access/v1/evaluations";

fn alice() -> Value {
    json!({"type": "user", "id": "rob"})
}

fn bob() -> Value {
    json!({"type": "user", "id": "dan"})
}

fn read() -> Value {
    json!({"name": "stack:read"})
}

fn write() -> Value {
    json!({"name": "stack:delete"})
}

fn record(id: &str) -> Value {
    json!({"type": "stack", "id": id})
}

/// A question that is answered with yes.
fn allowed() -> Value {
    json!({"subject": alice(), "action": read(), "resource": record("s-dev")})
}

/// The question without the member at `pointer`.
fn without(pointer: &str) -> Value {
    let mut question = allowed();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    question.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    question
}

/// The question with another value at `pointer`.
fn with(pointer: &str, value: Value) -> Value {
    let mut question = allowed();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    question.pointer_mut(parent).unwrap()[name] = value;
    question
}

fn decisions(answer: &Value) -> Vec<bool> {
    let all = answer["evaluations"].as_array().unwrap().iter();
    all.map(|one| one["decision"].as_bool().unwrap()).collect()
}

async fn ask(server: &Server, path: &str, body: &Value) -> Value {
    let answer = server.post(path).by("rob").json(body).send().await;
    assert_eq!(answer.header("content-type"), "application/json");
    answer.expect(200)
}

#[tokio::test]
async fn an_evaluation_is_answered_whatever_else_is_said() {
    let server = Server::start().await;
    let context = json!({"time": "2025-06-27T18:03-07:00", "ip": "192.168.1.1"});
    let properties = json!({"type": "user", "id": "rob",
        "properties": {"department": "Sales", "role": "manager"}});
    let action = json!({"name": "stack:read", "properties": {"method": "GET"}});
    let resource = json!({"type": "stack", "id": "s-dev",
        "properties": {"status": "active", "owner": "dan"}});
    let cases = [
        (allowed(), true),
        (with("/subject", bob()), false),
        (with("/action", write()), false),
        (with("/context", context), true),
        (with("/subject", properties), true),
        (with("/action", action), true),
        (with("/resource", resource), true),
        (with("/foo", json!("bar")), true),
        (with("/futureField", json!({"nested": true})), true),
    ];
    for (question, expected) in cases {
        for _ in 0..3 {
            let answer = ask(&server, EVALUATION, &question).await;
            assert_eq!(answer["decision"], expected, "{question}");
            assert!(answer.get("context").is_none_or(Value::is_object), "{answer}");
        }
    }
}

#[tokio::test]
async fn what_is_missing_or_misshapen_is_400() {
    let server = Server::start().await;
    let members = [
        "/subject",
        "/action",
        "/resource",
        "/subject/type",
        "/subject/id",
        "/action/name",
        "/resource/type",
        "/resource/id",
    ];
    for pointer in members {
        let refused =
            server.post(EVALUATION).by("rob").json(&without(pointer)).send().await.refused(400);
        refused.saying(pointer.rsplit_once('/').unwrap().1);
    }
    for (pointer, value) in [("/subject", json!("alice")), ("/action/name", json!(123))] {
        server.post(EVALUATION).by("rob").json(&with(pointer, value)).send().await.refused(400);
    }
    let text = allowed().to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let ask = server.post(EVALUATION).by("rob").text(text.as_str()).with("content-type", kind);
        ask.send().await.refused(400).saying("application/json");
    }
    server.post(EVALUATION).by("rob").text(text.as_str()).send().await.refused(400);
    let kind = "Application/JSON; charset=utf-8";
    server
        .post(EVALUATION)
        .by("rob")
        .text(text)
        .with("content-type", kind)
        .send()
        .await
        .expect(200);
    for broken in ["{", "", "nothing", "[]"] {
        for path in [EVALUATION, EVALUATIONS] {
            let ask =
                server.post(path).by("rob").text(broken).with("content-type", "application/json");
            ask.send().await.refused(400);
        }
    }
}

#[tokio::test]
async fn the_name_of_a_request_is_repeated_and_not_needed() {
    let server = Server::start().await;
    let ask =
        server.post(EVALUATION).by("rob").json(&allowed()).with("x-request-id", "bfe9eb29-ab87");
    assert_eq!(ask.send().await.header("x-request-id"), "bfe9eb29-ab87");
    server.post(EVALUATION).by("rob").json(&allowed()).send().await.expect(200);
}

#[tokio::test]
async fn a_batch_has_an_answer_for_every_question() {
    let server = Server::start().await;
    let context = json!({"time": "2025-06-27T19:00-07:00", "source": "batch-override"});
    let cases = [
        (
            json!({"subject": alice(), "action": read(), "evaluations": [
                {"resource": record("s-dev")}, {"resource": record("s-none")}]}),
            vec![true, false],
        ),
        (
            json!({"subject": alice(), "resource": record("s-dev"), "evaluations": [
                {"action": read()}, {"action": write()}]}),
            vec![true, false],
        ),
        (json!({"evaluations": [allowed(), with("/subject", bob())]}), vec![true, false]),
        (
            json!({"subject": alice(), "action": read(), "context": {"time": "2025-06-27"},
                "evaluations": [{"resource": record("s-dev")},
                    {"resource": record("s-prod"), "context": context}]}),
            vec![true, true],
        ),
        // A type that is common to all of them.
        (
            json!({"subject": alice(), "action": read(), "resource": {"type": "stack"},
                "evaluations": [{"resource": {"id": "s-dev"}}, {"resource": record("s-none")}]}),
            vec![true, false],
        ),
        // What is wrong with one is said in its answer.
        (
            json!({"subject": alice(), "action": read(),
                "evaluations": [{"resource": record("s-dev")}, {}, {"resource": "s-dev"}, 7,
                    {"resource": record("s-dev"), "context": {"organization": 1}},
                    {"resource": record("s-dev")}]}),
            vec![true, false, false, false, false, true],
        ),
    ];
    for (body, expected) in cases {
        let answer = ask(&server, EVALUATIONS, &body).await;
        assert_eq!(decisions(&answer), expected, "{body}");
        assert!(answer.get("decision").is_none(), "{answer}");
    }
    let body = json!({"subject": alice(), "action": read(), "evaluations": [{}, {"resource": 7}]});
    let answer = ask(&server, EVALUATIONS, &body).await;
    let reason = |place: usize| answer["evaluations"][place]["context"]["reason"].as_str().unwrap();
    assert_eq!(reason(0), "at /evaluations/0/resource: `resource` is missing");
    assert!(reason(1).starts_with("at /evaluations/1/resource: "), "{answer}");
}

#[tokio::test]
async fn a_batch_without_questions_is_one_question() {
    let server = Server::start().await;
    for body in [allowed(), with("/evaluations", json!([]))] {
        assert_eq!(ask(&server, EVALUATIONS, &body).await, json!({"decision": true}));
    }
    for member in ["/subject", "/action", "/resource", "/resource/id"] {
        server
            .post(EVALUATIONS)
            .by("rob")
            .json(&without(member))
            .send()
            .await
            .refused(400)
            .at(member);
    }
}

#[tokio::test]
async fn searches_answer_with_results_or_with_none() {
    let server = Server::start().await;
    let subjects =
        json!({"subject": {"type": "user"}, "action": read(), "resource": record("s-dev")});
    let resources = json!({"subject": alice(), "action": read(), "resource": {"type": "stack"}});
    let actions = json!({"subject": alice(), "resource": record("s-dev")});
    let found = [
        ("subject", &subjects, json!({"type": "user", "id": "rob"})),
        ("resource", &resources, record("s-dev")),
        ("action", &actions, read()),
    ];
    for (what, body, expected) in found {
        let path = format!("/access/v1/search/{what}");
        let mut body = body.clone();
        for context in [Value::Null, json!({"time": "2025-06-27"})] {
            body["context"] = context;
            let answer = ask(&server, &path, &body).await;
            assert!(answer["results"].as_array().unwrap().contains(&expected), "{answer}");
            assert!(answer["page"]["next_token"].is_string());
        }
    }
    let mut spaceships = subjects.clone();
    spaceships["subject"] = json!({"type": "spaceship"});
    let mut nowhere = subjects.clone();
    nowhere["resource"] = json!({"type": "planet", "id": "s-dev"});
    let mut planets = resources.clone();
    planets["resource"] = json!({"type": "planet"});
    let mut nobody = actions.clone();
    nobody["subject"] = json!({"type": "user", "id": "nonexistent-user"});
    let mut robot = actions.clone();
    robot["subject"] = json!({"type": "spaceship", "id": "rob"});
    let empty = [
        ("subject", spaceships),
        ("subject", nowhere),
        ("resource", planets),
        ("action", nobody),
        ("action", robot),
    ];
    for (what, body) in empty {
        let answer = ask(&server, &format!("/access/v1/search/{what}"), &body).await;
        assert_eq!(answer["results"], json!([]), "{body}");
        assert_eq!(answer["page"]["next_token"], "", "{body}");
    }
}

#[tokio::test]
async fn a_search_that_leaves_something_out_is_400() {
    let server = Server::start().await;
    let user = json!({"type": "user"});
    let cases = [
        ("subject", json!({"subject": user, "resource": record("s-dev")}), "/action"),
        ("subject", json!({"action": read(), "resource": record("s-dev")}), "/subject/type"),
        (
            "subject",
            json!({"subject": user, "action": read(), "resource": {"type": "stack"}}),
            "/resource/id",
        ),
        ("resource", json!({"action": read(), "resource": {"type": "stack"}}), "/subject"),
        (
            "resource",
            json!({"subject": user, "action": read(), "resource": {"type": "stack"}}),
            "/subject/id",
        ),
        ("action", json!({"subject": alice()}), "/resource"),
    ];
    for (what, body, pointer) in cases {
        let path = format!("/access/v1/search/{what}");
        server.post(&path).by("rob").json(&body).send().await.refused(400).at(pointer);
    }
}

#[tokio::test]
async fn pages_of_a_search_follow_each_other() {
    let server = Server::start().await;
    let mut body =
        json!({"subject": {"type": "user"}, "action": read(), "resource": record("s-dev")});
    let all = ask(&server, "/access/v1/search/subject", &body).await;
    body["page"] = json!({"limit": 1});
    let first = ask(&server, "/access/v1/search/subject", &body).await;
    assert_eq!(first["results"].as_array().unwrap().len(), 1);
    let token = first["page"]["next_token"].as_str().unwrap();
    assert!(!token.is_empty());
    body["page"] = json!({"token": token});
    let rest = ask(&server, "/access/v1/search/subject", &body).await;
    assert_eq!(rest["page"]["next_token"], "");
    let both = [&first, &rest].map(|page| page["results"].as_array().unwrap().clone()).concat();
    assert_eq!(all["results"], Value::Array(both));
}
