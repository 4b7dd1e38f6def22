//! The page shell: Trunk's `index.html` with its directives replaced by plain links.
//!
//! Nothing inline is written, so that the server can forbid inline scripts and styles.

use anyhow::{Result, bail};

/// The addresses of what the page loads.
pub(super) struct Names<'a> {
    pub(super) glue: &'a str,
    pub(super) loader: &'a str,
    pub(super) module: &'a str,
    pub(super) styles: &'a str,
    pub(super) icon: &'a str,
}

/// `page` with every line that speaks to Trunk replaced by what a browser understands.
pub(super) fn rendered(page: &str, names: &Names<'_>) -> Result<String> {
    let lines: Vec<String> =
        page.lines().map(|line| rendered_line(line, names)).collect::<Result<_>>()?;
    Ok(lines.join("\n") + "\n")
}

fn rendered_line(line: &str, names: &Names<'_>) -> Result<String> {
    let Names { glue, loader, module, styles, icon } = names;
    if !line.contains("data-trunk") {
        Ok(line.to_owned())
    } else if line.contains(r#"rel="rust""#) {
        Ok(format!(
            r#"    <link rel="modulepreload" href="{glue}">
    <link rel="preload" href="{module}" as="fetch" type="application/wasm" crossorigin>
    <script type="module" src="{loader}"></script>"#
        ))
    } else if line.contains(r#"rel="css""#) {
        Ok(format!(r#"    <link rel="stylesheet" href="{styles}">"#))
    } else if line.contains(r#"rel="icon""#) {
        Ok(format!(r#"    <link rel="icon" href="{icon}" type="image/svg+xml">"#))
    } else {
        bail!("index.html: `{}` is a kind of Trunk asset not known here", line.trim())
    }
}

/// The script that starts the web UI, and says so when it cannot.
pub(super) fn loader(glue: &str, module: &str) -> String {
    include_str!("loader.js").replace("GLUE", glue).replace("MODULE", module)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names<'_> = Names {
        glue: "/assets/app-1.js",
        loader: "/assets/loader-1.js",
        module: "/assets/app-1.wasm",
        styles: "/assets/app-1.css",
        icon: "/assets/favicon-1.svg",
    };

    #[test]
    fn the_shell_of_the_project_keeps_no_directive_and_nothing_inline() {
        let page = rendered(include_str!("../../../../index.html"), &NAMES).unwrap();
        assert!(!page.contains("data-trunk"), "{page}");
        assert!(!page.contains("<style") && !page.contains("style=\""), "{page}");
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        for address in [NAMES.glue, NAMES.loader, NAMES.module, NAMES.styles, NAMES.icon] {
            assert_eq!(page.matches(&format!("\"{address}\"")).count(), 1, "{address} in {page}");
        }
    }

    #[test]
    fn an_unknown_directive_is_refused() {
        let error = rendered(r#"<link data-trunk rel="sass" href="a.scss">"#, &NAMES).unwrap_err();
        assert!(error.to_string().contains("a.scss"), "{error}");
    }

    #[test]
    fn the_loader_names_its_two_files() {
        let script = loader(NAMES.glue, NAMES.module);
        assert!(script.contains(r#"from "/assets/app-1.js""#), "{script}");
        assert!(script.contains(r#""/assets/app-1.wasm""#), "{script}");
    }
}
