//! What a change means for whom, as lines for people.

pub mod change;
pub mod impact;
pub mod moved;

use policy::{EntityType, Organization, Principal, ScopeSet, TokenKind};

use super::form::words::noun;
use super::tokens::token_name;
use crate::preview::words::listed;

/// How many entities are named as examples, and how many holders before the rest is counted.
const NAMED: usize = 3;

/// What a change means for holders who hold alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Who, in a few words; empty where it goes without saying.
    pub holders: String,
    /// Every one of them by name.
    pub everybody: Vec<String>,
    /// What they gain.
    pub gained: Vec<Line>,
    /// What they lose.
    pub lost: Vec<Line>,
    /// What they gain (or lose, where it is false) on what there could be, beside that.
    pub later: Vec<(bool, Line)>,
    /// What the change gives or takes and they hold anyway, and through what.
    pub covered: Vec<String>,
    /// Why it is not known what changes on entities that do not exist yet, where it is not.
    pub unknown: Option<String>,
}

/// Scopes, and where they change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The scopes.
    pub scopes: ScopeSet,
    /// The name of the permission set that they are, where they are one.
    pub set: Option<String>,
    /// Where, such as `on 12 stacks`.
    pub place: String,
    /// Some of these places by name.
    pub examples: Vec<String>,
}

impl Told {
    /// Those together to whom the same happens, whatever else they hold.
    fn together(told: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut all = Vec::<Self>::new();
        for told in told {
            let same = |one: &&mut Self| {
                (&one.gained, &one.lost, &one.later, &one.unknown)
                    == (&told.gained, &told.lost, &told.later, &told.unknown)
            };
            match all.iter_mut().find(same) {
                Some(one) => one.join(told),
                None => all.push(told),
            }
        }
        all
    }

    fn join(&mut self, other: Self) {
        self.everybody.extend(other.everybody);
        self.holders = few(&self.everybody);
        self.covered.extend(other.covered);
        self.covered.sort();
        self.covered.dedup();
    }
}

impl Line {
    /// Scopes at a place that is said already.
    fn at(organization: &Organization, scopes: ScopeSet, place: String) -> Self {
        let set = set_of(organization, scopes).map(ToOwned::to_owned);
        Self { scopes, set, place, examples: Vec::new() }
    }

    /// Scopes on the organization.
    fn on_organization(organization: &Organization, scopes: ScopeSet) -> Self {
        Self::at(organization, scopes, "on the organization".to_owned())
    }

    /// Scopes on so many entities, of which `rows` are the first.
    fn on(
        organization: &Organization,
        entity_type: EntityType,
        scopes: ScopeSet,
        count: usize,
        rows: impl Iterator<Item = u32>,
    ) -> Self {
        let named = rows.filter_map(|row| organization.inventory.entity(row));
        let mut examples: Vec<_> = named.take(NAMED).map(|entity| entity.name.clone()).collect();
        let (total, noun) =
            (organization.inventory.of_type(entity_type).len(), noun(entity_type, count));
        let place = match (count, examples.as_slice()) {
            (1, [only]) => format!("on {only}"),
            (count, _) if count == total => format!("on all {count} {noun}"),
            (count, _) => format!("on {count} {noun}"),
        };
        if count == 1 || count == total {
            examples.clear();
        }
        Self { examples, ..Self::at(organization, scopes, place) }
    }

    /// So many environments that can be opened for longer, or for shorter, than now; nothing where there are none.
    fn opening(count: usize, is_longer: bool) -> Option<Self> {
        let word = if is_longer { "longer" } else { "shorter" };
        let place = format!("{word} opening of {count} {}", noun(EntityType::Environment, count));
        (count > 0).then(|| Self { place, ..Self::default() })
    }
}

/// These people, teams and tokens: `2 people, 1 team and 3 tokens`.
pub fn amounts([people, teams, tokens]: [usize; 3]) -> String {
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {many}")),
    };
    let parts = [
        counted(people, "person", "people"),
        counted(teams, "team", "teams"),
        counted(tokens, "token", "tokens"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "nobody".to_owned() } else { listed(&parts) }
}

/// The name of a holder, with the word for what it is where that is no person.
pub fn name(organization: &Organization, holder: &Principal) -> String {
    match holder {
        Principal::User(login) => login.clone(),
        Principal::Team(name) => format!("team {name}"),
        Principal::Token(id) => {
            let token = organization.tokens.iter().find(|token| token.id == *id);
            let Some(token) = token else { return format!("token {id}") };
            let name = token_name(&token.id, &token.name);
            match &token.kind {
                TokenKind::Personal { login } => format!("token {name} of {login}"),
                TokenKind::Team { team } => format!("token {name} of team {team}"),
                TokenKind::Organization { .. } => format!("token {name}"),
            }
        }
    }
}

/// The first of them by name, the others counted.
pub fn few(names: &[String]) -> String {
    match names.split_at_checked(NAMED) {
        Some((first, rest)) if rest.len() > 1 => {
            format!("{} and {} more", first.join(", "), rest.len())
        }
        _ => match names.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("{} and {last}", before.join(", "))
            }
            _ => names.concat(),
        },
    }
}

/// The permission set that has exactly these scopes, by its name.
fn set_of(organization: &Organization, scopes: ScopeSet) -> Option<&str> {
    let mut records = organization.records.iter();
    let is_it = |record: &&policy::Record| {
        record.purpose == policy::UxPurpose::Set
            && record.flat_scopes().is_some_and(|allow| allow.scopes() == scopes)
    };
    records.find(is_it).map(|record| record.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn many_names_are_counted() {
        let names = |count: usize| (1..=count).map(|n| format!("p{n}")).collect::<Vec<_>>();
        assert_eq!(few(&names(0)), "");
        assert_eq!(few(&names(1)), "p1");
        assert_eq!(few(&names(2)), "p1 and p2");
        assert_eq!(few(&names(4)), "p1, p2, p3 and p4");
        assert_eq!(few(&names(9)), "p1, p2, p3 and 6 more");
    }
}
