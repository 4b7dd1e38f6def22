//! Says where the web UI to embed is, and makes a page in its place when it was not built.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const PLACEHOLDER: &str = include_str!("src/routes/web/placeholder.html");

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SCOPESIGHT_WEB_DIR");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let built = env::var_os("SCOPESIGHT_WEB_DIR")
        .map_or_else(|| root.join("../../target/web"), PathBuf::from);

    let folder = if built.join("index.html").is_file() {
        // A folder that is not there would count as changed at every build.
        println!("cargo:rerun-if-changed={}", built.display());
        std::path::absolute(built)?
    } else {
        placeholder(&PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()))?
    };
    println!("cargo:rustc-env=SCOPESIGHT_WEB_DIR={}", folder.display());
    Ok(())
}

fn placeholder(out: &Path) -> io::Result<PathBuf> {
    let folder = out.join("web");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("index.html"), PLACEHOLDER)?;
    Ok(folder)
}
