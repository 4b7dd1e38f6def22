//! The program as people start it: what it prints, what it keeps, how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "an answer of another shape is a failed test"
)]

mod audit;
mod kills;
mod program;
mod starting;
mod tls;
mod user;

use std::process::Command;

use program::{Program, ask, command, json};

const TOKEN: &str = "serve-test-token-0123456789";
const EDITED: &str = "/api/orgs/main/scopesight/roles";

/// A definition that nobody else would have written.
fn details(number: u64) -> String {
    format!(
        r#"{{"__type":"PermissionDescriptorAllow","permissions":["stack:read"],"constraints":{{"MaxOpenDuration":{number}}}}}"#
    )
}

/// Saves the role under another name, so that it and its policy move from version to version together.
fn save(address: &str, id: &str, number: u64, version: u64) -> (u16, String) {
    let details = details(number);
    let body = format!(
        r#"{{"name":"Role {number}","description":"","details":{details},"version":{version},"roleVersion":{version}}}"#
    );
    ask(address, "PUT", &format!("{EDITED}/{id}"), Some(TOKEN), &body).unwrap_or_default()
}

fn create(address: &str) -> String {
    let body = format!(r#"{{"name":"Role","uxPurpose":"role","details":{}}}"#, details(1));
    let path = "/api/orgs/main/roles?createPolicyAndRole=true";
    let (status, body) = ask(address, "POST", path, Some(TOKEN), &body).unwrap();
    assert_eq!(status, 200, "{body}");
    json(&body)["id"].as_str().unwrap().to_owned()
}

/// The name, version and definition that the server has for the role.
fn saved(address: &str, id: &str) -> (String, u64, String) {
    let (status, body) = ask(address, "GET", &format!("{EDITED}/{id}"), Some(TOKEN), "").unwrap();
    assert_eq!(status, 200, "{body}");
    let role = json(&body);
    let name = role["name"].as_str().unwrap().to_owned();
    (name, role["version"].as_u64().unwrap(), role["details"].to_string())
}

#[test]
fn the_first_token_is_shown_once_and_stays_good() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), None, &[]);
    let said = program.said_next(2);
    let token = said.rsplit(' ').next().unwrap().trim().to_owned();
    assert!(token.starts_with("pul-") && token.len() == 4 + 64 + 8, "{said}");
    assert!(said.contains("user `admin`") && said.contains("organization `main`"), "{said}");
    assert_eq!(ask(&program.address, "GET", "/api/user", Some(&token), "").unwrap().0, 200);
    assert!(program.terminate().success());

    let program = Program::start(folder.path(), None, &[]);
    assert_eq!(ask(&program.address, "GET", "/api/user", Some(&token), "").unwrap().0, 200);
    let said = program.kill();
    assert!(!said.contains("pul-"), "{said}");

    // Another one takes its place.
    let program = Program::start(folder.path(), Some(TOKEN), &[]);
    assert_eq!(ask(&program.address, "GET", "/api/user", Some(TOKEN), "").unwrap().0, 200);
    assert_eq!(ask(&program.address, "GET", "/api/user", Some(&token), "").unwrap().0, 401);
    let said = program.kill();
    assert!(!said.contains(TOKEN), "{said}");
}

/// Whoever revoked all that the admin had meant it: the next start gives out no other.
#[test]
fn no_start_but_the_first_makes_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), None, &[]);
    let token = program.said_next(2).rsplit(' ').next().unwrap().trim().to_owned();
    // The answer has no body to be read.
    ask(&program.address, "DELETE", "/api/user/tokens/first", Some(&token), "");
    assert_eq!(ask(&program.address, "GET", "/api/user", Some(&token), "").unwrap().0, 401);
    assert!(program.terminate().success());

    let program = Program::start(folder.path(), None, &[]);
    assert_eq!(ask(&program.address, "GET", "/api/user", Some(&token), "").unwrap().0, 401);
    let said = program.kill();
    assert!(!said.contains("pul-"), "{said}");
}

#[test]
fn the_demo_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = |program: &Program| {
        let path = "/api/orgs/acme/scopesight/snapshot";
        let (status, body) = ask(&program.address, "GET", path, Some(TOKEN), "").unwrap();
        assert_eq!(status, 200, "{body}");
        body
    };
    let program = Program::start(folder.path(), Some(TOKEN), &["--demo"]);
    let first = snapshot(&program);
    assert!(json(&first)["entities"].as_array().unwrap().len() > 500);
    program.kill();
    let program = Program::start(folder.path(), Some(TOKEN), &["--demo"]);
    assert_eq!(snapshot(&program), first);
    program.kill();
    let program = Program::start(folder.path(), Some(TOKEN), &["--organization", "other"]);
    let (_, user) = ask(&program.address, "GET", "/api/user", Some(TOKEN), "").unwrap();
    for name in ["acme", "main", "other"] {
        assert!(user.contains(&format!(r#""githubLogin":"{name}""#)), "{user}");
    }
    program.kill();
}

#[cfg(unix)]
#[test]
fn no_secret_of_a_database_is_logged() {
    use std::os::unix::fs::PermissionsExt as _;

    const SECRET: &str = "hunter2secret";
    let folder = tempfile::tempdir().unwrap();
    let passwords = folder.path().join("passwords");
    std::fs::write(&passwords, SECRET).unwrap();
    std::fs::set_permissions(&passwords, std::fs::Permissions::from_mode(0o600)).unwrap();
    let nowhere = "postgres://ada@127.0.0.1:1/scopesight";
    for (parameter, log, expected) in [
        ("?sslpassword=", "trace", "has a parameter `sslpassword` that nothing is known of"),
        ("?sslmode=disable&pasword=", "info", "has a parameter `pasword` that nothing is known of"),
        ("?password=", "trace", "cannot open the database"),
        ("?sslmode=disable&sslcert=", "sqlx_postgres::options::pgpass=trace,info", "cannot open"),
    ] {
        let database = format!("{nowhere}{parameter}{SECRET}");
        let mut command = program::command_on(folder.path(), &database);
        command.args(["--listen", "127.0.0.1:0"]).env("SCOPESIGHT_LOG", log);
        let output = command.env("PGPASSFILE", &passwords).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected) && !said.contains(SECRET), "{said}");
    }
}

#[test]
fn what_is_wrong_is_said_and_the_status_is_2() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), Some(TOKEN), &[]);
    let refused = |arguments: &[&str], token: &str, words: &str| {
        let other = tempfile::tempdir().unwrap();
        let output =
            command(other.path()).args(arguments).env("SCOPESIGHT_ADMIN_TOKEN", token).output();
        let output = output.unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "`{said}` says not `{words}`");
        assert!(output.stdout.is_empty());
        said
    };
    let taken = format!("cannot listen on {}", program.address);
    refused(&["--listen", &program.address], TOKEN, &taken);
    let said = refused(&["--listen", "127.0.0.1:0"], "too short", "SCOPESIGHT_ADMIN_TOKEN");
    assert!(!said.contains("too short"), "{said}");
    for database in ["mysql://x", "sqlite://", "sqlite::memory:"] {
        refused(
            &["--database", database, "--listen", "127.0.0.1:0"],
            TOKEN,
            "expected `sqlite://PATH`",
        );
    }
    refused(
        &["--database", "sqlite:///nowhere/at/all.db", "--listen", "127.0.0.1:0"],
        TOKEN,
        "/nowhere/at/all.db",
    );
    // Nobody listens there, and nobody learns the password.
    let database = "postgres://ada:hunter2@127.0.0.1:1/scopesight";
    let unreachable = ["--database", database, "--listen", "127.0.0.1:0"];
    let said = refused(&unreachable, TOKEN, "cannot open the database: ");
    assert!(!said.contains("hunter2"), "{said}");
    assert_eq!(said.matches("refused").count(), 1, "said once: {said}");
    refused(&["--organization", "a/b"], TOKEN, "expected 1 to 64 letters");
    program.kill();
}

#[test]
fn being_told_to_stop_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let program = Program::start(folder.path(), Some(TOKEN), &[]);
        let sent = Command::new("kill").args([signal, &program.id().to_string()]).status();
        assert!(sent.unwrap().success());
        assert!(program.wait().success(), "{signal}");
    }
}

#[test]
fn what_cannot_be_served_is_said_once() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let tls = ["--tls-certificate", "nowhere.pem", "--tls-key", "nowhere.pem"];
    for (arguments, cause) in [
        (&["--listen", &address][..], "(os error 98)"),
        (&[&["--listen", "127.0.0.1:0"], &tls[..]].concat(), "(os error 2)"),
        (&["--listen", "127.0.0.1:0", "--database", "sqlite://no/where.db"], "no/where.db"),
    ] {
        let output = command(folder.path()).args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        let line = said.lines().find(|line| line.starts_with("error: ")).unwrap();
        assert_eq!(line.matches(cause).count(), 1, "{said}");
    }
}

#[test]
fn a_server_that_could_not_be_used_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    for (setting, value, expected) in [
        ("SCOPESIGHT_REQUEST_TIMEOUT_SECS", "0", "`request-timeout-secs`: expected a whole number"),
        ("SCOPESIGHT_WEB_DIR", "nowhere", "`web-dir`: expected a folder with `index.html`"),
        ("SCOPESIGHT_LOG", "nonsense", "SCOPESIGHT_LOG: expected a level"),
        ("SCOPESIGHT_LOG", "info,server=loud", "SCOPESIGHT_LOG"),
    ] {
        let mut command = command(folder.path());
        let output =
            command.args(["--listen", "127.0.0.1:0"]).env(setting, value).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}
