//! Where somebody's access comes from: a tree, from whom it is about to each thing that gives something.

use policy::{EntityType, Organization, Rule, ScopeSet, Source, SourceKind};

use super::evaluation::Evaluation;
use super::form::words::{entity_name, noun, set_name};

/// One thing that gives something, or what stands between it and its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// What it is, in a word or two.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// What the page about it is about.
    pub about: About,
    /// What it gives.
    pub gives: Gives,
    /// What it consists of.
    pub parts: Vec<Branch>,
}

/// What a branch leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A role, by id.
    Role(String),
    /// A team, by name.
    Team(String),
    /// Nothing that has a page.
    Nothing,
}

/// How much something gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gives {
    /// The rows of the entities on which it gives anything.
    rows: [Vec<u32>; 3],
    /// The scopes that it gives on the organization.
    organization: ScopeSet,
}

impl Gives {
    /// On how many entities of each type it gives anything, where it does.
    pub fn counts(&self) -> impl Iterator<Item = (EntityType, usize)> {
        let counted = EntityType::ALL.into_iter().zip(&self.rows);
        counted.map(|(entity_type, rows)| (entity_type, rows.len())).filter(|(_, count)| *count > 0)
    }

    /// The same in words, such as `14 stacks, 2 scopes on the organization`.
    pub fn in_words(&self) -> String {
        let entities = self.counts().map(|(of, count)| format!("{count} {}", noun(of, count)));
        let scopes = match self.organization.len() {
            0 => None,
            1 => Some("1 scope on the organization".to_owned()),
            more => Some(format!("{more} scopes on the organization")),
        };
        let parts: Vec<_> = entities.chain(scopes).collect();
        if parts.is_empty() { "nothing today".to_owned() } else { parts.join(", ") }
    }

    fn of(evaluation: &Evaluation, organization: &Organization, source: usize) -> Self {
        let rules = evaluation.access.program.rules().iter().enumerate();
        let rules: Vec<(usize, &Rule)> = rules.filter(|(_, rule)| rule.source == source).collect();
        let rows = EntityType::ALL.map(|entity_type| {
            let of_type = organization.inventory.of_type(entity_type);
            let giving = rules.iter().filter(|(_, rule)| {
                rule.scopes.iter().any(|scope| scope.applies_to(entity_type.into()))
            });
            let rows = giving.filter_map(|(index, _)| evaluation.matrix.rows_of_rule(*index));
            merged(rows.map(|rows| rows.intersection(of_type).iter().collect::<Vec<_>>()))
        });
        let granted = evaluation.matrix.organization();
        let here = rules.iter().filter(|(index, _)| granted.rules.contains(index));
        let scopes = here.fold(ScopeSet::EMPTY, |all, (_, rule)| all.union(rule.scopes));
        Self { rows, organization: scopes.intersection(granted.scopes) }
    }

    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            *mine = merged([std::mem::take(mine), theirs.clone()].into_iter());
        }
        self.organization = self.organization.union(other.organization);
    }
}

fn merged(lists: impl Iterator<Item = Vec<u32>>) -> Vec<u32> {
    let mut rows: Vec<_> = lists.flatten().collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Where what was evaluated comes from.
pub fn tree(organization: &Organization, evaluation: &Evaluation) -> Vec<Branch> {
    let mut branches = Vec::<Branch>::new();
    for (index, source) in evaluation.access.sources.iter().enumerate() {
        let part = branch(organization, evaluation, index, source);
        let (kind, name, about) = match source.kind {
            SourceKind::Role | SourceKind::OwnRole => {
                branches.push(part);
                continue;
            }
            SourceKind::TeamRole | SourceKind::TeamGrant => {
                let name = source.team.clone().unwrap_or_default();
                ("Team", name.clone(), About::Team(name))
            }
            SourceKind::CreatorGrant => ("Creator", "What they created".to_owned(), About::Nothing),
            SourceKind::Setting => ("Settings", "With the Member role".to_owned(), About::Nothing),
        };
        let at = branches.iter().position(|known| known.kind == kind && known.name == name);
        let at = at.unwrap_or_else(|| {
            let (gives, parts) = (Gives::default(), Vec::new());
            branches.push(Branch { kind, name, about, gives, parts });
            branches.len() - 1
        });
        if let Some(parent) = branches.get_mut(at) {
            parent.gives.add(&part.gives);
            parent.parts.push(part);
        }
    }
    for branch in &mut branches {
        gather(organization, branch);
    }
    branches
}

/// Grants on single entities by the same set stand together.
fn gather(organization: &Organization, branch: &mut Branch) {
    /// How many of them are named.
    const NAMED: usize = 3;
    let single = |part: &Branch| matches!(part.kind, "Grant" | "Created");
    let (singles, others): (Vec<_>, Vec<_>) = branch.parts.drain(..).partition(single);
    branch.parts = others;
    let mut groups = Vec::<(String, Vec<Branch>)>::new();
    for part in singles {
        match groups.iter_mut().find(|(name, _)| *name == part.name) {
            Some((_, parts)) => parts.push(part),
            None => groups.push((part.name.clone(), vec![part])),
        }
    }
    for (name, parts) in groups {
        let mut gives = Gives::default();
        let kind = parts.first().map_or("Grant", |part| part.kind);
        for part in &parts {
            gives.add(&part.gives);
        }
        let rows = gives.rows.iter().flatten();
        let names = rows.filter_map(|row| organization.inventory.entity(*row));
        let names: Vec<_> = names.map(|entity| entity.name.as_str()).collect();
        let more = names.len().saturating_sub(NAMED);
        let mut places = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        if more > 0 {
            places = format!("{places} and {more} more");
        }
        let name = if places.is_empty() { name } else { format!("{name} on {places}") };
        branch.parts.push(Branch { kind, name, about: About::Nothing, gives, parts: Vec::new() });
    }
}

fn branch(
    organization: &Organization,
    evaluation: &Evaluation,
    index: usize,
    source: &Source,
) -> Branch {
    let gives = Gives::of(evaluation, organization, index);
    let leaf = |kind, name: String, about| Branch { kind, name, about, gives, parts: Vec::new() };
    let program = &evaluation.access.program;
    let rules = program.rules().iter();
    let mut sets = rules.filter(|rule| rule.source == index).flat_map(|rule| program.sets(rule));
    let set = sets.next().map(|id| set_name(organization, id));
    let through = source.through.as_str();
    match source.kind {
        SourceKind::Role | SourceKind::OwnRole | SourceKind::TeamRole => {
            let is_own = source.kind != SourceKind::TeamRole;
            let name = set_name(organization, through).to_owned();
            leaf(if is_own { "Own role" } else { "Role" }, name, About::Role(through.to_owned()))
        }
        SourceKind::TeamGrant => {
            leaf("Grant", set.unwrap_or("A set that is gone").to_owned(), About::Nothing)
        }
        SourceKind::CreatorGrant => {
            leaf("Created", set.unwrap_or("Admin").to_owned(), About::Nothing)
        }
        SourceKind::Setting => {
            let name = setting(through);
            let name = set.map_or_else(|| name.to_owned(), |set| format!("{name}, {set}"));
            leaf("Setting", name, About::Nothing)
        }
    }
}

/// What a setting is called.
pub fn setting(name: &str) -> &str {
    match name {
        "defaultStackPermission" => "Default access to stacks",
        "defaultEnvironmentPermission" => "Default access to environments",
        "defaultAccountPermission" => "Default access to accounts",
        "membersCanCreateStacks" => "Members can create stacks",
        "membersCanCreateAccounts" => "Members can create accounts",
        "membersCanCreateTeams" => "Members can create teams",
        other => other,
    }
}

/// What gives something, on one line: `team payments, role Payments deployer`.
pub fn path(organization: &Organization, source: &Source) -> String {
    let through = source.through.as_str();
    let role = |id| set_name(organization, id);
    match source.kind {
        SourceKind::Role => format!("role {}", role(through)),
        SourceKind::OwnRole => format!("own role, {}", role(through)),
        SourceKind::TeamRole => {
            format!("team {}, role {}", source.team.as_deref().unwrap_or_default(), role(through))
        }
        SourceKind::TeamGrant => format!("team {through}, a grant on one entity"),
        SourceKind::CreatorGrant => {
            let created = source.created();
            let name = created.map(|(of, id)| entity_name(organization, of, id));
            format!("creator of {}", name.unwrap_or(through))
        }
        SourceKind::Setting => format!("setting “{}”", setting(through)),
    }
}

#[cfg(test)]
mod tests {
    use policy::{Organization, Subject};
    use serde_json::json;
    use wire::explain::Question;

    use super::{About, path, tree};
    use crate::state::effects::impact::source;
    use crate::state::rule_words::rule_in_words;
    use crate::state::subject::{measured, role_of};

    fn organization() -> Organization {
        let role = |id: &str, scopes: &[&str]| {
            json!({"id": id, "name": format!("Role {id}"), "uxPurpose": "role",
            "details": {"__type": "PermissionDescriptorAllow", "permissions": scopes}})
        };
        let snapshot = json!({
            "entities": [],
            "records": [role("a/b", &["role:read"]), role("b", &["team:read"]), role("none", &[])],
            "members": [{"login": "ada", "roleId": "none"}],
            "teams": [{"name": "eu"}, {"name": "eu/ops", "members": [{"login": "ada"}], "roleIds": ["a/b"]}],
        });
        wire::Snapshot::parse(&snapshot.to_string()).unwrap().load().unwrap()
    }

    #[test]
    fn a_team_and_a_role_with_slashes_are_called_by_their_names() {
        let organization = organization();
        let evaluation = measured(&organization, &Subject::User("ada".to_owned())).unwrap();
        let branches = tree(&organization, &evaluation);
        let team = branches.iter().find(|branch| branch.kind == "Team").unwrap();
        assert_eq!(team.name, "eu/ops");
        assert_eq!(team.about, About::Team("eu/ops".to_owned()));
        assert_eq!(team.parts[0].name, "Role a/b");
        assert_eq!(team.parts[0].about, About::Role("a/b".to_owned()));

        let held = &evaluation.access.sources[1];
        assert_eq!(role_of(held), Some("a/b"));
        assert_eq!(path(&organization, held), "team eu/ops, role Role a/b");
        assert_eq!(source(&organization, held), "the role Role a/b of team eu/ops");

        let subject = wire::Subject::User("ada".to_owned());
        let question = Question { subject, scope: "role:read".to_owned(), entity: None };
        let explained = question.answer(&organization, None).unwrap();
        let words = rule_in_words(&organization, &explained.subject, &explained.grants[0]);
        assert_eq!(words, "team eu/ops, role Role a/b");
    }
}
