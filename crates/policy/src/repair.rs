//! Repairs: the smallest changes after which a subject may do what it may not do today.
//!
//! Changes are made up family by family, and each is tried: it is made in a copy of the organization and the engine
//! is asked again. What is still refused is no repair. See `docs/SEMANTICS.md`, "Repairs".

mod grants;
mod rules;
mod settings;
mod tags;
mod trial;
mod witnesses;

use crate::{
    Access, AccessError, Descriptor, Edit, Entity, Matrix, Organization, ResourceType, Scope,
    Standing, Subject, order,
};

use trial::Trial;

/// How many changes of each family are tried.
const MAX_EACH: usize = 16;

/// How much is looked at in search of changes to try: rules of roles and teams that the subject could be given.
const MAX_LOOKS: usize = 2_000_000;

/// How many bytes of definitions are written into changes: one change may bring a whole definition.
const MAX_TEXT: usize = 2 * crate::MAX_BYTES;

/// What would make a subject be allowed something.
#[derive(Debug, Clone, PartialEq)]
pub struct Repairs {
    /// Every repair that was found: those that open least for the subject first, of these those by which fewest
    /// others gain, then those that take least away, then the smallest.
    pub found: Vec<Repair>,
    /// Whether everything there is to try was tried.
    pub is_complete: bool,
}

/// A change after which a subject may do what it was asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// What kind of change it is.
    pub kind: RepairKind,
    /// The change itself.
    pub change: RepairChange,
    /// How many other cells it opens for the subject: scopes on entities there are today, and on the organization.
    pub opens: usize,
    /// How many cells it takes away from the subject.
    pub closes: usize,
    /// How many principals beside the subject gain something by it; `None` where there are too many to look at.
    ///
    /// A person and the person's own tokens count as one with the subject.
    pub others: Option<usize>,
    /// How much it changes: tags, scopes, sets, conditions, bindings and settings, counted one by one.
    pub size: usize,
}

/// A change that can be made.
#[derive(Debug, Clone, PartialEq)]
pub enum RepairChange {
    /// To the organization.
    Edit(Edit),
    /// To the draft that was asked about, as [`Descriptor::put`] makes it.
    Draft {
        /// Where, as a JSON pointer into the draft.
        pointer: String,
        /// What stands there then.
        details: Descriptor,
    },
}

/// What a repair does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepairKind {
    /// The entity gets other tags, so that a rule reaches it.
    Retag {
        /// The rule, by its index in the subject's access.
        rule: usize,
    },
    /// A rule that reaches it grants the scope as well.
    AddScope,
    /// A rule that reaches it grants a set that has the scope as well.
    AddSet(String),
    /// A rule with the scope gets a wider condition, which holds for the entity as well.
    Widen,
    /// A definition gets a rule for just this.
    AddRule {
        /// The set that it grants; only the scope where there is none.
        set: Option<String>,
    },
    /// The subject, or a team of theirs, gets a role.
    BindRole(String),
    /// The person joins a team.
    JoinTeam,
    /// A team is granted a set on the entity.
    GrantTeam,
    /// Organization-wide settings change, those of these names.
    Settings(Vec<&'static str>),
}

/// The question.
struct Asked<'o> {
    organization: &'o Organization,
    subject: &'o Subject,
    scope: Scope,
    entity: Option<&'o Entity>,
    now: Option<u64>,
    /// What the subject holds at that time.
    access: Access,
}

/// A change to try.
struct Candidate {
    kind: RepairKind,
    change: RepairChange,
    size: usize,
}

/// The changes to try.
struct Candidates {
    list: Vec<Candidate>,
    /// Where the family that is being collected begins.
    start: usize,
    is_complete: bool,
    /// What is left of [`MAX_LOOKS`].
    looks: usize,
    /// What is left of [`MAX_TEXT`].
    bytes: usize,
}

impl Repairs {
    /// What would make `subject` be allowed `scope` on `entity`, or on the organization where there is none, at
    /// `now` in Unix seconds; without a time no token has expired.
    ///
    /// Nothing where it is allowed already, and where the scope cannot be used on such a thing.
    ///
    /// # Errors
    ///
    /// As for [`Access::of`].
    pub fn of(
        organization: &Organization,
        subject: &Subject,
        scope: Scope,
        entity: Option<&Entity>,
        now: Option<u64>,
    ) -> Result<Self, AccessError> {
        let access = access(organization, subject, now)?;
        let asked = Asked { organization, subject, scope, entity, now, access };
        if !scope.applies_to(asked.place()) || asked.access.allows(scope, entity) {
            return Ok(Self { found: Vec::new(), is_complete: true });
        }
        let mut candidates = Candidates::new();
        if asked.access.standing == Standing::Active {
            asked.tags(&mut candidates);
            asked.rules(&mut candidates);
            asked.grants(&mut candidates);
        } else {
            asked.expiry(&mut candidates);
        }
        let mut trial = Trial::new(&asked);
        let mut found = Vec::new();
        for candidate in candidates.list {
            if !trial.has_room() {
                candidates.is_complete = false;
                break;
            }
            found.extend(trial.of(candidate));
        }
        order::sort_by(&mut found, &mut |one, other| one.rank().cmp(&other.rank()));
        Ok(Self { found, is_complete: candidates.is_complete })
    }
}

impl Repair {
    /// What repairs are sorted by.
    fn rank(&self) -> (usize, usize, usize, usize, &RepairKind) {
        (self.opens, self.others.unwrap_or(usize::MAX), self.closes, self.size, &self.kind)
    }
}

impl Asked<'_> {
    fn place(&self) -> ResourceType {
        self.entity.map_or(ResourceType::Global, |entity| entity.entity_type.into())
    }
}

impl Candidates {
    const fn new() -> Self {
        Self { list: Vec::new(), start: 0, is_complete: true, looks: MAX_LOOKS, bytes: MAX_TEXT }
    }

    /// Begins another family of changes.
    const fn family(&mut self) {
        self.start = self.list.len();
    }

    /// Adds a change, unless it is there already; says whether there may be more of the family.
    fn push(&mut self, candidate: Candidate) -> bool {
        let family = self.list.get(self.start..).unwrap_or_default();
        if family.iter().any(|known| known.change == candidate.change) {
            return true;
        }
        let bytes = match &candidate.change {
            RepairChange::Edit(Edit::RecordPart { details, .. })
            | RepairChange::Draft { details, .. } => details.to_json().len(),
            RepairChange::Edit(_) => 0,
        };
        if family.len() == MAX_EACH || bytes > self.bytes {
            self.is_complete = false;
            return false;
        }
        self.bytes -= bytes;
        self.list.push(candidate);
        true
    }

    /// Counts what was looked at; says whether there may be more of it.
    const fn look(&mut self, rules: usize) -> bool {
        self.looks = self.looks.saturating_sub(rules + 1);
        self.is_complete &= self.looks > 0;
        self.looks > 0
    }
}

/// What `subject` holds at `now`.
fn access(
    organization: &Organization,
    subject: &Subject,
    now: Option<u64>,
) -> Result<Access, AccessError> {
    match now {
        Some(now) => Access::at(organization, subject, now),
        None => Access::of(organization, subject),
    }
}

/// What is granted by `after` and not by `before`, on the same inventory: scopes and the rows on which they are new.
fn gained(before: &Matrix, after: &Matrix) -> Vec<(crate::ScopeSet, crate::Rows)> {
    let mut gained = Vec::new();
    for column in after.columns() {
        let mut rest = column.scopes;
        for old in before.columns().iter().filter(|old| old.entity_type == column.entity_type) {
            let both = rest.intersection(old.scopes);
            if !both.is_empty() {
                gained.push((both, column.rows.difference(&old.rows)));
                rest = rest.difference(both);
            }
        }
        gained.push((rest, column.rows.clone()));
    }
    gained.retain(|(scopes, rows)| !scopes.is_empty() && !rows.is_empty());
    gained
}
