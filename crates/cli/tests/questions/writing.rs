//! What becomes of answers that cannot be written, and what the program says about itself.

use std::{
    fs::OpenOptions,
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
};

fn program(arguments: &[&str]) -> Command {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/acme.json");
    let (command, rest) = arguments.split_first().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    program.arg(command).arg("--snapshot").arg(demo).args(rest);
    program
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_ends_with_2() {
    for format in ["table", "json"] {
        for asked in [["preview", "--role", "Auditor"].as_slice(), &["who", "--scope", "role:read"]]
        {
            let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
            let mut program = program(&[asked, &["--format", format]].concat());
            let output = program.stdout(full).stderr(Stdio::piped()).output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{asked:?} {format}: {said}");
            assert!(said.starts_with("error: cannot write to standard output: "), "{said}");
        }
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let mut program = program(&["preview", "--user", "admin", "--format", "json"]);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn the_help_tells_what_each_status_means() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    let help = String::from_utf8(program.arg("--help").output().unwrap().stdout).unwrap();
    let statuses = "Exit status: 0 done and it holds, 1 the answer is no, 2 the input is wrong\n";
    assert!(help.ends_with(statuses), "{help}");
}
