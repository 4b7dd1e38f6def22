//! The words that are searched for, in whatever case.

/// The words of a search, in lower case.
///
/// They are read once and looked for in many texts: nothing is allocated for a text in ASCII.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sought(Vec<String>);

impl Sought {
    /// The words of `query`.
    pub fn parse(query: &str) -> Self {
        Self(query.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether nothing is searched for, so that everything is found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word is in one of `texts`, whatever its case.
    pub fn is_in(&self, texts: &[&str]) -> bool {
        self.0.iter().all(|word| texts.iter().any(|text| has(text, word)))
    }
}

/// Whether `part`, which is in lower case, is in `text`, whatever the case of that.
pub fn has(text: &str, part: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(part);
    }
    let part = part.as_bytes();
    part.is_empty() || text.as_bytes().windows(part.len()).any(|own| own.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::{Sought, has};

    #[test]
    fn every_word_has_to_be_found() {
        let is_in = |query: &str, texts: &[&str]| Sought::parse(query).is_in(texts);
        assert!(is_in("pay  DEPLOY", &["Payments deployer", "may deploy"]));
        assert!(is_in(" ", &["anything"]) && is_in("", &[]));
        assert!(!is_in("pay audit", &["Payments deployer", "may deploy"]));
        assert!(!is_in("deployermay", &["Payments deployer", "may deploy"]));
    }

    #[test]
    fn a_part_is_found_just_where_the_lower_case_has_it() {
        let texts =
            ["", "a", "Shop/PROD", "ÜBER", "straße", "300 K", "\u{212a}", "ΟΔΟΣ", "İ", "@["];
        let parts = ["", "a", "p/p", "prod", "produ", "ü", "ß", "k", "οδος", "i", "i̇", "`", "{"];
        for text in texts {
            for part in parts {
                let expected = text.to_lowercase().contains(part);
                assert_eq!(has(text, part), expected, "{part:?} in {text:?}");
            }
        }
    }
}
