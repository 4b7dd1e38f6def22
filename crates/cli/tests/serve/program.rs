//! A running `scopesight serve`, and a client just large enough for it.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The key of the tokens in a database that servers share.
const KEY: &str = "0a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829";

/// `scopesight serve`, run in a folder of its own.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scopesight"));
    command.arg("serve").current_dir(folder).env_remove("SCOPESIGHT_ADMIN_TOKEN");
    command.env_remove("SCOPESIGHT_TOKEN_KEY");
    command
}

/// The same over the database that a URL names.
pub(crate) fn command_on(folder: &Path, database: &str) -> Command {
    let mut command = command(folder);
    command.env("SCOPESIGHT_DATABASE", database).env("SCOPESIGHT_TOKEN_KEY", KEY);
    command
}

/// A running server.
pub(crate) struct Program {
    /// `127.0.0.1:PORT`
    pub(crate) address: String,
    child: RefCell<Child>,
    out: RefCell<BufReader<ChildStdout>>,
}

impl Program {
    /// Starts the server on a free port, over the database in `folder`.
    pub(crate) fn start(folder: &Path, token: Option<&str>, arguments: &[&str]) -> Self {
        let mut command = command(folder);
        command.args(arguments);
        Self::run(command, token)
    }

    /// The same over the database that a URL names, where there is one.
    pub(crate) fn start_on(folder: &Path, database: Option<&str>, token: &str) -> Self {
        let command =
            database.map_or_else(|| command(folder), |database| command_on(folder, database));
        Self::run(command, Some(token))
    }

    fn run(mut command: Command, token: Option<&str>) -> Self {
        command.args(["--listen", "127.0.0.1:0"]);
        if let Some(token) = token {
            command.env("SCOPESIGHT_ADMIN_TOKEN", token);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line
            .trim()
            .split_once("://")
            .filter(|(before, _)| before.starts_with("listening on http"))
            .map(|(_, address)| address.to_owned());
        let address = address.unwrap_or_else(|| panic!("no address in `{line}`"));
        Self { address, child: RefCell::new(child), out: RefCell::new(out) }
    }

    /// The next lines of its standard output.
    pub(crate) fn said_next(&self, lines: usize) -> String {
        let mut said = String::new();
        for _ in 0..lines {
            self.out.borrow_mut().read_line(&mut said).unwrap();
        }
        said
    }

    /// The process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.borrow().id()
    }

    /// Ends it with SIGKILL; what else it said on standard output.
    pub(crate) fn kill(self) -> String {
        self.child.borrow_mut().kill().unwrap();
        self.child.borrow_mut().wait().unwrap();
        let mut said = String::new();
        self.out.borrow_mut().read_to_string(&mut said).unwrap();
        said
    }

    /// Asks it to end with SIGTERM.
    pub(crate) fn terminate(self) -> ExitStatus {
        Command::new("kill").args(["-TERM", &self.id().to_string()]).status().unwrap();
        self.wait()
    }

    /// Waits for its end.
    pub(crate) fn wait(self) -> ExitStatus {
        self.child.borrow_mut().wait().unwrap()
    }
}

/// A test that fails leaves no server behind.
impl Drop for Program {
    fn drop(&mut self) {
        let child = self.child.get_mut();
        // It may have ended already.
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// The status and the body of an answer; `None` when the connection broke before both had come.
pub(crate) fn ask(
    address: &str,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &str,
) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let authorization =
        token.map_or_else(String::new, |token| format!("authorization: token {token}\r\n"));
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\n{authorization}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    (length.parse() == Ok(body.len())).then(|| (status, body.to_owned()))
}

/// `text` as JSON.
pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
