//! The demo's database and the token to sign in with, both kept below `target/`.
//!
//! The server shows a token it made up only once, and a demo is started again and again.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};

use crate::workspace;

/// What the demo keeps from one start to the next.
pub(super) struct Demo {
    pub(super) database: PathBuf,
    /// The personal token of the user `admin`.
    pub(super) token: String,
}

impl Demo {
    /// Finds the demo of an earlier start, or makes up a token for a new one.
    pub(super) fn open() -> Result<Self> {
        let folder = workspace::target().join("demo");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = folder.join("token");
        let token = match fs::read_to_string(&file) {
            Ok(token) if !token.is_empty() => token,
            _ => {
                let token = made_up()?;
                fs::write(&file, &token)
                    .with_context(|| format!("cannot write {}", file.display()))?;
                token
            }
        };
        Ok(Self { database: folder.join("scopesight.db"), token })
    }
}

fn made_up() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("there is no randomness: {error}"))?;
    Ok(bytes.iter().fold("demo-".to_owned(), |mut token, byte| {
        let _ = write!(token, "{byte:02x}");
        token
    }))
}
