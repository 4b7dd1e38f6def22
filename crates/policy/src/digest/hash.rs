//! A hash, as people and programs write it.

use std::fmt;

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash(pub(super) [u8; 32]);

/// How many digits are enough for people to tell two apart.
const SHORT: usize = 12;

impl Hash {
    /// Reads 64 hexadecimal digits, of either case.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        let mut digits = text.chars().map(|digit| digit.to_digit(16));
        for byte in &mut bytes {
            let (high, low) = (digits.next()??, digits.next()??);
            *byte = u8::try_from(high * 16 + low).ok()?;
        }
        digits.next().is_none().then_some(Self(bytes))
    }

    /// Its first 12 digits, for people.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(SHORT);
        text
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn what_is_written_is_read_and_nothing_else_is() {
        let text = "00ff10a05e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef72";
        let hash = Hash::parse(text).unwrap();
        assert_eq!(hash.to_string(), text);
        assert_eq!(hash.short(), "00ff10a05e88");
        assert_eq!(Hash::parse(&text.to_uppercase()), Some(hash));
        for wrong in
            ["", "00ff", text.trim_start_matches('0'), &format!("{text}0"), &text.replace('f', "g")]
        {
            assert_eq!(Hash::parse(wrong), None, "{wrong}");
        }
    }
}
