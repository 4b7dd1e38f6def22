//! The entities of one type as lines: grouped by project, filtered, in a fixed order.

use std::collections::BTreeMap;

use policy::{EntityType, Inventory};

/// The entities of one type by project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    groups: Vec<Group>,
}

/// A project with its entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What stands before the last slash of the names; empty where there is no slash.
    pub name: String,
    /// The rows, by name.
    pub rows: Vec<u32>,
}

/// One line of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Line {
    /// A project, and how many of its entities are shown.
    Group(String, usize),
    /// The entity at a row.
    Entity(u32),
}

/// What stands before the last slash of `name`, and what stands behind it.
pub fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('/').unwrap_or(("", name))
}

/// The name of a project as a heading.
pub const fn called(project: &str) -> &str {
    if project.is_empty() { "Top level" } else { project }
}

impl Outline {
    /// The outline of the entities of one type.
    pub fn of(inventory: &Inventory, entity_type: EntityType) -> Self {
        let mut groups = BTreeMap::<&str, Vec<(&str, u32)>>::new();
        let rows = inventory.of_type(entity_type);
        let named = || rows.iter().filter_map(|row| Some((inventory.entity(row)?, row)));
        for (entity, row) in named() {
            let (project, name) = split(&entity.name);
            groups.entry(project).or_default().push((name, row));
        }
        // `aws-prod` belongs with `aws-prod/eu-west-1`, whose project it is.
        let alone = groups.remove("").unwrap_or_default();
        for (name, row) in alone {
            let project = if groups.contains_key(name) { name } else { "" };
            groups.entry(project).or_default().push((name, row));
        }
        let group = |(name, mut rows): (&str, Vec<(&str, u32)>)| {
            rows.sort_unstable_by(|(left, row), (right, other)| {
                (*left != name, left, row).cmp(&(*right != name, right, other))
            });
            Group { name: name.to_owned(), rows: rows.into_iter().map(|(_, row)| row).collect() }
        };
        Self { groups: groups.into_iter().map(group).collect() }
    }

    /// The projects by name, each with its rows.
    pub fn projects(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.groups.iter().map(|group| (group.name.as_str(), group.rows.as_slice()))
    }

    /// The lines whose entities are `shown`; projects without any are left out.
    pub fn lines(&self, shown: impl Fn(u32) -> bool) -> Vec<Line> {
        let mut lines = Vec::new();
        for group in &self.groups {
            let heading = lines.len();
            lines.extend(group.rows.iter().copied().filter(|row| shown(*row)).map(Line::Entity));
            let count = lines.len() - heading;
            if count > 0 {
                lines.insert(heading, Line::Group(group.name.clone(), count));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use policy::{Entity, EntityType, Inventory};

    use super::{Line, Outline};

    fn inventory(names: &[&str]) -> Inventory {
        let entity = |(index, name): (usize, &&str)| Entity {
            entity_type: EntityType::Stack,
            id: index.to_string(),
            name: (*name).to_owned(),
            tags: Vec::new(),
        };
        Inventory::new(names.iter().enumerate().map(entity).collect())
    }

    #[test]
    fn entities_stand_under_their_project_by_name() {
        let inventory = inventory(&["shop/prod", "api/dev", "shop/dev", "lone", "shop"]);
        let lines = Outline::of(&inventory, EntityType::Stack).lines(|_| true);
        assert_eq!(
            lines,
            [
                Line::Group(String::new(), 1),
                Line::Entity(3),
                Line::Group("api".to_owned(), 1),
                Line::Entity(1),
                Line::Group("shop".to_owned(), 3),
                Line::Entity(4),
                Line::Entity(2),
                Line::Entity(0),
            ]
        );
    }

    #[test]
    fn projects_without_a_shown_entity_are_left_out() {
        let inventory = inventory(&["shop/prod", "api/dev"]);
        let lines = Outline::of(&inventory, EntityType::Stack).lines(|row| row == 0);
        assert_eq!(lines, [Line::Group("shop".to_owned(), 1), Line::Entity(0)]);
    }
}
