//! Regions in words, and the entities in them.

use std::{fmt, sync::Arc};

use super::{Answer, Builder, Region};
use crate::{Entity, EntityType, Inventory};

/// One of the cases that make up a region: what must be true of an entity to be in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Case {
    /// The type of the entities.
    pub entity_type: EntityType,
    /// What is asked of them, all of it; nothing for every entity of the type.
    pub clauses: Vec<Arc<Clause>>,
}

/// Something that is asked of an entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clause {
    /// It is one of these, by identity.
    Is(Vec<String>),
    /// It is none of these.
    IsNot(Vec<String>),
    /// It has the tag with one of these values.
    TagIs(String, Vec<String>),
    /// It has the tag with none of these values.
    TagIsOther(String, Vec<String>),
    /// It does not have the tag with one of these values; it may lack the tag.
    TagIsNot(String, Vec<String>),
    /// It does not have the tag.
    Untagged(String),
    /// It does not have the tag, or has it with one of these values.
    UntaggedOr(String, Vec<String>),
}

/// How many cases a region is told in at the most; what is left out is counted.
const MAX_CASES: usize = 32;

impl Builder<'_> {
    /// The cases of `region`, and whether they are all of them.
    ///
    /// None where conditions compare tags with each other: such cases cannot be told tag by tag.
    pub(crate) fn cases(&self, region: Region) -> (Vec<Case>, bool) {
        if self.compares_tags() {
            return (Vec::new(), false);
        }
        let mut cases = Vec::new();
        let is_all = self.walk(region, &mut Vec::new(), &mut cases);
        (cases, is_all)
    }

    /// Cases share their clauses: there can be many, and long ones.
    fn walk(&self, region: Region, clauses: &mut Vec<Arc<Clause>>, cases: &mut Vec<Case>) -> bool {
        if region == Region::NONE {
            return true;
        }
        let Some(node) = self.diagram.node(region) else {
            if cases.len() == MAX_CASES {
                return false;
            }
            cases.push(Case { entity_type: self.entity_type, clauses: clauses.clone() });
            return true;
        };
        let key = self.key(node.question);
        let mut within = |clause: Clause, next| {
            clauses.push(Arc::new(clause));
            let is_all = self.walk(next, clauses, cases);
            clauses.pop();
            is_all
        };
        let mut branches: Vec<_> = node.branches.to_vec();
        branches.retain(|(_, next)| *next != Region::NONE);
        branches.sort_unstable_by_key(|(answer, next)| (*next, *answer));
        for group in branches.chunk_by(|(_, one), (_, other)| one == other) {
            let answers: Vec<_> = group.iter().map(|(answer, _)| *answer).collect();
            let next = group.first().map_or(Region::NONE, |(_, next)| *next);
            if !within(self.clause(key, &answers), next) {
                return false;
            }
        }
        if node.rest == Region::NONE {
            return true;
        }
        let listed: Vec<_> = node.branches.iter().map(|(answer, _)| *answer).collect();
        within(self.other(key, &listed), node.rest)
    }

    fn texts(&self, answers: &[Answer]) -> Vec<String> {
        let text = |answer: &Answer| {
            self.text(*answer).map_or_else(|| self.unmentioned(answer.0), str::to_owned)
        };
        answers.iter().filter(|answer| **answer != Answer::ABSENT).map(text).collect()
    }

    fn clause(&self, key: Option<&str>, answers: &[Answer]) -> Clause {
        let texts = self.texts(answers);
        match key {
            None => Clause::Is(texts),
            Some(key) if !answers.contains(&Answer::ABSENT) => Clause::TagIs(key.to_owned(), texts),
            Some(key) if texts.is_empty() => Clause::Untagged(key.to_owned()),
            Some(key) => Clause::UntaggedOr(key.to_owned(), texts),
        }
    }

    fn other(&self, key: Option<&str>, listed: &[Answer]) -> Clause {
        let texts = self.texts(listed);
        match key {
            None => Clause::IsNot(texts),
            Some(key) if listed.contains(&Answer::ABSENT) => {
                Clause::TagIsOther(key.to_owned(), texts)
            }
            Some(key) => Clause::TagIsNot(key.to_owned(), texts),
        }
    }

    /// An entity in `region`, with as few tags as it takes; `None` when there can be none.
    pub(crate) fn example(&self, region: Region) -> Option<Entity> {
        let mut entity = Entity {
            entity_type: self.entity_type,
            id: self.unmentioned(0),
            name: String::new(),
            tags: Vec::new(),
        };
        let mut region = region;
        while let Some(node) = self.diagram.node(region) {
            // Deciding nothing is the simplest; then no tag, then the first answer that leads anywhere.
            let listed = || node.branches.iter();
            let absent = listed()
                .find(|(answer, _)| *answer == Answer::ABSENT)
                .map_or(node.rest, |(_, next)| *next);
            let is_identity = self.key(node.question).is_none();
            let (answer, next) = if !is_identity && absent != Region::NONE {
                (Answer::ABSENT, absent)
            } else if node.rest != Region::NONE {
                (self.any_other(), node.rest)
            } else {
                listed().find(|(_, next)| *next != Region::NONE).copied()?
            };
            let text = self.text(answer).map_or_else(|| self.unmentioned(answer.0), str::to_owned);
            match self.key(node.question) {
                None => entity.id = text,
                Some(key) if answer != Answer::ABSENT => entity.tags.push((key.to_owned(), text)),
                Some(_) => {}
            }
            region = next;
        }
        (region == Region::ALL).then_some(entity)
    }

    /// A text that no condition mentions.
    pub(super) fn unmentioned(&self, number: u32) -> String {
        let taken = |text: &str| self.is_mentioned(text);
        let plain = if number == 0 { "any-other".to_owned() } else { format!("other-{number}") };
        let mut text = plain.clone();
        while taken(&text) {
            text.push('\'');
        }
        text
    }
}

impl Case {
    /// The same case with entities called by their names in `inventory`, for people.
    pub const fn named<'c>(&'c self, inventory: &'c Inventory) -> impl fmt::Display + 'c {
        Told { case: self, inventory: Some(inventory) }
    }

    /// Whether `entity` is one of these.
    pub fn holds_for(&self, entity: &Entity) -> bool {
        entity.entity_type == self.entity_type
            && self.clauses.iter().all(|clause| clause.holds_for(entity))
    }
}

impl Clause {
    fn holds_for(&self, entity: &Entity) -> bool {
        let value = |key: &str| entity.tag(key);
        let among = |texts: &[String], text: &str| texts.iter().any(|known| known == text);
        match self {
            Self::Is(ids) => among(ids, &entity.id),
            Self::IsNot(ids) => !among(ids, &entity.id),
            Self::TagIs(key, values) => value(key).is_some_and(|value| among(values, value)),
            Self::TagIsOther(key, values) => value(key).is_some_and(|value| !among(values, value)),
            Self::TagIsNot(key, values) => value(key).is_none_or(|value| !among(values, value)),
            Self::Untagged(key) => value(key).is_none(),
            Self::UntaggedOr(key, values) => value(key).is_none_or(|value| among(values, value)),
        }
    }
}

/// A case in words.
struct Told<'c> {
    case: &'c Case,
    /// Where identities find their names; they stay what they are where there is none.
    inventory: Option<&'c Inventory>,
}

impl fmt::Display for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Told { case: self, inventory: None }.fmt(formatter)
    }
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = self.case.entity_type.noun();
        if let [clause] = self.case.clauses.as_slice()
            && let Clause::Is(ids) = clause.as_ref()
        {
            let s = if ids.len() == 1 { "" } else { "s" };
            return write!(formatter, "the {noun}{s} {}", self.called(ids, "and"));
        }
        write!(formatter, "every {noun}")?;
        for (position, clause) in self.case.clauses.iter().enumerate() {
            formatter.write_str(if position == 0 { " " } else { " and " })?;
            self.clause(clause, formatter)?;
        }
        Ok(())
    }
}

impl Told<'_> {
    fn clause(&self, clause: &Clause, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match clause {
            Clause::Is(ids) => write!(formatter, "that is {}", self.called(ids, "or")),
            Clause::IsNot(ids) => write!(formatter, "other than {}", self.called(ids, "and")),
            Clause::TagIs(key, values) => {
                write!(formatter, "whose `{key}` is {}", quoted(values))
            }
            Clause::TagIsOther(key, values) if values.is_empty() => {
                write!(formatter, "with a tag `{key}`")
            }
            Clause::TagIsOther(key, values) => {
                write!(formatter, "with a tag `{key}` that is not {}", quoted(values))
            }
            Clause::TagIsNot(key, values) => {
                write!(formatter, "whose `{key}` is not {}", quoted(values))
            }
            Clause::Untagged(key) => write!(formatter, "without a tag `{key}`"),
            Clause::UntaggedOr(key, values) => {
                write!(formatter, "whose `{key}` is {} or missing", quoted(values))
            }
        }
    }

    fn called(&self, ids: &[String], word: &str) -> String {
        let call = |id: &String| match self.inventory {
            Some(inventory) => inventory.called(self.case.entity_type, id),
            None => format!("`{id}`"),
        };
        listed(&ids.iter().map(call).collect::<Vec<_>>(), word)
    }
}

/// Texts in backticks.
fn quoted(texts: &[String]) -> String {
    listed(&texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>(), "or")
}

/// Several, the last two joined by a word.
fn listed(texts: &[String], word: &str) -> String {
    match texts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        _ => texts.concat(),
    }
}
