//! How much is granted, as tiles: by entity type, by project, and entity by entity.

use std::sync::LazyLock;

use policy::{Allow, EntityType, Inventory, Level, Records, ResourceType, Scope, ScopeSet};

use super::board::plural;
use super::difference::Difference;
use super::outline::{Outline, called, split};
use super::reading::goes_beyond;
use crate::state::evaluation::Comparison;

/// How far what is granted on an entity goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Strength {
    /// Nothing is granted.
    #[default]
    None,
    /// It looks.
    Read,
    /// It does more, all of it in the built-in Write set of the type.
    Write,
    /// It does what only the built-in Admin set does, or none.
    Admin,
}

impl Strength {
    /// From nothing to everything.
    pub const ALL: [Self; 4] = [Self::None, Self::Read, Self::Write, Self::Admin];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    /// The strength of `scopes`, where `write` is the built-in Write set.
    fn of(scopes: ScopeSet, write: ScopeSet) -> Self {
        let strength = |scope: Scope| match (goes_beyond(scope), write.contains(scope)) {
            (false, _) => Self::Read,
            (true, true) => Self::Write,
            (true, false) => Self::Admin,
        };
        scopes.iter().map(strength).max().unwrap_or_default()
    }
}

/// What is known of each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    marks: Vec<Mark>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Mark {
    strength: Strength,
    gains: bool,
    loses: bool,
}

/// What a tile stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// All entities of a type.
    Type(EntityType),
    /// The entities of a project.
    Project(String),
    /// The entity at a row, with how many scopes are granted there.
    Entity(u32, usize),
}

/// One tile.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tile {
    /// What it stands for.
    pub target: Target,
    /// What people call that.
    pub name: String,
    /// The type of the entities.
    pub entity_type: EntityType,
    /// How many entities of each strength there are, in the order of [`Strength::ALL`].
    pub counts: [usize; 4],
    /// On how many something is gained.
    pub gains: usize,
    /// On how many something is lost.
    pub loses: usize,
}

impl Heat {
    /// How far the draft of `comparison` goes on every entity, and where that changes.
    ///
    /// One pass over the rows that each set of scopes is granted on, and one over those that change.
    pub fn of(comparison: &Comparison, difference: &Difference) -> Self {
        let inventory = &comparison.organization.inventory;
        let mut marks = vec![Mark::default(); inventory.len()];
        for column in comparison.draft.matrix.columns() {
            let scopes = ScopeSet::of_type(ResourceType::Entity(column.entity_type))
                .intersection(column.scopes);
            let strength = Strength::of(scopes, write_set(column.entity_type));
            for row in &column.rows {
                if let Some(mark) = marks.get_mut(row as usize) {
                    mark.strength = mark.strength.max(strength);
                }
            }
        }
        let effects = EntityType::ALL.into_iter().flat_map(|one| difference.effects(one));
        for effect in effects {
            for row in &effect.gained {
                if let Some(mark) = marks.get_mut(row as usize) {
                    mark.gains = true;
                }
            }
            for row in &effect.lost {
                if let Some(mark) = marks.get_mut(row as usize) {
                    mark.loses = true;
                }
            }
        }
        Self { marks }
    }

    /// Whether anything changes at `row`.
    pub fn changes(&self, row: u32) -> bool {
        let mark = self.at(row);
        mark.gains || mark.loses
    }

    /// A tile for each entity type.
    pub fn types(&self, inventory: &Inventory) -> Vec<Tile> {
        let tile = |entity_type: EntityType| {
            let name = super::words::capitalized(plural(ResourceType::Entity(entity_type)));
            let rows = inventory.of_type(entity_type).iter();
            self.tile(Target::Type(entity_type), name, entity_type, rows)
        };
        EntityType::ALL.map(tile).to_vec()
    }

    /// A tile for each project that has `shown` entities.
    pub fn projects(
        &self,
        outline: &Outline,
        entity_type: EntityType,
        shown: impl Fn(u32) -> bool,
    ) -> Vec<Tile> {
        let tile = |(name, rows): (&str, &[u32])| {
            let target = Target::Project(name.to_owned());
            let rows = rows.iter().copied().filter(|row| shown(*row));
            self.tile(target, called(name).to_owned(), entity_type, rows)
        };
        outline.projects().map(tile).filter(|tile| tile.total() > 0).collect()
    }

    /// A tile for each of the `shown` entities of a project.
    pub fn entities(
        &self,
        outline: &Outline,
        comparison: &Comparison,
        (entity_type, project): (EntityType, &str),
        shown: impl Fn(u32) -> bool,
    ) -> Vec<Tile> {
        let rows = outline.projects().find(|(name, _)| *name == project).map(|(_, rows)| rows);
        let tile = |row: u32| {
            let name = &comparison.organization.inventory.entity(row)?.name;
            let target = Target::Entity(row, comparison.draft.matrix.scopes(row).len());
            let name = split(name).1.to_owned();
            Some(self.tile(target, name, entity_type, std::iter::once(row)))
        };
        let rows = rows.unwrap_or_default().iter().copied().filter(|row| shown(*row));
        rows.filter_map(tile).collect()
    }

    fn at(&self, row: u32) -> Mark {
        self.marks.get(row as usize).copied().unwrap_or_default()
    }

    fn tile(
        &self,
        target: Target,
        name: String,
        entity_type: EntityType,
        rows: impl Iterator<Item = u32>,
    ) -> Tile {
        let mut tile = Tile { target, name, entity_type, counts: [0; 4], gains: 0, loses: 0 };
        let [none, read, write, admin] = &mut tile.counts;
        for mark in rows.map(|row| self.at(row)) {
            *match mark.strength {
                Strength::None => &mut *none,
                Strength::Read => &mut *read,
                Strength::Write => &mut *write,
                Strength::Admin => &mut *admin,
            } += 1;
            tile.gains += usize::from(mark.gains);
            tile.loses += usize::from(mark.loses);
        }
        tile
    }
}

impl Tile {
    /// How many entities it stands for.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// On how many anything is granted.
    pub fn reached(&self) -> usize {
        self.counts.iter().skip(1).sum()
    }

    /// The furthest that anything goes.
    pub fn strongest(&self) -> Strength {
        let counted = Strength::ALL.into_iter().zip(self.counts);
        counted
            .filter(|(_, count)| *count > 0)
            .map(|(strength, _)| strength)
            .max()
            .unwrap_or_default()
    }

    /// The number that it bears.
    pub fn number(&self) -> String {
        match self.target {
            Target::Entity(_, 1) => "1 scope".to_owned(),
            Target::Entity(_, scopes) => format!("{scopes} scopes"),
            _ => match (self.reached(), self.total()) {
                (_, 0) => "none exist".to_owned(),
                (reached, total) => format!("{reached} of {total}"),
            },
        }
    }

    /// What the draft changes there; nothing where it changes nothing.
    pub fn change(&self) -> Option<String> {
        let is_one = matches!(self.target, Target::Entity(..));
        match (self.gains, self.loses) {
            (0, 0) => None,
            (_, 0) if is_one => Some("gains".to_owned()),
            (0, _) if is_one => Some("loses".to_owned()),
            (_, _) if is_one => Some("gains and loses".to_owned()),
            (gains, 0) => Some(format!("{gains} gain")),
            (0, loses) => Some(format!("{loses} lose")),
            (gains, loses) => Some(format!("{gains} gain, {loses} lose")),
        }
    }

    /// The same in signs, for where there is no room.
    pub fn signs(&self) -> Option<String> {
        let is_one = matches!(self.target, Target::Entity(..));
        let sign = |sign: &str, count: usize| {
            (count > 0).then(|| if is_one { sign.to_owned() } else { format!("{sign}{count}") })
        };
        let signs = [sign("+", self.gains), sign("−", self.loses)];
        let signs: Vec<_> = signs.into_iter().flatten().collect();
        (!signs.is_empty()).then(|| signs.join(" "))
    }

    /// All of it in words, for those who cannot see the shade.
    pub fn in_words(&self) -> String {
        let what = match self.target {
            Target::Project(_) => format!(" {}", plural(ResourceType::Entity(self.entity_type))),
            Target::Type(_) | Target::Entity(..) => String::new(),
        };
        let change = self.change().map(|change| format!(", {change}")).unwrap_or_default();
        format!("{}: {}{what}, {}{change}", self.name, self.number(), self.strongest().word())
    }
}

/// What the built-in Write set of a type grants.
fn write_set(entity_type: EntityType) -> ScopeSet {
    static SETS: LazyLock<[(EntityType, ScopeSet); 3]> = LazyLock::new(|| {
        let records = Records::default();
        EntityType::ALL.map(|entity_type| {
            let set = Level::Write.permission_set(entity_type).and_then(|id| records.find(id));
            let granted = set.and_then(|set| set.flat_scopes());
            (entity_type, granted.map_or(ScopeSet::EMPTY, Allow::scopes))
        })
    });
    let set = SETS.iter().find(|(of_type, _)| *of_type == entity_type);
    set.map_or(ScopeSet::EMPTY, |(_, set)| *set)
}

#[cfg(test)]
mod tests {
    use policy::{EntityType, Scope, ScopeSet};

    use super::super::sample::{allow, comparison, compose, tag_is, when};
    use super::{Heat, Strength, Target, Tile, write_set};
    use crate::preview::outline::Outline;

    fn read() -> String {
        compose(&["stack-read"])
    }

    fn on_prod(scopes: &[&str]) -> String {
        when(&tag_is("Stack", "env", "prod"), &allow(scopes))
    }

    fn words(tiles: &[Tile]) -> Vec<String> {
        tiles.iter().map(Tile::in_words).collect()
    }

    #[test]
    fn the_write_set_is_the_border_between_write_and_admin() {
        let strength = |name: &str| {
            let scope = Scope::from_name(name).unwrap();
            let write = write_set(scope_type(name));
            Strength::of(std::iter::once(scope).collect::<ScopeSet>(), write)
        };
        assert_eq!(strength("stack:read"), Strength::Read);
        assert_eq!(strength("stack_webhook:delete"), Strength::Write);
        assert_eq!(strength("stack:delete"), Strength::Admin);
        assert_eq!(strength("environment:open"), Strength::Write);
        assert_eq!(strength("environment:delete"), Strength::Admin);
        assert_eq!(Strength::of(ScopeSet::EMPTY, ScopeSet::EMPTY), Strength::None);
    }

    fn scope_type(name: &str) -> EntityType {
        if name.starts_with("stack") { EntityType::Stack } else { EntityType::Environment }
    }

    #[test]
    fn tiles_add_up_from_entities_to_types() {
        let draft = format!("{}, {}", read(), on_prod(&["stack:delete"]));
        let (comparison, difference) = comparison(&draft, Some(&read()));
        let heat = Heat::of(&comparison, &difference);
        let inventory = &comparison.organization.inventory;
        assert_eq!(
            words(&heat.types(inventory)),
            [
                "Stacks: 4 of 4, admin, 1 gain",
                "Environments: 0 of 2, none",
                "Accounts: none exist, none"
            ]
        );
        let outline = Outline::of(inventory, EntityType::Stack);
        assert_eq!(
            words(&heat.projects(&outline, EntityType::Stack, |_| true)),
            ["payments-api: 3 of 3 stacks, admin, 1 gain", "shop: 1 of 1 stacks, read"]
        );
        let place = (EntityType::Stack, "payments-api");
        let entities = heat.entities(&outline, &comparison, place, |_| true);
        assert_eq!(
            words(&entities),
            ["dev: 8 scopes, read", "lab: 8 scopes, read", "prod: 9 scopes, admin, gains"]
        );
        assert_eq!(entities.last().and_then(Tile::signs).as_deref(), Some("+"));
    }

    #[test]
    fn only_what_is_shown_counts() {
        let (comparison, difference) = comparison(&read(), Some(&on_prod(&["stack:delete"])));
        let heat = Heat::of(&comparison, &difference);
        let outline = Outline::of(&comparison.organization.inventory, EntityType::Stack);
        let changed = heat.projects(&outline, EntityType::Stack, |row| heat.changes(row));
        assert_eq!(
            words(&changed),
            [
                "payments-api: 3 of 3 stacks, read, 3 gain, 1 lose",
                "shop: 1 of 1 stacks, read, 1 gain"
            ]
        );
        let signs: Vec<_> = changed.iter().filter_map(Tile::signs).collect();
        assert_eq!(signs, ["+3 −1", "+1"]);
        let one = heat.projects(&outline, EntityType::Stack, |row| row == 3);
        assert_eq!(one.first().map(|tile| &tile.target), Some(&Target::Project("shop".to_owned())));
        assert_eq!(one.len(), 1);
    }
}
