//! The files of a package.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::Types;
use crate::workspace;

/// Makes `folder` anew.
pub(super) fn renew(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Copies what is in `from`, and in its folders, to `to`.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("cannot copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Gives the package in `folder` the project's version and licence.
pub(super) fn complete(folder: &Path) -> Result<()> {
    let manifest = folder.join("package.json");
    let text = fs::read_to_string(&manifest).context("cannot read package.json")?;
    fs::write(&manifest, text.replace("0.0.0", env!("CARGO_PKG_VERSION")))?;
    fs::copy(workspace::root().join("LICENSE"), folder.join("LICENSE"))
        .context("cannot copy LICENSE")?;
    Ok(())
}

/// Puts the declarations in the `generated` types in the order of their names, as that of the linker is any, and
/// leaves out what the module exports to its own glue, as the names there follow from where it was built.
pub(super) fn sort(generated: &Path) -> Result<()> {
    let text = fs::read_to_string(generated)
        .with_context(|| format!("cannot read {}", generated.display()))?;
    fs::write(generated, sorted(&text))?;
    Ok(())
}

fn sorted(text: &str) -> String {
    let (mut blocks, mut block, mut depth) = (Vec::new(), String::new(), 0usize);
    for line in text.lines().chain([""]) {
        if line.starts_with("    readonly ") && line.contains(") => ") {
            continue;
        }
        if line.is_empty() && depth == 0 {
            if !block.is_empty() {
                blocks.push(std::mem::take(&mut block));
            }
            continue;
        }
        depth = (depth + line.matches('{').count()).saturating_sub(line.matches('}').count());
        block.push_str(line);
        block.push('\n');
    }
    // What is no declaration stays in front.
    let name =
        |block: &String| block.lines().find(|line| line.starts_with("export")).map(str::to_owned);
    blocks.sort_by_key(name);
    blocks.join("\n")
}

/// Holds the types that were `generated` against the `committed` ones, which are at `file`.
pub(super) fn compare(generated: &Path, committed: &str, file: &Path, types: Types) -> Result<()> {
    let found = fs::read_to_string(generated)
        .with_context(|| format!("cannot read {}", generated.display()))?;
    if found == committed {
        return Ok(());
    }
    match types {
        Types::Write => {
            fs::create_dir_all(file.parent().unwrap_or(file))?;
            fs::write(file, found).with_context(|| format!("cannot write {}", file.display()))
        }
        Types::Compare => bail!(
            "{} is not what the shapes in `wire` come to: look at what changed with \
             `cargo xtask package --write-types`, and commit it",
            file.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn declarations_are_sorted_with_what_is_said_of_them() {
        let text = "/* first */\n\n/** Of b. */\nexport interface B {\n  b: {\n\n  };\n}\n\n\nexport type A = 1;\n";
        let expected = "/* first */\n\n/** Of b. */\nexport interface B {\n  b: {\n\n  };\n}\n";
        assert_eq!(sorted(text), format!("{expected}\nexport type A = 1;\n"));
        let inner = "export interface InitOutput {\n    readonly memory: WebAssembly.Memory;\n    readonly f_h0bac: (a: number) => void;\n}\n";
        assert!(!sorted(inner).contains("f_h0bac"));
        assert!(sorted(inner).contains("memory"));
        let other = text.replace("interface B", "type B");
        assert!(sorted(&other).find("type A") < sorted(&other).find("type B"));
    }
}
