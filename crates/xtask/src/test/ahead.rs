//! What later suites are run against, compiled while earlier ones leave a processor idle.
//!
//! Linking a module for browsers takes minutes and one processor, and so do the tests in WASM. Cargo keeps one of two
//! builds waiting where both write to one folder, so a suite that comes to need what is still being compiled waits for it.

use std::process::Command;
use std::thread;

use super::suite::Suite;
use crate::{package, web};

/// Begins to compile what `suites` need, and goes on.
///
/// What fails here says nothing: the suite that needs it compiles it once more, and fails with what it hears.
pub(super) fn begin(suites: &[Suite]) {
    let commands = commands(suites);
    thread::spawn(move || {
        for mut command in commands {
            drop(command.output());
        }
    });
}

fn commands(suites: &[Suite]) -> Vec<Command> {
    let mut commands = Vec::new();
    // What is needed first is compiled last: then nothing that is needed later keeps it waiting.
    if suites.contains(&Suite::Hosts) {
        commands.extend(package::compilers());
    }
    if suites.contains(&Suite::Stories) {
        commands.push(web::compiler());
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::{Suite, commands};

    #[test]
    fn nothing_is_compiled_that_no_suite_needs() {
        assert_eq!(commands(&Suite::ALL).len(), 3);
        assert_eq!(commands(&[Suite::Stories, Suite::WasmNode]).len(), 1);
        assert!(commands(&[Suite::Native, Suite::WasmNode, Suite::WasmBrowser]).is_empty());
    }
}
