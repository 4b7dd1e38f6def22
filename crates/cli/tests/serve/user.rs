//! A way in for somebody who has none any more.

use std::path::Path;
use std::process::{Command, Output};

use crate::program::{Program, ask};
use crate::{TOKEN, audit};

fn issue(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    program.args(["user", "token"]).args(arguments).current_dir(folder);
    program.env_remove("SCOPESIGHT_TOKEN_KEY").env_remove("SCOPESIGHT_DATABASE").output().unwrap()
}

/// Also while a server runs, which knows it at once; and it is told.
#[test]
fn a_token_is_made_for_who_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), Some(TOKEN), &[]);
    let made = issue(folder.path(), &["admin", "--days", "3"]);
    assert!(made.status.success() && made.stderr.is_empty(), "{made:?}");
    let said = String::from_utf8(made.stdout).unwrap();
    let token = said.trim().rsplit(' ').next().unwrap();
    assert!(said.starts_with("user `admin` signs in with this token until 20"), "{said}");
    assert!(token.starts_with("pul-") && token.len() == 4 + 64 + 8, "{said}");
    let (status, user) = ask(&program.address, "GET", "/api/user", Some(token), "").unwrap();
    assert!(status == 200 && user.contains(r#""githubLogin":"admin""#), "{user}");
    let log = "/api/orgs/main/auditlogs/v2?eventFilter=personal-token-created";
    let (_, told) = ask(&program.address, "GET", log, Some(token), "").unwrap();
    assert!(told.contains("user `admin`") && !told.contains(token), "{told}");
    program.kill();
    audit::verify_on(folder.path(), None);
}

#[test]
fn who_is_not_there_and_what_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |folder: &Path, arguments: &[&str], words: &str| {
        let refused = issue(folder, arguments);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{said}");
        assert!(refused.stdout.is_empty() && said.contains(words), "{said}");
    };
    refused(folder.path(), &["admin"], "scopesight.db");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "no database is made");
    Program::start(folder.path(), Some(TOKEN), &[]).kill();
    refused(folder.path(), &["bob"], "there is no user `bob`");
    refused(folder.path(), &["admin", "--days", "0"], "--days");
}
