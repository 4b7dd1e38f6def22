//! What assistive technology is told of a page, as it was written down.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};

use super::browser::Browser;

/// Set to `write`, has the snapshots written anew, to be looked at before they are kept.
const WRITE: &str = "SCOPESIGHT_SNAPSHOTS";
/// How often a page is looked at that is not yet as it should be, and how long lies between.
const LOOKS: usize = 50;
const PAUSE: Duration = Duration::from_millis(100);

impl Browser {
    /// Holds the page to the snapshot of its accessibility tree with this name, in `tests/stories/snapshots`.
    pub(crate) async fn is_told_as(&self, name: &str) -> Result<()> {
        let file = file(name);
        if env::var(WRITE).is_ok_and(|value| value == "write") {
            let told = self.settled().await?;
            return fs::write(&file, told).with_context(|| format!("cannot write {name}"));
        }
        let kept = fs::read_to_string(&file).with_context(|| {
            format!("there is no snapshot `{name}`: run the stories with {WRITE}=write once, and look at it")
        })?;
        let mut told = String::new();
        for _ in 0..LOOKS {
            told = self.snapshot().await?;
            if told == kept {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        ensure!(told == kept, "`{name}` is told otherwise:\n{}", differences(&kept, &told));
        Ok(())
    }

    /// The snapshot, once it stays the same for a while.
    async fn settled(&self) -> Result<String> {
        let mut told = self.snapshot().await?;
        for _ in 0..LOOKS {
            tokio::time::sleep(PAUSE * 5).await;
            let again = self.snapshot().await?;
            if again == told {
                break;
            }
            told = again;
        }
        Ok(told)
    }
}

fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    folder.join(name.replace(' ', "-")).with_extension("txt")
}

/// The lines that are in one of the two alone, where they begin to differ.
fn differences(kept: &str, told: &str) -> String {
    let same = kept.lines().zip(told.lines()).take_while(|(kept, told)| kept == told).count();
    let part = |text: &str, mark: &str| {
        let lines = text.lines().skip(same).take(8);
        lines.map(|line| format!("{mark} {line}")).collect::<Vec<_>>().join("\n")
    };
    format!("from line {} on:\n{}\n{}", same + 1, part(kept, "-"), part(told, "+"))
}
