//! Puts Pulumi's samples into the tests, where they lie beside the project; its tests are whole without them.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

const SAMPLES: &str = "../../shared/pulumi/samples";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SAMPLES}");
    let mut files: Vec<_> =
        fs::read_dir(SAMPLES).into_iter().flatten().collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let mut code = String::from(
        "/// Pulumi's samples with their names, where they are.\npub const SAMPLES: &[(&str, &str)] = &[\n",
    );
    for file in files {
        let path = fs::canonicalize(file.path())?;
        let name = path.file_stem().ok_or("a sample has no name")?;
        let (name, path) = (name.to_string_lossy(), path.to_string_lossy());
        writeln!(code, "    ({name:?}, include_str!({path:?})),")?;
    }
    code.push_str("];\n");
    let file = Path::new(&env::var("OUT_DIR")?).join("samples.rs");
    // A folder that is not there counts as changed at every build; what was written stays as old as it is.
    if fs::read_to_string(&file).is_ok_and(|known| known == code) {
        return Ok(());
    }
    fs::write(file, code)?;
    Ok(())
}
