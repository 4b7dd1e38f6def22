//! A program that says on its output where it listens.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_mins(1);

/// Starts `command` and reads its output until `found` finds something in a line of it.
///
/// The program ends when the returned child is dropped.
pub(super) async fn start<T>(
    command: &mut Command,
    found: impl Fn(&str) -> Option<T>,
) -> Result<(Child, T)> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().with_context(|| format!("cannot start `{name}`"))?;
    let output = child.stdout.take().context("the program has no output")?;
    let answer = timeout(PATIENCE, read(output, found))
        .await
        .with_context(|| format!("`{name}` did not say where it listens"))?
        .with_context(|| format!("`{name}`"))?;
    Ok((child, answer))
}

/// Reads until `found` answers, and goes on reading in the background, so that the program never
/// waits for a reader.
async fn read<T>(
    output: impl AsyncRead + Send + Unpin + 'static,
    found: impl Fn(&str) -> Option<T>,
) -> Result<T> {
    let mut lines = BufReader::new(output).lines();
    let mut said = Vec::new();
    while let Some(line) = lines.next_line().await? {
        if let Some(answer) = found(&line) {
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(answer);
        }
        said.push(line);
    }
    bail!("ended after saying:\n{}", said.join("\n"))
}
