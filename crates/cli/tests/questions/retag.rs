//! `scopesight retag`.

use serde_json::json;

use super::{ask, document};

#[test]
fn a_tag_gets_one_value_or_goes() {
    let retag = |tags: &[&str]| {
        let stack = ["retag", "--entity", "stack/payments-api/dev"];
        let output = ask(&[&stack[..], tags].concat());
        (String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
    };
    let (told, status) = retag(&["--set", "env=dev", "--set", "env=qa"]);
    assert!(told.contains("`--set` gives the tag `env` two values") && status == 2, "{told}");
    let (told, status) = retag(&["--set", "env=dev", "--remove", "env"]);
    assert!(
        told.contains("the tag `env` is in `--set` and in `--remove`") && status == 2,
        "{told}"
    );
}

#[test]
fn other_tags_are_told_with_the_rules_that_follow_them() {
    let retag = ["retag", "--entity", "stack/payments-api/prod", "--set", "env=dev"];
    let (answer, status) = document(&retag);
    assert_eq!((status, answer["before"]["env"].clone()), (0, json!("prod")));
    let effects = answer["effects"].as_array().unwrap();
    let gains = effects.iter().filter(|effect| {
        effect["gained"].as_array().unwrap().contains(&json!("stack:delete"))
            && effect["gaining"].as_array().is_some_and(|rules| !rules.is_empty())
    });
    assert!(gains.count() > 0, "{answer}");
    let output = ask(&["retag", "--entity", "stack/payments-api/prod", "--remove", "nothing"]);
    assert_eq!(output.status.code(), Some(2));
}
