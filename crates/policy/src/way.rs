//! The ways in which a role can be held, as far as its conditions can tell.

use std::fmt;

use crate::Access;

/// One way in which a role or a draft can be held.
///
/// A condition that speaks of the team compares it with names, so a role does the same through every team that none of
/// its conditions names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Through no team.
    Alone,
    /// Through this team, which a condition names.
    Team(String),
    /// Through a team that no condition names, such as this one.
    Other(String),
}

impl Way {
    /// All the ways in which what `accesses` are of can be told apart; one where none of it speaks of the team.
    pub fn all(accesses: &[&Access]) -> Vec<Self> {
        let programs = || accesses.iter().map(|access| &access.program);
        let mut ways = vec![Self::Alone];
        if programs().any(|program| program.sites.iter().any(|site| site.names_team)) {
            let mut named: Vec<_> = programs().flat_map(|program| &program.teams).collect();
            named.sort_unstable();
            named.dedup();
            let mut other = "any-other".to_owned();
            while named.binary_search(&&other).is_ok() {
                other.push('\'');
            }
            ways.extend(named.into_iter().cloned().map(Self::Team));
            ways.push(Self::Other(other));
        }
        ways
    }

    /// The team.
    pub fn team(&self) -> Option<&str> {
        match self {
            Self::Alone => None,
            Self::Team(name) | Self::Other(name) => Some(name),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alone => formatter.write_str("held through no team"),
            Self::Team(name) => write!(formatter, "held through team `{name}`"),
            Self::Other(_) => formatter.write_str("held through a team that no condition names"),
        }
    }
}
