//! The web UI's style sheets for a shadow root.

use std::fmt::Write as _;

use anyhow::Result;

use crate::web::styles;

/// Sheets of pages and parts that no element shows.
const LEFT_OUT: [&str; 9] = [
    "boot.css",
    "gallery.css",
    "shell.css",
    "sign_in.css",
    "missing.css",
    "roles.css",
    "pages/roles/",
    "conflict.css",
    "header.css",
];

/// What the content of an element stands on.
const FRAME: &str = "
:host { display: block; min-block-size: 20rem; }
:host([hidden]) { display: none; }
.root { block-size: 100%; color: var(--color-text); background: var(--color-background); font: var(--size-m) / 1.45 var(--font-sans); }
";

/// A module of JavaScript with the sheet as its text.
pub(super) fn module() -> Result<String> {
    let mut text =
        String::from("// Made from the style sheets of the web UI.\nexport const text = ");
    let sheets = styles::sources(|path| !LEFT_OUT.iter().any(|name| path.contains(name)))?;
    let styles = sheets.iter().map(|(path, sheet)| adapted(path, sheet)).collect::<String>();
    write!(text, "{}", quoted(&(styles + FRAME)))?;
    text.push_str(";\n");
    Ok(text)
}

/// `sheet` for a shadow root: what was the page's is the host's, and every token can be set from outside.
fn adapted(path: &str, sheet: &str) -> String {
    let sheet = sheet
        .replace(":root:not([data-theme=\"light\"])", ":host(:not([data-theme=\"light\"]))")
        .replace(":root[data-theme=\"light\"]", ":host([data-theme=\"light\"])")
        .replace(":root[data-theme=\"dark\"]", ":host([data-theme=\"dark\"])")
        .replace(":root", ":host");
    let rules = sheet.lines().map(|line| {
        let token = line.trim().strip_prefix("--").and_then(|rest| rest.split_once(':'));
        match token.filter(|_| path.ends_with("tokens.css")) {
            Some((name, value)) => {
                let value = value.trim().trim_end_matches(';');
                format!("--{name}: var(--scopesight-{name}, {value});\n")
            }
            None => format!("{}\n", line.trim()),
        }
    });
    rules.collect()
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("`");
    for sign in text.chars() {
        if matches!(sign, '`' | '\\' | '$') {
            quoted.push('\\');
        }
        quoted.push(sign);
    }
    quoted.push('`');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{adapted, quoted};

    #[test]
    fn tokens_can_be_set_from_outside_and_belong_to_the_host() {
        let sheet = ":root[data-theme=\"dark\"] {\n  --color-line: #fff;\n}\n";
        let expected = ":host([data-theme=\"dark\"]) {\n--color-line: var(--scopesight-color-line, #fff);\n}\n";
        assert_eq!(adapted("styles/tokens.css", sheet), expected);
        // What a component keeps for itself stays so.
        assert_eq!(adapted("a.css", "--step: 1px;"), "--step: 1px;\n");
    }

    #[test]
    fn a_sheet_is_quoted_for_javascript() {
        assert_eq!(quoted(r"content: '\2014'; `${x}`"), r"`content: '\\2014'; \`\${x}\``");
    }
}
