//! What the house style asks of every file, where a machine can tell.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folders and files that hold sources and pages.
const PLACES: [&str; 9] =
    ["crates", "frontend", "tests", "demo", "docs", ".ci", ".cargo", "README.md", "index.html"];
/// A file longer than this holds more than one concept.
const LONGEST: usize = 400;
/// Names that say nothing about what is inside.
const VAGUE: [&str; 6] = ["utils.rs", "util.rs", "common.rs", "helpers.rs", "misc.rs", "types.rs"];

#[test]
fn no_source_file_is_longer_than_one_concept() -> Result<()> {
    let mut long = Vec::new();
    for path in sources(&["rs", "css", "js", "sql", "sh"])? {
        let lines = read(&path)?.lines().count();
        if lines > LONGEST {
            long.push(format!("{} has {lines} lines", shown(&path)));
        }
    }
    assert!(long.is_empty(), "longer than {LONGEST} lines:\n{}", long.join("\n"));
    Ok(())
}

#[test]
fn modules_are_named_after_what_they_hold() -> Result<()> {
    let named: Vec<String> = sources(&["rs"])?
        .iter()
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name == "mod.rs" || VAGUE.iter().any(|v| name == *v))
        })
        .map(|path| shown(path))
        .collect();
    assert!(named.is_empty(), "`foo.rs` beside `foo/`, and a plain noun:\n{}", named.join("\n"));
    Ok(())
}

#[test]
fn lints_are_expected_with_a_reason_rather_than_allowed() -> Result<()> {
    let attribute = concat!("#[", "allow(");
    let inner = concat!("#![", "allow(");
    let mut allowed = Vec::new();
    for path in sources(&["rs"])? {
        let text = read(&path)?;
        if text.contains(attribute) || text.contains(inner) {
            allowed.push(shown(&path));
        }
    }
    assert!(allowed.is_empty(), "`expect` with a reason instead:\n{}", allowed.join("\n"));
    Ok(())
}

#[test]
fn no_story_uses_the_mouse_but_where_every_page_is_looked_at() -> Result<()> {
    let clicks = [concat!(".cl", "ick("), concat!(".click", "_element(")];
    let mut by_mouse = Vec::new();
    for path in sources(&["rs"])?.iter().filter(|path| shown(path).starts_with("tests/stories/")) {
        let text = read(path)?;
        if clicks.iter().any(|click| text.contains(click)) {
            by_mouse.push(shown(path));
        }
    }
    let looked_at = "tests/stories/accessibility.rs";
    assert!(by_mouse.iter().any(|path| path == looked_at), "this test no longer sees clicks");
    by_mouse.retain(|path| path != looked_at);
    assert!(
        by_mouse.is_empty(),
        "what people cannot do with the keyboard:\n{}",
        by_mouse.join("\n")
    );
    Ok(())
}

#[test]
fn every_path_that_the_architecture_page_names_exists() -> Result<()> {
    let page = read(&root().join("docs/ARCHITECTURE.md"))?;
    let named = paths_in(&page);
    assert!(named.len() >= 5, "the page names no paths, or this test no longer sees them");
    let missing: Vec<_> = named.into_iter().filter(|path| !root().join(path).exists()).collect();
    assert!(missing.is_empty(), "docs/ARCHITECTURE.md names what is not there:\n{missing:#?}");
    Ok(())
}

#[test]
fn every_local_link_of_a_page_leads_somewhere() -> Result<()> {
    let mut broken = Vec::new();
    for page in sources(&["md"])? {
        let folder = page.parent().unwrap_or(root());
        for link in links_in(&read(&page)?) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !folder.join(file).exists() {
                broken.push(format!("{}: {link}", shown(&page)));
            }
        }
    }
    assert!(broken.is_empty(), "broken links:\n{}", broken.join("\n"));
    Ok(())
}

#[test]
fn paths_are_told_from_other_code() {
    let page = "`crates/policy/` and `index.html`, not `/api/orgs`, `cargo xtask`, `a/b: c`, `x::y` \
                or `{\"a/b\"}`, nor `stack:read`, nor `docs/*.md`";
    assert_eq!(paths_in(page), ["crates/policy/", "index.html"]);
}

fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Every file of the project with one of `extensions`, except generated ones and snapshots.
fn sources(extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for place in PLACES {
        collect(&root().join(place), extensions, &mut found)?;
    }
    found.sort();
    assert!(!found.is_empty(), "no file with one of {extensions:?}");
    Ok(found)
}

fn collect(path: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) -> Result<()> {
    const GENERATED: [&str; 6] =
        ["generated", "snapshots", "node_modules", "target", "dist", "pkg"];
    if path.file_name().is_some_and(|name| GENERATED.iter().any(|folder| name == *folder)) {
        return Ok(());
    }
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), extensions, found)?;
        }
    } else if path.is_file()
        && path.extension().is_some_and(|extension| extensions.iter().any(|e| extension == *e))
    {
        found.push(path.to_owned());
    }
    Ok(())
}

/// What stands in backticks and reads like a path below the workspace's folder.
fn paths_in(page: &str) -> Vec<&str> {
    let is_path = |code: &&str| {
        let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
        let file = [".rs", ".md", ".toml", ".html", ".json", ".css"];
        plain
            && !code.starts_with('/')
            && (code.contains('/') || file.iter().any(|end| code.ends_with(end)))
    };
    page.split('`').skip(1).step_by(2).filter(is_path).collect()
}

/// The targets of the page's links and images that are not addresses.
fn links_in(page: &str) -> Vec<&str> {
    page.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(link, _)| link))
        .filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
        .collect()
}
