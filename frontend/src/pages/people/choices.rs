//! What can be chosen for a change: roles, people, teams and entities.

use policy::{EntityType, Organization};

use crate::components::picker::Choice;
use crate::state::people::{PersonEntry, TeamEntry};
use crate::state::workspace::Workspace;

fn choice(id: &str, label: &str, detail: String) -> Choice {
    let (id, label) = (id.to_owned(), label.to_owned());
    Choice { id, label, is_code: false, detail, caution: None, group: String::new() }
}

/// The roles that can be given, but for those that are held already.
pub fn roles(workspace: &Workspace, held: &[String]) -> Vec<Choice> {
    let roles = workspace.roles().into_iter().filter(|role| !held.contains(&role.id));
    let role = |role: crate::state::workspace::RoleEntry| {
        let mut notes = Vec::new();
        if role.is_built_in {
            notes.push("Built in");
        }
        if role.edition.is_default {
            notes.push("The default role");
        }
        if !role.description.is_empty() {
            notes.push(&role.description);
        }
        choice(&role.id, &role.name, notes.join(". "))
    };
    roles.map(role).collect()
}

/// The id of the role of people without one.
pub fn default_role(workspace: &Workspace) -> Option<String> {
    workspace.roles().into_iter().find(|role| role.edition.is_default).map(|role| role.id)
}

/// The people who are not among `but`.
pub fn people(organization: &Organization, but: &[String]) -> Vec<Choice> {
    let people = PersonEntry::all(organization).into_iter();
    let others = people.filter(|person| !but.contains(&person.login));
    let detail = |person: &PersonEntry| match person.teams.as_slice() {
        [] => format!("{}, in no team", person.role),
        teams => format!("{}, in {}", person.role, teams.join(", ")),
    };
    others.map(|person| choice(&person.login, &person.login, detail(&person))).collect()
}

/// The teams that are not among `but`.
pub fn teams(organization: &Organization, but: &[String]) -> Vec<Choice> {
    let teams = TeamEntry::all(organization).into_iter();
    let others = teams.filter(|team| !but.contains(&team.name));
    others.map(|team| choice(&team.name, &team.name, about_team(&team))).collect()
}

/// A team in a few words.
pub fn about_team(team: &TeamEntry) -> String {
    let people = if team.members == 1 { "person" } else { "people" };
    let roles = if team.roles.is_empty() { "no role".to_owned() } else { team.roles.join(", ") };
    let grants = match team.grants {
        0 => String::new(),
        1 => ", 1 grant".to_owned(),
        more => format!(", {more} grants"),
    };
    format!("{} {people}, {roles}{grants}", team.members)
}

/// The entities of a type, by name.
pub fn entities(organization: &Organization, entity_type: EntityType) -> Vec<Choice> {
    let inventory = &organization.inventory;
    let rows = inventory.of_type(entity_type).iter();
    let entity = |row| {
        let entity = inventory.entity(row)?;
        let tags = entity.tags.iter().take(3).map(|(key, value)| format!("{key}={value}"));
        Some(choice(&entity.id, &entity.name, tags.collect::<Vec<_>>().join("  ")))
    };
    let mut choices: Vec<_> = rows.filter_map(entity).collect();
    choices.sort_by(|left, right| left.label.cmp(&right.label));
    choices
}
