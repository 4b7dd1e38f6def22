//! Dates for people.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The day of a moment in RFC 3339, such as `3 Nov 2026`; the text itself where it is no such moment.
pub fn day(moment: &str) -> String {
    let mut parts = moment.split('T').next().unwrap_or_default().split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    match (year, month, day.and_then(|day| day.parse::<u8>().ok())) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        _ => moment.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_moment_is_shown_by_its_day() {
        assert_eq!(day("2026-11-03T10:20:30Z"), "3 Nov 2026");
        assert_eq!(day("2026-13-03T10:20:30Z"), "2026-13-03T10:20:30Z");
        assert_eq!(day(""), "");
    }
}
