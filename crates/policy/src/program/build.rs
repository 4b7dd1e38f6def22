//! From definitions to a program.

use super::{Place, Program, Reach, Rule, Step};
use crate::{
    Allow, Descriptor, Permission, Records, ScopeSet, UxPurpose,
    condition::{Atom, Condition, lower, selects},
    pointer,
};

/// How many descriptors a program may come to once every reference is followed.
///
/// A policy of 2000 entries, each with a condition and a reference, comes to 4000; this leaves room
/// for 50 of them and stops references that multiply.
pub(crate) const MAX_NODES: usize = 200_000;

/// A program that would be too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the role comes to more than {MAX_NODES} grants and conditions once its references are followed"
)]
pub struct CompileError;

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
    records: &'r Records,
    program: Program,
    nodes: usize,
    sources: usize,
}

/// What surrounds the descriptor being compiled.
struct Frame<'f> {
    record: Option<&'f str>,
    purpose: Option<UxPurpose>,
    team: Option<&'f str>,
    /// The Compose places on the way here.
    path: &'f [Place],
    /// The records on the way here.
    open: &'f [&'f str],
}

impl<'r> Builder<'r> {
    pub(crate) fn new(records: &'r Records) -> Self {
        Self { records, program: Program::default(), nodes: 0, sources: 0 }
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
        let frame = Frame { record: None, purpose, team: None, path: &[], open: &[] };
        self.source(|builder| builder.steps(details, "", &frame))
    }

    /// Adds the record `id`, evaluated for the role of `team` where there is one.
    pub(crate) fn record(&mut self, id: &str, team: Option<&str>) -> Result<usize, CompileError> {
        let frame = Frame { record: None, purpose: None, team, path: &[], open: &[] };
        self.source(|builder| match builder.records.find(id) {
            Some(record) => {
                let open = [record.id.as_str()];
                let inner = Frame {
                    record: Some(&record.id),
                    purpose: Some(record.purpose),
                    open: &open,
                    ..frame
                };
                builder.steps(&record.details, "", &inner)
            }
            None => {
                builder.trouble(
                    Place { record: None, pointer: String::new() },
                    id,
                    TroubleKind::Dangling,
                );
                Ok(Vec::new())
            }
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
            let rule = builder.rule(Vec::new(), scopes, None, sets);
            Ok(vec![Step::When { condition, then: vec![rule], otherwise: Vec::new() }])
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

    fn rule(
        &mut self,
        path: Vec<Place>,
        scopes: ScopeSet,
        limit: Option<u64>,
        sets: Vec<String>,
    ) -> Step {
        self.program.rules.push(Rule {
            source: self.sources,
            path,
            scopes,
            max_open_secs: limit,
            sets,
        });
        Step::Rule(self.program.rules.len() - 1)
    }

    fn trouble(&mut self, place: Place, id: &str, kind: TroubleKind) {
        self.program.troubles.push(Trouble { place, id: id.to_owned(), kind });
    }

    fn steps(
        &mut self,
        node: &Descriptor,
        place: &str,
        frame: &Frame<'_>,
    ) -> Result<Vec<Step>, CompileError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(CompileError);
        }
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
            Descriptor::Condition { condition, node } => vec![Step::When {
                condition: lower(condition, frame.team),
                then: self.steps(node, &pointer::field(place, "subNode"), frame)?,
                otherwise: Vec::new(),
            }],
            Descriptor::IfThenElse { condition, then, otherwise } => vec![Step::When {
                condition: lower(condition, frame.team),
                then: self.branch(
                    then.as_deref(),
                    &pointer::field(place, "subNodeForTrue"),
                    frame,
                )?,
                otherwise: self.branch(
                    otherwise.as_deref(),
                    &pointer::field(place, "subNodeForFalse"),
                    frame,
                )?,
            }],
            Descriptor::Select { selector: None, .. } => Vec::new(),
            Descriptor::Select { selector: Some(selector), options } => {
                let place = pointer::field(place, "options");
                let mut steps = Vec::with_capacity(options.len());
                for (index, option) in options.iter().enumerate() {
                    self.nodes += 1;
                    let place = pointer::field(&pointer::item(&place, index), "node");
                    let branch = self.branch(option.node.as_ref(), &place, frame)?;
                    steps.push((selects(selector, &option.value, frame.team), branch));
                }
                vec![Step::Select(steps)]
            }
            Descriptor::Compose(ids) => self.compose(ids, place, frame)?,
        })
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
        let limit = (allow.max_open_secs > 0).then_some(allow.max_open_secs);
        self.rule(frame.path_to(place), scopes_of(allow), limit, Vec::new())
    }

    /// One rule for all plain sets together; whatever else is named is followed.
    fn compose(
        &mut self,
        ids: &[String],
        place: &str,
        frame: &Frame<'_>,
    ) -> Result<Vec<Step>, CompileError> {
        let (mut scopes, mut sets, mut steps) = (ScopeSet::EMPTY, Vec::<String>::new(), Vec::new());
        let ids_place = pointer::field(place, "permissionDescriptors");
        for (index, id) in ids.iter().enumerate() {
            self.nodes += 1;
            if self.nodes > MAX_NODES {
                return Err(CompileError);
            }
            let here = || frame.place(&pointer::item(&ids_place, index));
            let Some(record) = self.records.find(id) else {
                self.trouble(here(), id, TroubleKind::Dangling);
                continue;
            };
            if frame.open.contains(&record.id.as_str()) {
                self.trouble(here(), id, TroubleKind::Circular);
                continue;
            }
            if let Some(from) = frame.purpose.filter(|from| from.may_name() != Some(record.purpose))
            {
                self.trouble(here(), id, TroubleKind::WrongPurpose { from, to: record.purpose });
            }
            if let Some(allow) = record.flat_scopes() {
                scopes = scopes.union(scopes_of(allow));
                sets.push(record.id.clone());
                continue;
            }
            let path = frame.path_to(place);
            let open: Vec<_> = frame.open.iter().copied().chain([record.id.as_str()]).collect();
            let inner = Frame {
                record: Some(&record.id),
                purpose: Some(record.purpose),
                team: frame.team,
                path: &path,
                open: &open,
            };
            steps.extend(self.steps(&record.details, "", &inner)?);
        }
        if !sets.is_empty() {
            steps.insert(0, self.rule(frame.path_to(place), scopes, None, sets));
        }
        Ok(steps)
    }
}

impl Frame<'_> {
    fn place(&self, pointer: &str) -> Place {
        Place { record: self.record.map(str::to_owned), pointer: pointer.to_owned() }
    }

    fn path_to(&self, pointer: &str) -> Vec<Place> {
        self.path.iter().cloned().chain([self.place(pointer)]).collect()
    }
}

/// The scopes of the catalogue that `allow` names.
fn scopes_of(allow: &Allow) -> ScopeSet {
    allow
        .permissions
        .iter()
        .filter_map(|permission| match permission {
            Permission::Known(scope) => Some(*scope),
            Permission::Unknown(_) => None,
        })
        .collect()
}
