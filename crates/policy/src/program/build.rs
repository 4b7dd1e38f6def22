//! From definitions to a program.

use std::{collections::HashMap, sync::Arc};

use super::{Guard, Place, Program, Reach, Rule, Site, Step, Want};
use crate::{
    Allow, Descriptor, Expression, Permission, Record, Records, ScopeSet, SelectOption, UxPurpose,
    condition::{Atom, Condition, lower, selects},
    pointer,
};

/// How many descriptors a program may come to once every reference is followed.
///
/// A policy of 2000 entries, each with a condition and a reference, comes to 4000; this leaves room
/// for 50 of them and stops references that multiply.
const MAX_NODES: usize = 200_000;

/// How deep a program may nest once every reference is followed.
///
/// A role, its policy and a set may have 256 levels each.
const MAX_LEVELS: usize = 3 * crate::MAX_LEVELS;

/// A program that would be too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// Its references multiply.
    #[error(
        "the role comes to more than {MAX_NODES} grants and conditions once its references are followed"
    )]
    TooLarge,
    /// Its references nest.
    #[error("the role nests deeper than {MAX_LEVELS} levels once its references are followed")]
    TooDeep,
}

/// A reference that does not lead where it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where the reference stands.
    pub place: Place,
    /// The id it names.
    pub id: String,
    /// What is wrong with it.
    pub kind: TroubleKind,
}

/// What is wrong with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TroubleKind {
    /// There is no such record; it grants nothing.
    Dangling,
    /// It leads back to a record that is being followed; it grants nothing.
    Circular,
    /// It names a record of a purpose that may not be named here; it is followed all the same.
    WrongPurpose {
        /// What the naming record is.
        from: UxPurpose,
        /// What the named record is.
        to: UxPurpose,
    },
}

/// Compiles definitions, one after another, into one program.
#[derive(Debug)]
pub(crate) struct Builder<'r> {
    pub(super) records: &'r Records,
    pub(super) program: Program,
    nodes: usize,
    sources: usize,
    /// The condition that surrounds what is being compiled.
    guard: Option<usize>,
    /// The scopes of the plain sets met so far, by record id.
    pub(super) plain_sets: HashMap<String, ScopeSet>,
}

/// What surrounds the descriptor being compiled.
pub(super) struct Frame<'f> {
    record: Option<&'f str>,
    pub(super) purpose: Option<UxPurpose>,
    team: Option<&'f str>,
    /// The Compose places on the way here.
    path: &'f [Place],
    /// The records on the way here.
    pub(super) open: &'f [&'f str],
    /// How many levels of definitions surround it, through every reference.
    level: usize,
}

impl<'r> Builder<'r> {
    pub(crate) fn new(records: &'r Records) -> Self {
        Self {
            records,
            program: Program::default(),
            nodes: 0,
            sources: 0,
            guard: None,
            plain_sets: HashMap::new(),
        }
    }

    pub(crate) fn finish(self) -> Program {
        self.program
    }

    /// Adds a definition that is not a record, such as a draft; `purpose` is what it is going to be.
    pub(crate) fn definition(
        &mut self,
        details: &Descriptor,
        purpose: Option<UxPurpose>,
    ) -> Result<usize, CompileError> {
        let frame = Frame { record: None, purpose, team: None, path: &[], open: &[], level: 0 };
        self.source(|builder| builder.steps(details, "", &frame))
    }

    /// Adds the record `id`, evaluated for the role of `team` where there is one.
    pub(crate) fn record(&mut self, id: &str, team: Option<&str>) -> Result<usize, CompileError> {
        let frame = Frame { record: None, purpose: None, team, path: &[], open: &[], level: 0 };
        self.source(|builder| {
            let Some(record) = builder.records.find(id) else {
                let place = Place { record: None, pointer: String::new() };
                builder.trouble(place, id, TroubleKind::Dangling);
                return Ok(Vec::new());
            };
            let open = [record.id.as_str()];
            let inner = frame.within(record, &[], &open)?;
            builder.steps(&record.details, "", &inner)
        })
    }

    /// Adds a grant of `scopes` that no definition makes.
    pub(crate) fn grant(
        &mut self,
        scopes: ScopeSet,
        sets: Vec<String>,
        reach: &Reach,
    ) -> Result<usize, CompileError> {
        let condition = match reach {
            Reach::Organization => Condition::Organization,
            Reach::Every(entity_type) => Condition::Atom(*entity_type, Atom::Constant(true)),
            Reach::One(entity_type, id) => {
                Condition::Atom(*entity_type, Atom::Is(id.as_str().into()))
            }
        };
        self.source(|builder| {
            let place = Place { record: None, pointer: String::new() };
            let site = builder.site(place, condition, false);
            let then = builder.under(site, Want::True, |builder| {
                Ok(vec![builder.rule(Vec::new(), scopes, None, sets)])
            })?;
            Ok(vec![Step::When { site, then, otherwise: Vec::new() }])
        })
    }

    fn source(
        &mut self,
        steps: impl FnOnce(&mut Self) -> Result<Vec<Step>, CompileError>,
    ) -> Result<usize, CompileError> {
        let steps = steps(self)?;
        self.program.root.extend(steps);
        self.sources += 1;
        Ok(self.sources - 1)
    }

    pub(super) fn rule(
        &mut self,
        path: Vec<Place>,
        scopes: ScopeSet,
        limit: Option<u64>,
        sets: Vec<String>,
    ) -> Step {
        let (source, guard) = (self.sources, self.guard);
        self.program.rules.push(Rule { source, path, scopes, max_open_secs: limit, sets, guard });
        Step::Rule(self.program.rules.len() - 1)
    }

    fn site(&mut self, place: Place, condition: Condition, names_team: bool) -> usize {
        Arc::make_mut(&mut self.program.sites).push(Site { place, condition, names_team });
        self.program.sites.len() - 1
    }

    /// Compiles what stands under the condition at `site`.
    fn under<T>(
        &mut self,
        site: usize,
        want: Want,
        compile: impl FnOnce(&mut Self) -> Result<T, CompileError>,
    ) -> Result<T, CompileError> {
        let outer = self.guard;
        Arc::make_mut(&mut self.program.guards).push(Guard { outer, site, want });
        self.guard = Some(self.program.guards.len() - 1);
        let compiled = compile(self)?;
        self.guard = outer;
        Ok(compiled)
    }

    pub(super) fn trouble(&mut self, place: Place, id: &str, kind: TroubleKind) {
        self.program.troubles.push(Trouble { place, id: id.to_owned(), kind });
    }

    /// Counts a descriptor, an option or a reference.
    pub(super) const fn count_node(&mut self) -> Result<(), CompileError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(CompileError::TooLarge) } else { Ok(()) }
    }

    pub(super) fn steps(
        &mut self,
        node: &Descriptor,
        place: &str,
        frame: &Frame<'_>,
    ) -> Result<Vec<Step>, CompileError> {
        self.count_node()?;
        let frame = &frame.deeper()?;
        Ok(match node {
            Descriptor::Allow(allow) => vec![self.allow(allow, place, frame)],
            Descriptor::Group(entries) => {
                let place = pointer::field(place, "entries");
                let mut steps = Vec::with_capacity(entries.len());
                for (index, entry) in entries.iter().enumerate() {
                    steps.extend(self.steps(entry, &pointer::item(&place, index), frame)?);
                }
                vec![Step::Group(steps)]
            }
            Descriptor::Condition { condition, node } => {
                let site = self.condition(condition, place, frame);
                let place = pointer::field(place, "subNode");
                let then =
                    self.under(site, Want::True, |builder| builder.steps(node, &place, frame))?;
                vec![Step::When { site, then, otherwise: Vec::new() }]
            }
            Descriptor::IfThenElse { condition, then, otherwise } => {
                let site = self.condition(condition, place, frame);
                let mut branch = |node: Option<&Descriptor>, want, name| {
                    let place = pointer::field(place, name);
                    self.under(site, want, |builder| builder.branch(node, &place, frame))
                };
                vec![Step::When {
                    site,
                    then: branch(then.as_deref(), Want::True, "subNodeForTrue")?,
                    otherwise: branch(otherwise.as_deref(), Want::False, "subNodeForFalse")?,
                }]
            }
            Descriptor::Select { selector: None, .. } => Vec::new(),
            Descriptor::Select { selector: Some(selector), options } => {
                self.select(selector, options, &pointer::field(place, "options"), frame)?
            }
            Descriptor::Compose(ids) => self.compose(ids, place, frame)?,
        })
    }

    fn condition(&mut self, condition: &Expression, place: &str, frame: &Frame<'_>) -> usize {
        let place = frame.place(pointer::field(place, "condition"));
        self.site(place, lower(condition, frame.team), condition.names_team())
    }

    fn select(
        &mut self,
        selector: &Expression,
        options: &[SelectOption],
        place: &str,
        frame: &Frame<'_>,
    ) -> Result<Vec<Step>, CompileError> {
        let outer = self.guard;
        let mut steps = Vec::with_capacity(options.len());
        for (index, option) in options.iter().enumerate() {
            self.count_node()?;
            let place = pointer::item(place, index);
            let condition = selects(selector, &option.value, frame.team);
            let names_team = selector.names_team() || option.value.names_team();
            let site =
                self.site(frame.place(pointer::field(&place, "value")), condition, names_team);
            let node = pointer::field(&place, "node");
            let branch = self.under(site, Want::True, |builder| {
                builder.branch(option.node.as_ref(), &node, frame)
            })?;
            steps.push((site, branch));
            // Every later option is only asked where this one was not taken.
            Arc::make_mut(&mut self.program.guards).push(Guard {
                outer: self.guard,
                site,
                want: Want::NotTrue,
            });
            self.guard = Some(self.program.guards.len() - 1);
        }
        self.guard = outer;
        Ok(vec![Step::Select(steps)])
    }

    fn branch(
        &mut self,
        node: Option<&Descriptor>,
        place: &str,
        frame: &Frame<'_>,
    ) -> Result<Vec<Step>, CompileError> {
        node.map_or(Ok(Vec::new()), |node| self.steps(node, place, frame))
    }

    fn allow(&mut self, allow: &Allow, place: &str, frame: &Frame<'_>) -> Step {
        let names = pointer::field(place, "permissions");
        for (index, permission) in allow.permissions.iter().enumerate() {
            if let Permission::Unknown(name) = permission {
                self.program
                    .unknown
                    .push((frame.place(pointer::item(&names, index)), name.clone()));
            }
        }
        let limit = (allow.max_open_secs > 0).then_some(allow.max_open_secs);
        self.rule(frame.path_to(place), allow.scopes(), limit, Vec::new())
    }
}

impl<'f> Frame<'f> {
    /// The same surroundings, one level deeper.
    const fn deeper(&self) -> Result<Self, CompileError> {
        if self.level == MAX_LEVELS {
            return Err(CompileError::TooDeep);
        }
        Ok(Frame { level: self.level + 1, ..*self })
    }

    /// What surrounds the details of `record`, reached through `path`.
    pub(super) const fn within<'i>(
        &self,
        record: &'i Record,
        path: &'i [Place],
        open: &'i [&'i str],
    ) -> Result<Frame<'i>, CompileError>
    where
        'f: 'i,
    {
        let frame = Frame {
            record: Some(record.id.as_str()),
            purpose: Some(record.purpose),
            path,
            open,
            team: self.team,
            level: self.level,
        };
        frame.deeper()
    }

    pub(super) fn place(&self, pointer: String) -> Place {
        Place { record: self.record.map(str::to_owned), pointer }
    }

    pub(super) fn path_to(&self, pointer: &str) -> Vec<Place> {
        self.path.iter().cloned().chain([self.place(pointer.to_owned())]).collect()
    }
}
