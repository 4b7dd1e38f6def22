//! The program taken apart: what every page needs, and what comes when it is asked for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use super::assets::{Assets, digest};
use crate::bindgen;

/// What the glue calls the script that fetches parts. It stands in the module as well.
const LINK: &str = "./link.js";
/// What that script calls the glue.
const GLUE: &str = "./app.js";

/// A program in parts, bound for the browser, not yet named after its content.
pub(super) struct Parts {
    folder: PathBuf,
    bound: PathBuf,
    /// The modules that come later, without the folder.
    later: Vec<String>,
}

/// The addresses of what starts the program.
pub(super) struct Start {
    pub(super) glue: String,
    pub(super) module: String,
}

impl Parts {
    /// Takes `wasm` apart, below `folder`.
    pub(super) fn of(wasm: &Path, folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        let input = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
        let first = folder.join("first.wasm");
        let mut options = Options::new(&input);
        options.output_dir = folder;
        options.main_out_path = &first;
        options.link_name = LINK;
        options.main_module = GLUE;
        let split = transform(options)
            .map_err(|error| anyhow!("cannot take {} apart: {error:#}", wasm.display()))?;
        let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        let later = split.split_modules.iter().filter_map(name).collect();
        let bound = folder.join("bound");
        bindgen::generate(&first, &bound, "app", bindgen::Host::BrowserInParts)?;
        Ok(Self { folder: folder.to_owned(), bound, later })
    }

    /// Every module.
    pub(super) fn modules(&self) -> impl Iterator<Item = PathBuf> {
        let later = self.later.iter().map(|name| self.folder.join(name));
        later.chain([self.bound.join("app_bg.wasm")])
    }

    /// Adds all of it to `assets`.
    pub(super) fn add(&self, assets: &mut Assets) -> Result<Start> {
        let mut link = text(&self.folder.join(LINK))?;
        for name in &self.later {
            let part = fs::read(self.folder.join(name))?;
            let stem = name.trim_end_matches(".wasm");
            let address = assets.add(stem, "wasm", part);
            link = replaced(&link, &format!("\"./{name}\""), &format!("\"{address}\""))?;
        }
        let module = assets.add("app", "wasm", fs::read(self.bound.join("app_bg.wasm"))?);

        // Either script names the other: both get their names from what they are without it.
        let glue = text(&self.bound.join("app.js"))?;
        let name = digest([glue.as_str(), &link].concat().as_bytes());
        let [glue_at, link_at] = ["app", "parts"].map(|stem| Assets::path(stem, &name, "js"));
        let link = replaced(&link, &format!("from \"{GLUE}\""), &format!("from \"/{glue_at}\""))?;
        let glue = replaced(&glue, &format!("from \"{LINK}\""), &format!("from \"/{link_at}\""))?;
        assets.add_as(&link_at, link.into_bytes());
        assets.add_as(&glue_at, glue.into_bytes());
        assets.add_folder(&self.bound.join("snippets"), "assets/snippets")?;
        Ok(Start { glue: format!("/{glue_at}"), module })
    }
}

fn text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// `script` with every `name` replaced, of which there must be one.
fn replaced(script: &str, name: &str, by: &str) -> Result<String> {
    anyhow::ensure!(script.contains(name), "a script of the web UI does not say {name}");
    Ok(script.replace(name, by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_there_is_an_error() {
        assert_eq!(
            replaced("import a from \"./b\"", "\"./b\"", "\"/c\"").unwrap(),
            "import a from \"/c\""
        );
        assert!(replaced("import a from './b'", "\"./b\"", "\"/c\"").is_err());
    }
}
