//! What is wrong with a name or a description before it is sent, for people.

use wire::rest::name::{MAX_DESCRIPTION, MAX_NAME, NameError, check_name};

/// Why a role, a set or a guardrail cannot be called so, or said to be this; `kept` are those that it has, which it may
/// keep whatever they are.
///
/// Spaces around a name are not sent.
pub fn problem(
    what: &str,
    (name, description): (&str, &str),
    kept: Option<(&str, &str)>,
) -> Option<String> {
    let name = name.trim();
    let of_name = || match check_name(name, MAX_NAME).err()? {
        NameError::Empty | NameError::Spaces => Some(format!("a {what} needs a name")),
        NameError::TooLong { most, found } => {
            Some(format!("a name has at most {most} characters, and this one {found}"))
        }
        NameError::Unseen(found) => Some(format!(
            "a name has no characters that cannot be seen, and this one `{}`",
            found.escape_unicode()
        )),
    };
    let of_description = || {
        let found = description.chars().count();
        (found > MAX_DESCRIPTION).then(|| {
            format!("a description has at most {MAX_DESCRIPTION} characters, and this one {found}")
        })
    };
    let (has_name, has_description) =
        kept.map_or((false, false), |kept| (name == kept.0, description == kept.1));
    let unfit = if has_name { None } else { of_name() };
    unfit.or_else(|| if has_description { None } else { of_description() })
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn the_limits_are_told_before_anything_is_sent() {
        let (long, longer) = ("é".repeat(101), "é".repeat(1001));
        let told = |name: &str, description: &str| problem("role", (name, description), None);
        assert_eq!(told(" Deployers ", &"é".repeat(1000)), None);
        assert_eq!(told(" ", "").as_deref(), Some("a role needs a name"));
        let words = "a name has at most 100 characters, and this one 101";
        assert_eq!(told(&long, "").as_deref(), Some(words));
        let words = r"a name has no characters that cannot be seen, and this one `\u{202e}`";
        assert_eq!(told("a\u{202e}b", "").as_deref(), Some(words));
        let words = "a description has at most 1000 characters, and this one 1001";
        assert_eq!(told("a", &longer).as_deref(), Some(words));
        // What came with a snapshot stays as it is until it is changed.
        let kept = Some((long.as_str(), longer.as_str()));
        assert_eq!(problem("role", (&long, &longer), kept), None);
        assert!(problem("role", (&long, "é"), kept).is_none());
        assert!(problem("role", (&format!("{long}é"), &longer), kept).is_some());
    }
}
