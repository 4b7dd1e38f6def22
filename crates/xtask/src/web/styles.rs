//! The style sheets: the tokens, those for all pages, then those beside the components.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::workspace;

/// All style sheets as one, in an order that does not depend on the machine.
pub(super) fn concatenated() -> Result<String> {
    let sheets = sources(|_| true)?;
    let whole = sheets.iter().flat_map(|(_, sheet)| [sheet.trim_end(), "\n\n"]);
    Ok(whole.collect())
}

/// The style sheets whose paths are wanted, with these paths, in the same order.
pub(crate) fn sources(is_wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for folder in ["frontend/styles", "frontend/src"] {
        for file in sheets(&workspace::root().join(folder))? {
            let path = file.display().to_string();
            if is_wanted(&path) {
                let sheet =
                    fs::read_to_string(&file).with_context(|| format!("cannot read {path}"))?;
                found.push((path, sheet));
            }
        }
    }
    Ok(found)
}

/// Writes `target/styles.css`, the one sheet that `index.html` names to Trunk.
pub(crate) fn write() -> Result<()> {
    // Trunk reads the page's links relative to the page, whatever CARGO_TARGET_DIR says.
    let file = workspace::root().join("target").join("styles.css");
    let styles = concatenated()?;
    if fs::read_to_string(&file).is_ok_and(|there| there == styles) {
        return Ok(());
    }
    fs::create_dir_all(workspace::root().join("target"))?;
    fs::write(&file, styles).with_context(|| format!("cannot write {}", file.display()))
}

/// The style sheets below `folder`, sorted by path.
fn sheets(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut sheets = Vec::new();
    if !folder.is_dir() {
        return Ok(sheets);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sheets.extend(self::sheets(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "css") {
            sheets.push(path);
        }
    }
    sheets.sort_by_key(|sheet| (!sheet.ends_with("tokens.css"), sheet.clone()));
    Ok(sheets)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// What another sheet says of a class within its own block is on purpose; two that both say what a class is do not
    /// know of each other, and each page gets the sum.
    #[test]
    fn a_class_is_described_in_one_sheet() {
        let mut described = BTreeMap::<String, PathBuf>::new();
        for file in sheets(&workspace::root().join("frontend/src")).unwrap() {
            let sheet = fs::read_to_string(&file).unwrap();
            let heads = sheet.split('{').filter_map(|part| part.rsplit(['}', '/']).next());
            for selector in heads.flat_map(|head| head.split(',')).map(str::trim) {
                let is_alone =
                    selector.starts_with('.') && !selector.contains([' ', ':', '[', '>']);
                let before = described.entry(selector.to_owned()).or_insert_with(|| file.clone());
                assert!(
                    !is_alone || *before == file,
                    "`{selector}` is described in {} and {}",
                    before.display(),
                    file.display()
                );
            }
        }
    }
}
