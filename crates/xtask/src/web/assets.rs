//! Files with a content, a name after that content, and a compressed sibling.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use brotli::enc::BrotliEncoderParams;
use sha2::{Digest as _, Sha256};

/// The files of the web UI, by their path below its folder.
#[derive(Default)]
pub(super) struct Assets {
    files: BTreeMap<String, Vec<u8>>,
}

/// How much there is to download, in bytes.
#[derive(Default)]
pub(super) struct Sizes {
    pub(super) raw: usize,
    pub(super) compressed: usize,
}

impl Assets {
    /// Adds a file that may be cached for ever, and returns the address it is served under.
    pub(super) fn add(&mut self, stem: &str, extension: &str, content: Vec<u8>) -> String {
        let path = Self::path(stem, &digest(&content), extension);
        let address = format!("/{path}");
        self.files.insert(path, content);
        address
    }

    /// Where a file may be cached for ever whose content, or what it is made of, has this digest.
    pub(super) fn path(stem: &str, digest: &str, extension: &str) -> String {
        let digest: String = digest.chars().take(16).collect();
        format!("assets/{stem}-{digest}.{extension}")
    }

    /// Adds a file under `path`.
    pub(super) fn add_as(&mut self, path: &str, content: Vec<u8>) {
        self.files.insert(path.to_owned(), content);
    }

    /// Adds what is in `folder`, if there is such a folder, below `path`.
    pub(super) fn add_folder(&mut self, folder: &Path, path: &str) -> Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{path}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.add_folder(&entry.path(), &path)?;
            } else {
                self.add_as(&path, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    /// Makes `folder` hold these files, each with a `.br` beside it where that is smaller.
    ///
    /// A file that is already there stays untouched, so that the server is not linked anew for it.
    pub(super) fn write(mut self, folder: &Path, effort: Effort) -> Result<Sizes> {
        let mut sizes = Sizes::default();
        for (path, content) in std::mem::take(&mut self.files) {
            let small = compressed(&content, effort)?;
            sizes.raw += content.len();
            sizes.compressed += small.len().min(content.len());
            if small.len() < content.len() {
                self.files.insert(format!("{path}.br"), small);
            }
            self.files.insert(path, content);
        }
        self.remove_others(folder, "")?;
        for (path, content) in &self.files {
            let file = folder.join(path);
            if fs::read(&file).is_ok_and(|there| there == *content) {
                continue;
            }
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&file, content)
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(sizes)
    }

    fn remove_others(&self, folder: &Path, prefix: &str) -> Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.remove_others(&entry.path(), &format!("{path}/"))?;
            } else if !self.files.contains_key(&path) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// The SHA-256 of `content`, in hexadecimal.
pub(crate) fn digest(content: &[u8]) -> String {
    Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// How much brotli tries.
#[derive(Clone, Copy)]
pub(crate) enum Effort {
    /// Everything: for what is shipped.
    Best,
    /// A tenth of the time, for a few percent more.
    Quick,
}

/// `content` in brotli, as the server sends it.
pub(crate) fn compressed(mut content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let mut small = Vec::new();
    let quality = match effort {
        Effort::Best => 11,
        Effort::Quick => 5,
    };
    let parameters = BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut content, &mut small, &parameters).context("cannot compress")?;
    Ok(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content() {
        let mut assets = Assets::default();
        let one = assets.add("app", "js", b"one".to_vec());
        let two = assets.add("app", "js", b"two".to_vec());
        assert_ne!(one, two);
        assert_eq!(one, "/assets/app-7692c3ad3540bb80.js");
    }

    #[test]
    fn writing_replaces_what_was_there() {
        let folder = std::env::temp_dir().join(format!("xtask-assets-{}", std::process::id()));
        let page = "<p>hello</p>".repeat(50);
        for path in ["index.html", "old.js"] {
            let mut assets = Assets::default();
            assets.add_as(path, page.clone().into_bytes());
            assets.write(&folder, Effort::Best).unwrap();
        }
        let mut names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["old.js", "old.js.br"]);

        let mut unpacked = Vec::new();
        let packed = fs::read(folder.join("old.js.br")).unwrap();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, page.as_bytes());
        fs::remove_dir_all(folder).unwrap();
    }
}
