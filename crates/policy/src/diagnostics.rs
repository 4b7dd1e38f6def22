//! What a person would want to know before saving.

mod code;
mod conditions;
mod fold;
mod gone;
mod hints;
mod inclusions;
mod misspelt;
mod possible;
mod redundant;
mod references;
mod regions;
mod scopes;
mod sensitive;
mod sites;
mod unread;
mod untagged;
mod words;

pub use code::Code;

use crate::{Access, EntityType, Matrix, Organization, Place, Program, Record, Rule, order};

use hints::Hints;
use possible::Possible;
use regions::Regions;

/// Something worth knowing about a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing it is; a stable word for programs.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The place it speaks of.
    pub place: Place,
    /// What it says, for people.
    pub message: String,
    /// Other places it speaks of: the rules that make this one superfluous.
    pub related: Vec<Place>,
    /// The tag key it speaks of, if it is about one.
    pub tag_key: Option<String>,
    /// How many entities it speaks of, if it counts some.
    pub count: Option<usize>,
}

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is broken.
    Error,
    /// Probably not what was meant.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// A stable word for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Diagnostic {
    pub(crate) const fn new(code: Code, severity: Severity, place: Place, message: String) -> Self {
        Self { code, severity, place, message, related: Vec::new(), tag_key: None, count: None }
    }
}

/// What is looked at.
#[derive(Clone, Copy)]
struct Subject<'s> {
    organization: &'s Organization,
    program: &'s Program,
    matrix: &'s Matrix,
    /// Whether this is a permission set, which is never held by itself.
    is_set: bool,
}

impl Subject<'_> {
    /// Whether `rule` was written by somebody here: it is neither built in nor a setting or a grant to a person.
    fn is_ours(&self, rule: &Rule) -> bool {
        let record = self.program.record(rule).and_then(|id| self.organization.records.find(id));
        rule.is_defined() && !record.is_some_and(Record::is_built_in)
    }
}

/// What is worth knowing about `access` before it is saved, in the order of the definitions.
///
/// `matrix` is `access` evaluated on the inventory of `organization`. Built-in sets are not commented on.
pub fn diagnose(organization: &Organization, access: &Access, matrix: &Matrix) -> Vec<Diagnostic> {
    let program = &access.program;
    let is_set = access.purpose == Some(crate::UxPurpose::Set);
    let subject = Subject { organization, program, matrix, is_set };
    let mut regions = EntityType::ALL.map(|entity_type| Regions::of(program, entity_type));
    let possible = Possible::of(program, &matrix.organization().rules, &regions);
    let sites = sites::Sites::of(program);

    let mut hints = Hints::default();
    let mut found = references::diagnose(organization, program, &mut hints);
    found.extend(scopes::unknown(program, &mut hints));
    let (gone, mut misspelt) =
        (gone::diagnose(subject, &sites), misspelt::diagnose(subject, &sites));
    misspelt.found = fold::fold(misspelt.found);
    let mut explained = [gone.explained.as_slice(), &misspelt.explained].concat();
    order::sort(&mut explained);
    found.extend(conditions::diagnose(subject, &access.sources, &possible, &explained));
    // That nobody has a misspelt tag is already said.
    found.retain(|one| one.code != Code::NotEqualsUntagged || !misspelt.names_key(one));
    found.extend(gone.found);
    found.extend(misspelt.found);
    found.extend(scopes::outside(organization, program, &possible));
    found.extend(scopes::mixed(organization, program));
    found.extend(sensitive::diagnose(subject, &regions));
    found.extend(unread::diagnose(subject, &mut regions));
    found.extend(redundant::diagnose(subject, &mut regions));
    found.extend(sensitive::together(subject, &mut regions));
    // Each of these goes through the definition from its beginning, so the first of many is the first in place.
    let found = fold::fold(found);
    // Places are compared as text, except that entry 10 comes after entry 9.
    let key = |diagnostic: &Diagnostic| {
        let steps = diagnostic.place.pointer.split('/');
        let steps: Vec<_> =
            steps.map(|step| (step.parse::<usize>().ok(), step.to_owned())).collect();
        (diagnostic.place.record.clone(), steps, diagnostic.code)
    };
    let mut keyed: Vec<_> = found.into_iter().map(|one| (key(&one), one)).collect();
    order::sort_by(&mut keyed, &mut |(one, _), (other, _)| one.cmp(other));
    let mut found: Vec<_> = keyed.into_iter().map(|(_, one)| one).collect();
    found.dedup();
    found
}
