//! Scopes and sets of them.

use std::{fmt, sync::LazyLock};

use crate::{
    ResourceType,
    catalogue::{SCOPES, ScopeInfo, scopes},
};

/// One allowed action of the catalogue, such as `stack:read`.
///
/// Scopes are ordered by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(u8);

impl Scope {
    pub(crate) const fn at(index: u8) -> Self {
        Self(index)
    }

    /// The scope called `name`, if the catalogue has it.
    pub fn from_name(name: &str) -> Option<Self> {
        let index = SCOPES.binary_search_by(|info| info.name.cmp(name)).ok()?;
        u8::try_from(index).ok().map(Self)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: a scope is only made from an index of the table"
    )]
    fn info(self) -> &'static ScopeInfo {
        &SCOPES[usize::from(self.0)]
    }

    /// Its place in the catalogue.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Its name, such as `stack:read`.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// What it allows, in a few words.
    pub fn description(self) -> &'static str {
        self.info().description
    }

    /// The group under which people find it among the scopes of `resource_type`.
    pub fn group(self, resource_type: ResourceType) -> Option<&'static str> {
        self.info().groups.get(resource_type.index()).copied().flatten()
    }

    /// Whether it can be granted on `resource_type`; four scopes have two types.
    pub fn applies_to(self, resource_type: ResourceType) -> bool {
        self.group(resource_type).is_some()
    }

    /// What it can be granted on, the organization first.
    pub fn resource_types(self) -> impl Iterator<Item = ResourceType> {
        ResourceType::ALL.into_iter().filter(move |resource_type| self.applies_to(*resource_type))
    }

    /// Whether Pulumi Cloud offers it for assignment; built-in sets hold some that it does not.
    pub fn is_offered(self) -> bool {
        self.info().is_offered
    }

    /// Why granting it deserves a second look, if it does.
    pub fn sensitivity(self) -> Option<&'static str> {
        self.info().sensitivity
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A set of scopes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ScopeSet([u64; 4]);

#[expect(clippy::indexing_slicing, reason = "INVARIANT: a byte divided by 64 is below 4")]
impl ScopeSet {
    /// No scope.
    pub const EMPTY: Self = Self([0; 4]);

    /// Every scope that can be granted on `resource_type`.
    pub fn of_type(resource_type: ResourceType) -> Self {
        static BY_TYPE: LazyLock<[ScopeSet; 4]> = LazyLock::new(|| {
            ResourceType::ALL.map(|resource_type| {
                scopes().filter(|scope| scope.applies_to(resource_type)).collect()
            })
        });
        BY_TYPE[resource_type.index()]
    }

    /// Whether `scope` is in the set.
    pub const fn contains(&self, scope: Scope) -> bool {
        self.0[scope.index() / 64] >> (scope.index() % 64) & 1 == 1
    }

    /// Adds `scope`.
    pub const fn insert(&mut self, scope: Scope) {
        self.0[scope.index() / 64] |= 1 << (scope.index() % 64);
    }

    /// Takes `scope` out.
    pub const fn remove(&mut self, scope: Scope) {
        self.0[scope.index() / 64] &= !(1 << (scope.index() % 64));
    }
}

impl ScopeSet {
    /// What is in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        let (Self(one), Self(other)) = (self, other);
        Self([one[0] | other[0], one[1] | other[1], one[2] | other[2], one[3] | other[3]])
    }

    /// What is in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        let (Self(one), Self(other)) = (self, other);
        Self([one[0] & other[0], one[1] & other[1], one[2] & other[2], one[3] & other[3]])
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub const fn difference(self, other: Self) -> Self {
        let (Self(one), Self(other)) = (self, other);
        Self([one[0] & !other[0], one[1] & !other[1], one[2] & !other[2], one[3] & !other[3]])
    }

    /// The scopes in `sets`, those together that stand in the same ones of them, in no order.
    pub(crate) fn partition(mut sets: impl Iterator<Item = Self>) -> Vec<Self> {
        Self::parted(&mut sets)
    }

    fn parted(sets: &mut dyn Iterator<Item = Self>) -> Vec<Self> {
        let (mut parts, mut known, mut last) = (Vec::new(), Self::EMPTY, Self::EMPTY);
        for set in sets {
            if set == last {
                continue;
            }
            last = set;
            for place in 0..parts.len() {
                let Some(part): Option<&mut Self> = parts.get_mut(place) else { continue };
                let (inside, outside) = (part.intersection(set), part.difference(set));
                if !inside.is_empty() && !outside.is_empty() {
                    *part = inside;
                    parts.push(outside);
                }
            }
            let new = set.difference(known);
            if !new.is_empty() {
                parts.push(new);
            }
            known = known.union(set);
        }
        parts
    }

    /// Whether `other` has every scope of this set.
    pub const fn is_within(self, other: Self) -> bool {
        self.difference(other).is_empty()
    }

    /// Whether the set has no scope.
    pub const fn is_empty(&self) -> bool {
        let Self(words) = *self;
        words[0] | words[1] | words[2] | words[3] == 0
    }

    /// How many scopes it has.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Its scopes, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = Scope> + use<> {
        let Self(words) = *self;
        let (mut position, mut word) = (0u8, words[0]);
        std::iter::from_fn(move || {
            while word == 0 {
                word = *words.get(usize::from(position) + 1)?;
                position += 1;
            }
            let bit = u8::try_from(word.trailing_zeros()).ok()?;
            word &= word - 1;
            Some(Scope(position * 64 + bit))
        })
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::EMPTY, |mut set, scope| {
            set.insert(scope);
            set
        })
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, scope) in self.iter().enumerate() {
            if position > 0 {
                formatter.write_str(", ")?;
            }
            formatter.write_str(scope.name())?;
        }
        Ok(())
    }
}

impl fmt::Debug for ScopeSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{{{self}}}")
    }
}
