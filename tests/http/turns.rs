//! Many who write to one organization at the same time.

use futures_util::future::join_all;
use serde_json::json;

use crate::harness::Server;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_who_write_at_once_all_come_to_write() {
    let server = Server::start().await;
    let names: Vec<_> =
        (0..60).map(|number| json!({"stackName": format!("review-{number}")})).collect();
    let made = names.iter().map(|name| server.post("/api/stacks/acme/shop").json(name).send());
    for answer in join_all(made).await {
        answer.expect(200);
    }
    server.verified().await;
}

/// Somebody who holds nothing may still make and delete tokens of their own, each of which moves the organization on.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_makes_tokens_without_pause_keeps_nobody_from_writing() {
    let server = Server::start().await;
    server.give_to_everyone().await;
    let mine = json!({"description": "", "expires": 0});
    let busy = async {
        for _ in 0..60 {
            let token =
                server.post("/api/user/tokens").by("rob").json(&mine).send().await.expect(200);
            let path = format!("/api/user/tokens/{}", token["id"].as_str().unwrap());
            server.delete(&path).by("rob").send().await.expect(204);
        }
    };
    let writing = async {
        for number in 0..20 {
            let name = json!({"stackName": format!("review-{number}")});
            server.post("/api/stacks/acme/shop").json(&name).send().await.expect(200);
        }
    };
    tokio::join!(busy, writing);
}

#[tokio::test]
async fn a_person_has_a_hundred_good_tokens_and_no_more() {
    let server = Server::start().await;
    server.give_to_everyone().await;
    let mine = json!({"description": "", "expires": 0});
    let make = || server.post("/api/user/tokens").by("rob").json(&mine).send();
    // One was given to them.
    let mut last = String::new();
    for _ in 0..99 {
        last = make().await.expect(200)["id"].as_str().unwrap().to_owned();
    }
    make().await.refused(409).saying("at most 100");
    server.delete(&format!("/api/user/tokens/{last}")).by("rob").send().await.expect(204);
    make().await.expect(200);
}
