//! The nearest right name for a wrong one.

/// The candidate that `name` was most probably meant to be, if one is near enough.
///
/// Near is at most a third of the longer name's characters inserted, deleted, replaced or swapped with
/// their neighbour; ties go to the first candidate. Names over 100 characters have no nearest.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let mut looks = usize::MAX;
    nearest_within(name, candidates, &mut looks)
}

/// The same among names of which there can be many: none where looking through them would take long.
pub fn nearest_name<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    /// As many pairs of letters as all wrong names of a definition may cost.
    const MAX_LOOKS: usize = 20_000_000;
    let mut looks = MAX_LOOKS;
    nearest_within(name, candidates, &mut looks)
}

/// The same within so many `looks`: pairs of letters that are held against each other. None where they do not suffice.
pub(crate) fn nearest_within<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    looks: &mut usize,
) -> Option<&'a str> {
    if name.chars().nth(100).is_some() {
        return None;
    }
    let folded = fold(name);
    let mut found: Option<(usize, &str)> = None;
    for candidate in candidates {
        let target = fold(candidate);
        let limit = (folded.len().max(target.len()) / 3).max(1);
        // What is so much longer is not near, and needs no look at its letters.
        let is_as_long = folded.len().abs_diff(target.len()) <= limit;
        let letters = if is_as_long { folded.len().saturating_mul(target.len()) } else { 0 };
        let Some(left) = looks.checked_sub(letters.saturating_add(target.len())) else {
            *looks = 0;
            return None;
        };
        *looks = left;
        let distance = if is_as_long { distance(&folded, &target) } else { usize::MAX };
        if distance <= limit && found.is_none_or(|(nearest, _)| distance < nearest) {
            found = Some((distance, candidate));
        }
    }
    found.map(|(_, candidate)| candidate)
}

/// The one of `known`, each with how many use it, that `name` looks like a misspelling of: of those that are
/// equally near the one that most use, or the first.
///
/// This is stricter than [`nearest`], for any text may be a tag. Words apart in case, spaces and punctuation alone
/// are near. Else all words but one have to be the same, and that one has to have the same digits (`eu-1` is no
/// misspelling of `eu-2`), at least three characters, and at most one slip; two where it has eight or more.
pub(crate) fn misspelling<'a>(name: &str, known: &[(&'a str, usize)]) -> Option<&'a str> {
    let name = Spelling::of(name)?;
    let distance = |(text, count): &(&'a str, usize)| {
        Some((name.distance(&Spelling::of(text)?)?, std::cmp::Reverse(*count), *text))
    };
    known.iter().filter_map(distance).min().map(|(.., text)| text)
}

/// Whether two texts are apart in case, spaces and punctuation alone.
pub(crate) fn is_same_word(left: &str, right: &str) -> bool {
    Spelling::of(left).is_some_and(|left| {
        Spelling::of(right).is_some_and(|right| left.distance(&right) == Some(0))
    })
}

/// Whether one long text becomes the other by one character inserted, deleted, replaced or swapped with its
/// neighbour; short ones (below 20 characters) are names that somebody counts on.
pub(crate) fn is_one_slip(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    if left.len().min(right.len()) < 20 || left.len().abs_diff(right.len()) > 1 {
        return false;
    }
    while let (Some((one, rest)), Some((other, others))) = (left.split_first(), right.split_first())
        && one == other
    {
        (left, right) = (rest, others);
    }
    while let (Some((one, rest)), Some((other, others))) = (left.split_last(), right.split_last())
        && one == other
    {
        (left, right) = (rest, others);
    }
    match (left, right) {
        ([], [_]) | ([_], [] | [_]) => true,
        ([one, two], [other, another]) => one == another && two == other,
        _ => false,
    }
}

/// The words of a text, without case.
struct Spelling {
    letters: Vec<char>,
    /// Where each word ends in `letters`.
    ends: Vec<usize>,
}

impl Spelling {
    /// How a text is spelt; `None` where it has no letters, or more than a name has.
    fn of(text: &str) -> Option<Self> {
        if text.chars().nth(100).is_some() {
            return None;
        }
        let mut spelling = Self { letters: Vec::new(), ends: Vec::new() };
        for letter in text.chars().flat_map(char::to_lowercase).chain([' ']) {
            if letter.is_alphanumeric() {
                spelling.letters.push(letter);
            } else if spelling.ends.last().copied().unwrap_or(0) < spelling.letters.len() {
                spelling.ends.push(spelling.letters.len());
            }
        }
        Some(spelling).filter(|spelling| !spelling.letters.is_empty())
    }

    fn words(&self) -> impl Iterator<Item = &[char]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.letters.get(start..*end))
    }

    /// How many slips are between the two, where it looks like slips.
    fn distance(&self, other: &Self) -> Option<usize> {
        if self.letters == other.letters {
            return Some(0);
        }
        if self.ends.len() != other.ends.len() {
            return None;
        }
        let mut differing = self.words().zip(other.words()).filter(|(one, other)| one != other);
        let (one, other) = differing.next()?;
        let shorter = one.len().min(other.len());
        let allowed = if shorter < 8 { 1 } else { 2 };
        let digits = |word: &[char]| {
            let digits = word.iter().filter(|letter| letter.is_numeric());
            digits.copied().collect::<Vec<_>>()
        };
        let is_slip = differing.next().is_none()
            && shorter >= 3
            && one.len().abs_diff(other.len()) <= allowed
            && digits(one) == digits(other);
        Some(distance(one, other)).filter(|distance| is_slip && *distance <= allowed)
    }
}

fn fold(name: &str) -> Vec<char> {
    let letters = name.trim().chars().flat_map(char::to_lowercase);
    // Both forms of a small sigma are one letter.
    let fold = |letter| match letter {
        '-' => '_',
        'ς' => 'σ',
        letter => letter,
    };
    letters.map(fold).collect()
}

/// The Damerau–Levenshtein distance (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let at =
                |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (at(&last, j) + usize::from(a != b)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let is_swap =
                i > 0 && j > 0 && left.get(i - 1) == Some(b) && right.get(j - 1) == Some(a);
            if is_swap {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{is_one_slip, is_same_word, misspelling, nearest};

    #[test]
    fn misspellings_find_their_name() {
        let names = ["stack:read", "stack:write", "stack:delete", "environment:open"];
        let cases = [
            ("stack:raed", Some("stack:read")),
            ("Stack:Write", Some("stack:write")),
            ("stacks:delete", Some("stack:delete")),
            ("environmnet:open", Some("environment:open")),
            ("billing", None),
            ("", None),
        ];
        for (wrong, right) in cases {
            assert_eq!(nearest(wrong, names), right, "{wrong}");
        }
    }
    #[test]
    fn tags_are_misspelt_by_a_slip_and_not_by_being_others() {
        let known = [
            ("PROD", 1),
            ("cost-center", 3),
            ("eu-west-1", 9),
            ("mobile", 4),
            ("prod", 90),
            ("production", 2),
            ("staging eu", 1),
        ];
        let cases = [
            ("prdo", Some("prod")),
            ("prd", Some("prod")),
            ("Prod", Some("prod")),
            ("prod ", Some("prod")),
            ("prodution", Some("production")),
            ("porduciton", Some("production")),
            ("moblie", Some("mobile")),
            ("costcenter", Some("cost-center")),
            ("Cost_Center", Some("cost-center")),
            ("eu-wst-1", Some("eu-west-1")),
            ("eu-west-2", None),
            ("eu-east-1", None),
            ("staging us", None),
            ("eu", None),
            ("dev", None),
            ("", None),
            ("--", None),
        ];
        for (wrong, right) in cases {
            assert_eq!(misspelling(wrong, &known), right, "{wrong}");
        }
        assert!(is_same_word("Prod", "prod ") && !is_same_word("prdo", "prod"));
        assert_eq!(misspelling(&"x".repeat(1000), &[(&"x".repeat(1000), 1)]), None);
    }

    #[test]
    fn ids_are_near_by_one_slip() {
        let id = "4ca1360c-d7ec-4f3b-a37d-1b0bfb478697";
        let near = [
            "4ca1360c-d7ec-4f3b-a37d-1b0bfb478698",
            "ca1360c-d7ec-4f3b-a37d-1b0bfb478697",
            "4ca1360c-d7ec-4fb3-a37d-1b0bfb478697",
            "4ca1360c-d7ec-4f3b-a37d-1b0bfb4786977",
        ];
        for other in near {
            assert!(is_one_slip(id, other) && is_one_slip(other, id), "{other}");
        }
        for other in [id, "5ca1360c-d7ec-4f3b-a37d-1b0bfb478698", "stack-1"] {
            assert!(!is_one_slip(id, other), "{other}");
        }
        assert!(!is_one_slip("stack-1", "stack-2"));
    }
}
