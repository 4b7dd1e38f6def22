//! The names of functions, which are left in the parts of a program: more than half of each, and nothing that runs
//! them asks for those.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use wasmparser::{Parser, Payload};

/// Takes the names out of `module`.
pub(super) fn remove(module: &Path) -> Result<()> {
    let bytes = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let rest = without(&bytes).with_context(|| format!("{} is no module", module.display()))?;
    fs::write(module, rest).with_context(|| format!("cannot write {}", module.display()))
}

fn without(bytes: &[u8]) -> Result<Vec<u8>> {
    let (mut rest, mut end) = (Vec::with_capacity(bytes.len()), 0);
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        let section = payload.as_section().map(|(_, range)| range.end);
        let next = match &payload {
            Payload::Version { range, .. } => Some(range.end),
            _ => section,
        };
        let Some(next) = next else { continue };
        let is_names =
            matches!(&payload, Payload::CustomSection(section) if section.name() == "name");
        if !is_names {
            rest.extend(bytes.get(end..next).context("a section ends beyond the module")?);
        }
        end = next;
    }
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn names_go_and_everything_else_stays() {
        let header = b"\0asm\x01\0\0\0".as_slice();
        let types = b"\x01\x04\x01\x60\0\0".as_slice();
        let other = b"\0\x04\x02hi!".as_slice();
        let names = b"\0\x06\x04name\0".as_slice();
        let module = [header, types, names, other, names].concat();
        assert_eq!(without(&module).unwrap(), [header, types, other].concat());
        assert!(without(&module[..module.len() - 1]).is_err());
        assert!(without(b"nothing").is_err());
    }
}
