//! Running a test binary once more, as it was built.
//!
//! Another selection of packages would have other features, and so be compiled anew: this asks cargo
//! for the binary of the selection that has run already.

use std::io::{Write as _, stdout};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::suite::workspace_tests;
use crate::{process, workspace};

/// What cargo says of something that it built, as far as it matters.
#[derive(Deserialize)]
struct Artifact {
    target: Target,
    executable: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Runs the integration tests called `name` once more.
pub(crate) fn again(name: &str) -> Result<()> {
    let mut command = workspace_tests();
    let said = process::output(command.args(["--no-run", "--message-format=json"]))
        .context("cargo cannot say what it built")?;
    let binary = said.lines().find_map(|line| executable(line, name));
    let binary = binary.with_context(|| format!("there are no tests called `{name}`"))?;
    // As cargo announces it, for whoever counts.
    writeln!(stdout(), "     Running {name} ({binary})")?;
    process::run(process::command(&binary).current_dir(workspace::root().join("tests").join(name)))
}

/// The binary of the integration tests called `name`, if `line` is about them.
fn executable(line: &str, name: &str) -> Option<String> {
    let artifact: Artifact = serde_json::from_str(line).ok()?;
    let is_meant =
        artifact.target.name == name && artifact.target.kind.iter().any(|of| of == "test");
    artifact.executable.filter(|_| is_meant)
}

#[cfg(test)]
mod tests {
    use super::executable;

    #[test]
    fn the_binary_is_found_in_what_cargo_says() {
        let line = r#"{"reason":"compiler-artifact","target":{"kind":["test"],"name":"http"},"executable":"/t/http-1","fresh":true}"#;
        assert_eq!(executable(line, "http").as_deref(), Some("/t/http-1"));
        assert_eq!(executable(line, "serve"), None);
        let line = r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"http"},"executable":null}"#;
        assert_eq!(executable(line, "http"), None);
        assert_eq!(executable(r#"{"reason":"build-finished","success":true}"#, "http"), None);
    }
}
