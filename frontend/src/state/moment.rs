//! Moments as the server counts them, in seconds since 1970, for people.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The seconds of a day.
pub const DAY_SECS: u64 = 24 * 60 * 60;

/// Now, by the clock of the browser.
pub fn now() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is after 1970 and in whole seconds"
    )]
    let secs = (web_sys::js_sys::Date::now() / 1000.0) as u64;
    secs
}

/// The day of a moment, such as `3 Nov 2026`.
pub fn day(secs: u64) -> String {
    let (year, month, day) = civil(secs);
    let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index));
    format!("{day} {} {year}", name.unwrap_or(&""))
}

/// The day of a moment as machines write it, such as `2026-11-03`.
pub fn machine_day(secs: u64) -> String {
    let (year, month, day) = civil(secs);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A moment to the second, such as `3 Nov 2026, 14:03:59 UTC`.
pub fn second(secs: u64) -> String {
    let of_day = secs % DAY_SECS;
    let (hours, minutes) = (of_day / 3600, of_day / 60 % 60);
    format!("{}, {hours:02}:{minutes:02}:{:02} UTC", day(secs), of_day % 60)
}

/// The first second of a day written as `2026-11-03`, in UTC.
pub fn start_of_day(text: &str) -> Option<u64> {
    end_of_day(text).map(|end| end + 1 - DAY_SECS)
}

/// The last second of a day written as `2026-11-03`, in UTC.
pub fn end_of_day(text: &str) -> Option<u64> {
    let mut parts = text.splitn(3, '-');
    let mut part = || parts.next()?.parse::<u64>().ok();
    let (year, month, day) = (part()?, part()?, part()?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let secs = days(year, month, day) * DAY_SECS + DAY_SECS - 1;
    (civil(secs) == (year, month, day)).then_some(secs)
}

/// How far `secs` is from `now`, such as `in 12 days` or `3 hours ago`.
pub fn from_now(secs: u64, now: u64) -> String {
    let distance = secs.abs_diff(now);
    let (count, unit) = match distance {
        0..60 => return if secs > now { "in a moment" } else { "just now" }.to_owned(),
        60..3_600 => (distance / 60, "minute"),
        3_600..DAY_SECS => (distance / 3_600, "hour"),
        // Two years are still told in days or months, which say more than one year or two.
        _ if distance < 60 * DAY_SECS => (distance / DAY_SECS, "day"),
        _ if distance < 730 * DAY_SECS => (distance / (30 * DAY_SECS), "month"),
        _ => (distance / (365 * DAY_SECS), "year"),
    };
    let plural = if count == 1 { "" } else { "s" };
    if secs > now {
        format!("in {count} {unit}{plural}")
    } else {
        format!("{count} {unit}{plural} ago")
    }
}

/// The days from 1970 to a date of the Gregorian calendar; years begin in March, so that the leap day is the last.
const fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day - 1;
    let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    // 719,468 days lie between 1 March 0000 and 1970.
    era * 146_097 + of_era - 719_468
}

/// The year, month and day of a moment, in UTC.
const fn civil(secs: u64) -> (u64, u64, u64) {
    let days = secs / DAY_SECS + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

#[cfg(test)]
mod tests {
    use super::{DAY_SECS, day, end_of_day, from_now, machine_day};

    #[test]
    fn moments_are_told_by_their_day() {
        assert_eq!(day(0), "1 Jan 1970");
        assert_eq!(day(951_782_400), "29 Feb 2000");
        assert_eq!(day(1_795_996_799), "29 Nov 2026");
        assert_eq!(machine_day(1_795_996_799), "2026-11-29");
    }

    #[test]
    fn every_day_is_read_as_it_is_written() {
        // Two leap cycles, one of them across a century.
        for number in (0..60_000).step_by(7) {
            let secs = number * DAY_SECS + DAY_SECS - 1;
            assert_eq!(end_of_day(&machine_day(secs)), Some(secs), "{}", machine_day(secs));
        }
        for bad in ["", "2026-02-29", "2026-13-01", "2026-11", "soon", "0000-01-01"] {
            assert_eq!(end_of_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn distances_are_told_in_the_unit_that_says_most() {
        let now = 1_795_910_400_u64;
        let told = |distance: i64| from_now(now.checked_add_signed(distance).unwrap(), now);
        assert_eq!(told(30), "in a moment");
        assert_eq!(told(-30), "just now");
        assert_eq!(told(-60), "1 minute ago");
        assert_eq!(told(7_200), "in 2 hours");
        assert_eq!(told(30 * 86_400), "in 30 days");
        assert_eq!(told(-400 * 86_400), "13 months ago");
        assert_eq!(told(800 * 86_400), "in 2 years");
    }
}
