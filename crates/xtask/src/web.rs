//! The web UI: compiled, bound, shrunk, named after its content and compressed.

pub(crate) mod assets;
mod names;
mod page;
mod parts;
pub(crate) mod styles;

use std::env::current_exe;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use assets::{Assets, Effort, digest};
use page::Names;
use parts::{Parts, Start};

use crate::setup::{self, wasm::TARGET};
use crate::{process, progress, shrink, workspace};

/// How what browsers load is compiled.
pub(crate) const PROFILE: &str = "wasm-release";

/// Whether modules are made smaller by wasm-opt, which takes longer than all else about them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finish {
    /// As they are shipped.
    Shrunk,
    /// As the compiler made them, without names, unless shrunk ones are there: they do the same.
    Plain,
}

/// Builds the web UI into `target/web`, the folder that the server carries.
pub(crate) fn build(finish: Finish) -> Result<()> {
    let wasm = progress::step(
        "building the web UI",
        "about 2 minutes the first time, most of it linking at the end",
        compile,
    )?;
    let sources = Sources::read(&wasm)?;
    let stamp_file = workspace::target().join("web.stamp");
    let optimizer = setup::optimizer::find();
    let stamp = sources.stamp(optimizer.as_deref())?;
    let plain = sources.stamp(None)?;
    let index = workspace::web().join("index.html");
    let is_there = |last: &String| *last == stamp || finish == Finish::Plain && *last == plain;
    if index.is_file() && fs::read_to_string(&stamp_file).is_ok_and(|last| is_there(&last)) {
        progress::note("the web UI in target/web is up to date");
        return Ok(());
    }
    let stamp = match finish {
        Finish::Shrunk => {
            if optimizer.is_none() {
                progress::note(
                    "wasm-opt is neither installed nor to be had from npm: the web UI stays a little larger",
                );
            }
            progress::step(
                "shrinking and compressing the web UI",
                "about a minute and a half",
                || assemble(&sources, optimizer.as_deref(), Effort::Best),
            )?;
            stamp
        }
        Finish::Plain => {
            progress::step("compressing the web UI", "", || {
                assemble(&sources, None, Effort::Quick)
            })?;
            plain
        }
    };
    fs::write(&stamp_file, stamp).with_context(|| format!("cannot write {}", stamp_file.display()))
}

/// What compiles the web UI.
pub(crate) fn compiler() -> Command {
    let mut command = process::cargo();
    command.args(["build", "--package", "app", "--features", "split"]);
    command.args(["--target", TARGET, "--profile", PROFILE]);
    command
}

fn compile() -> Result<PathBuf> {
    process::run(&mut compiler())?;
    Ok(workspace::target().join(TARGET).join(PROFILE).join("app.wasm"))
}

/// What the assembled UI is made of.
struct Sources<'wasm> {
    wasm: &'wasm Path,
    page: String,
    styles: String,
    icon: Vec<u8>,
    /// The conformance corpus, which a page asks of the engine that it has loaded.
    corpus: String,
}

impl<'wasm> Sources<'wasm> {
    fn read(wasm: &'wasm Path) -> Result<Self> {
        let root = workspace::root();
        Ok(Self {
            wasm,
            page: fs::read_to_string(root.join("index.html")).context("cannot read index.html")?,
            styles: styles::concatenated()?,
            icon: fs::read(root.join("frontend/assets/favicon.svg"))
                .context("cannot read frontend/assets/favicon.svg")?,
            corpus: corpus(&root.join("tests/cases"))?,
        })
    }

    /// A text that is the same as long as assembling again with `optimizer` would give the same files.
    fn stamp(&self, optimizer: Option<&Path>) -> Result<String> {
        // Its time and size stand for this program: it is large, and cargo keeps it when nothing
        // changed.
        let program = fs::metadata(current_exe()?).context("cannot find this program")?;
        let program = format!("{:?} {}", program.modified()?, program.len());
        let wasm =
            fs::read(self.wasm).with_context(|| format!("cannot read {}", self.wasm.display()))?;
        let optimizer = optimizer.unwrap_or(Path::new("none"));
        let parts: [&[u8]; 7] = [
            program.as_bytes(),
            &wasm,
            self.page.as_bytes(),
            self.styles.as_bytes(),
            &self.icon,
            self.corpus.as_bytes(),
            optimizer.as_os_str().as_encoded_bytes(),
        ];
        Ok(parts.map(digest).join("\n"))
    }
}

/// Every file of cases, by name, as one JSON document.
fn corpus(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        files.push(entry?.path());
    }
    files.sort();
    let mut parts = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|of| of == "json")) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let text =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        parts.push(format!("\"{name}\":{}", text.trim()));
    }
    Ok(format!("{{{}}}", parts.join(",")))
}

fn assemble(sources: &Sources<'_>, optimizer: Option<&Path>, effort: Effort) -> Result<()> {
    let parts = Parts::of(sources.wasm, &workspace::target().join("web-parts"))?;
    for module in parts.modules() {
        names::remove(&module)?;
        if let Some(program) = optimizer {
            shrink::with(program, &module)?;
        }
    }

    let mut assets = Assets::default();
    let Start { glue, module } = parts.add(&mut assets)?;
    let loader = assets.add("loader", "js", page::loader(&glue, &module).into_bytes());
    let styles = assets.add("app", "css", sources.styles.clone().into_bytes());
    let icon = assets.add("favicon", "svg", sources.icon.clone());
    assets.add_as("conformance.json", sources.corpus.clone().into_bytes());
    let names =
        Names { glue: &glue, loader: &loader, module: &module, styles: &styles, icon: &icon };
    assets.add_as("index.html", page::rendered(&sources.page, &names)?.into_bytes());

    let sizes = assets.write(&workspace::web(), effort)?;
    progress::note(&format!(
        "the web UI is {} kB, {} kB compressed",
        sizes.raw.div_ceil(1000),
        sizes.compressed.div_ceil(1000)
    ));
    Ok(())
}
