//! Leaves out of a text what is another each time it is written.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const UNITS: [&str; 7] = ["second", "minute", "hour", "day", "week", "month", "year"];
/// From how many digits on a number in base 16 is a hash or an id.
const HASH_DIGITS: usize = 12;

/// The line with its days, times, hashes, and spans of time from now, and values of tokens replaced by words for them.
pub(super) fn redacted(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let words: Vec<&str> = line.split_whitespace().collect();
    let (mut rest, mut told) = (words.as_slice(), Vec::new());
    while let [word, after @ ..] = rest {
        let (one, left) = match rest {
            [day, month, year, left @ ..] if is_day(core(day), month, core(year)) => {
                (around(day, "DAY", year), left)
            }
            [before, count, unit, left @ ..] if core(before) == "in" && is_span(count, unit) => {
                (around(before, "SOON", unit), left)
            }
            [count, unit, ago, left @ ..] if core(ago) == "ago" && is_span(core(count), unit) => {
                (around(count, "AGO", ago), left)
            }
            _ if is_time(core(word)) => (around(word, "TIME", word), after),
            _ if is_hash(core(word)) => (around(word, "HASH", word), after),
            _ if is_token(core(word)) => (around(word, "TOKEN", word), after),
            _ => ((*word).to_owned(), after),
        };
        told.push(one);
        rest = left;
    }
    format!("{}{}", " ".repeat(indent), told.join(" "))
}

/// The word without the punctuation around it.
fn core(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// `told`, with the punctuation before `first` and after `last`.
fn around(first: &str, told: &str, last: &str) -> String {
    let is_inside = |letter: char| letter.is_alphanumeric();
    let before = first.find(is_inside).and_then(|at| first.get(..at)).unwrap_or_default();
    let after = last.trim_start_matches(|letter| !is_inside(letter));
    let after = after.trim_start_matches(core(last));
    format!("{before}{told}{after}")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_day(day: &str, month: &str, year: &str) -> bool {
    is_number(day) && MONTHS.contains(&month) && year.len() == 4 && is_number(year)
}

fn is_span(count: &str, unit: &str) -> bool {
    (is_number(count) || ["a", "an"].contains(&count))
        && UNITS.contains(&core(unit).trim_end_matches('s'))
}

fn is_time(text: &str) -> bool {
    text.contains(':') && text.split(':').all(|part| part.len() == 2 && is_number(part))
}

fn is_hash(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    digits >= HASH_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Whether it is the value of a token, which nobody is to find in a file.
fn is_token(text: &str) -> bool {
    text.strip_prefix("pul-").is_some_and(is_hash)
}

#[test]
fn only_what_is_another_each_time_is_left_out() {
    let line = "  StaticText \"#3, 28 Nov 2026, 20:25:13 UTC, ends in 12 days, made 3 hours ago (9f2c41d07ab3)\"";
    assert_eq!(redacted(line), "  StaticText \"#3, DAY, TIME UTC, ends SOON, made AGO (HASH)\"");
    let line = format!("StaticText \"pul-{}\"", "0a".repeat(36));
    assert_eq!(redacted(&line), "StaticText \"TOKEN\"");
    let same = "button \"37 of 412 stacks, prod in payments\"";
    assert_eq!(redacted(same), same);
}
