//! What a preview stands beside, in words.

use super::difference::Sign;

/// What a preview stands beside; a context around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Against {
    /// A draft, beside what is saved.
    #[default]
    Saved,
    /// One of two who are compared, beside the first of them.
    First,
}

impl Against {
    /// What begins the paragraph on what differs.
    pub const fn head(self) -> &'static str {
        match self {
            Self::Saved => "Against the saved role: ",
            Self::First => "Against the first: ",
        }
    }

    /// What it says where nothing differs.
    pub const fn nothing(self) -> &'static str {
        match self {
            Self::Saved => "No change against the saved role.",
            Self::First => "The same as the first.",
        }
    }

    /// The word for what a cell says, in its name.
    pub const fn words(self, sign: Sign) -> &'static str {
        match (self, sign) {
            (_, Sign::Granted) => "granted",
            (_, Sign::Absent) => "not granted",
            (Self::Saved, Sign::Gained) => "newly granted by this draft",
            (Self::Saved, Sign::Lost) => "taken away by this draft",
            (Self::First, Sign::Gained) => "granted to the second alone",
            (Self::First, Sign::Lost) => "granted to the first alone",
        }
    }

    /// What marks a tab on which something differs.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Saved => "Changed by this draft",
            Self::First => "Not the same for both",
        }
    }

    /// How a rule begins that grants a cell to what the preview stands beside.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Saved => "Saved",
            Self::First => "The first:",
        }
    }

    /// What is said where nothing on these `nouns` differs.
    pub fn same(self, nouns: &str) -> String {
        match self {
            Self::Saved => format!("This draft changes nothing on {nouns}."),
            Self::First => format!("Both may do the same on {nouns}."),
        }
    }

    /// What is said where nothing on these `nouns` is granted.
    pub fn none(self, nouns: &str) -> String {
        let who = match self {
            Self::Saved => "",
            Self::First => " to the second",
        };
        format!("Nothing is granted{who} on {nouns}. “All scopes” shows what could be granted.")
    }
}
