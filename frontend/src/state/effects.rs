//! What a change means for everybody, as lines for people.

use std::collections::HashMap;

use policy::{
    ChangeKind, Effect, EntityType, Impact, Organization, Principal, ScopeSet, SourceKind,
    TokenKind,
};

use crate::preview::words::listed;

use super::form::words::{entity_name, noun, set_name};

/// How many entities are named as examples, and how many holders before the rest is counted.
const NAMED: usize = 3;

/// What a change means for holders who hold alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who, in a few words.
    pub holders: String,
    /// Every one of them by name.
    pub everybody: Vec<String>,
    /// What they gain.
    pub gained: Vec<Line>,
    /// What they lose.
    pub lost: Vec<Line>,
    /// What the change gives or takes and they hold anyway, and through what.
    pub covered: Vec<String>,
    /// Why it is not known what changes on entities that do not exist yet, where it is not.
    pub unknown: Option<String>,
}

/// Scopes, and where they change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The names of the scopes.
    pub scopes: Vec<&'static str>,
    /// Where, such as `on 12 stacks`.
    pub place: String,
    /// Some of these places by name.
    pub examples: Vec<String>,
}

impl Told {
    /// What an impact means, those first for whom something changes; whom it leaves as they are is left out.
    pub fn all(organization: &Organization, impact: &Impact) -> Vec<Self> {
        let effects = impact.effects.iter().filter(|effect| !effect.is_nothing());
        let mut all = Vec::<Self>::new();
        for told in effects.map(|effect| Self::of(organization, effect)) {
            let same = |one: &&mut Self| {
                (&one.gained, &one.lost, &one.unknown) == (&told.gained, &told.lost, &told.unknown)
            };
            match all.iter_mut().find(same) {
                // They hold other things beside it, which makes no difference to what changes.
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

    fn of(organization: &Organization, effect: &Effect) -> Self {
        let everybody: Vec<_> =
            effect.holders.iter().map(|holder| name(organization, holder)).collect();
        let gained = lines(organization, effect, true);
        let lost = lines(organization, effect, false);
        Self {
            holders: few(&everybody),
            everybody,
            gained,
            lost,
            covered: effect.covered.iter().map(|covered| told(organization, covered)).collect(),
            unknown: effect.difference.as_ref().err().map(ToString::to_string),
        }
    }
}

/// How many people, teams and tokens are among those for whom something changes.
pub fn touched(impact: &Impact) -> [usize; 3] {
    let mut count = [0; 3];
    for holder in impact
        .effects
        .iter()
        .filter(|effect| !effect.is_nothing())
        .flat_map(|effect| &effect.holders)
    {
        let [people, teams, tokens] = &mut count;
        *match holder {
            Principal::User(_) => people,
            Principal::Team(_) => teams,
            Principal::Token(_) => tokens,
        } += 1;
    }
    count
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
            match &token.kind {
                TokenKind::Personal { login } => format!("token {} of {login}", token.name),
                TokenKind::Team { team } => format!("token {} of team {team}", token.name),
                TokenKind::Organization { .. } => format!("token {}", token.name),
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

/// What is gained, or lost: on the organization, on entities there are, and on those there could be.
fn lines(organization: &Organization, effect: &Effect, is_gain: bool) -> Vec<Line> {
    let pick = |delta: &policy::Delta| if is_gain { delta.gained } else { delta.lost };
    let names = |scopes: ScopeSet| scopes.iter().map(policy::Scope::name).collect::<Vec<_>>();
    let mut lines = Vec::new();
    let global = pick(&effect.organization);
    if !global.is_empty() {
        let place = "on the organization".to_owned();
        lines.push(Line { scopes: names(global), place, examples: Vec::new() });
    }
    let mut groups = Vec::<(EntityType, ScopeSet, Vec<u32>)>::new();
    let mut known = HashMap::new();
    for changed in &effect.entities {
        let scopes = pick(&changed.delta);
        let entity = organization.inventory.entity(changed.row);
        let Some(entity) = entity.filter(|_| !scopes.is_empty()) else { continue };
        let place = *known.entry((entity.entity_type, scopes)).or_insert_with(|| {
            groups.push((entity.entity_type, scopes, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, _, rows)) = groups.get_mut(place) {
            rows.push(changed.row);
        }
    }
    groups.sort_by_key(|(_, _, rows)| std::cmp::Reverse(rows.len()));
    for (entity_type, scopes, rows) in &groups {
        let examples = rows.iter().take(NAMED).filter_map(|row| {
            organization.inventory.entity(*row).map(|entity| entity.name.clone())
        });
        lines.push(Line {
            scopes: names(*scopes),
            place: format!("on {} {}", rows.len(), noun(*entity_type, rows.len())),
            examples: examples.collect(),
        });
    }
    let longer = effect.entities.iter().flat_map(|changed| &changed.limits);
    let longer =
        longer.filter(|(_, before, after)| opens_longer(*before, *after) == is_gain).count();
    if longer > 0 {
        let place = format!("{longer} {}", noun(EntityType::Environment, longer));
        let word = if is_gain { "longer" } else { "shorter" };
        lines.push(Line {
            scopes: Vec::new(),
            place: format!("{word} opening of {place}"),
            examples: Vec::new(),
        });
    }
    if lines.is_empty() {
        lines.extend(future(organization, effect, is_gain));
    }
    lines
}

/// Whether a limit after is longer than before; no limit is the longest.
fn opens_longer(before: Option<u64>, after: Option<u64>) -> bool {
    before.is_some_and(|before| after.is_none_or(|after| after > before))
}

/// What changes where nothing exists yet.
fn future(organization: &Organization, effect: &Effect, is_gain: bool) -> Vec<Line> {
    let changes = effect.difference.iter().flat_map(|difference| &difference.changes);
    let changes = changes.filter(|change| {
        matches!(change.kind, ChangeKind::Gained | ChangeKind::OpenLonger(_)) == is_gain
    });
    changes
        .map(|change| {
            let case = change.cases.first();
            let case = case.map(|case| case.named(&organization.inventory).to_string());
            Line {
                scopes: change.scopes.iter().map(policy::Scope::name).collect(),
                place: match case {
                    Some(case) => format!("on none there is today, but on {case}"),
                    None => "on none there is today, but on some there could be".to_owned(),
                },
                examples: Vec::new(),
            }
        })
        .collect()
}

/// What another source grants anyway.
fn told(organization: &Organization, covered: &policy::Covered) -> String {
    let scopes = covered.scopes.gained.union(covered.scopes.lost);
    let names: Vec<_> = scopes.iter().map(policy::Scope::name).collect();
    let scopes = match names.as_slice() {
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        many => format!("{} scopes", many.len()),
    };
    let place = match covered.entities {
        0 => String::new(),
        1 => " on 1 entity".to_owned(),
        more => format!(" on {more} entities"),
    };
    format!("{scopes}{place} anyway, through {}", source(organization, &covered.source))
}

/// A source of access in words.
pub fn source(organization: &Organization, source: &policy::Source) -> String {
    let through = source.through.as_str();
    let role = |id| set_name(organization, id);
    match source.kind {
        SourceKind::Role => "the role itself".to_owned(),
        SourceKind::OwnRole => format!("the own role {}", role(through)),
        SourceKind::TeamRole => match through.split_once('/') {
            Some((team, id)) => format!("the role {} of team {team}", role(id)),
            None => format!("the team role {}", role(through)),
        },
        SourceKind::TeamGrant => format!("what team {through} was granted"),
        SourceKind::CreatorGrant => {
            let of = |entity_type| entity_name(organization, entity_type, through);
            let name = EntityType::ALL.into_iter().map(of).find(|name| *name != through);
            format!("having created {}", name.unwrap_or(through))
        }
        SourceKind::Setting => format!("the organization-wide setting {through}"),
    }
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
