//! Entities that conditions name and that do not exist.

use super::{
    Code, Diagnostic, Severity, Subject,
    sites::{Sites, Used, Wanted},
    words::few,
};
use crate::{EntityType, Inventory, ScopeSet, condition::Atom, nearest::is_one_slip, order};

/// What is said about some sites, and which of them it explains.
#[derive(Default)]
pub(super) struct Explained {
    pub(super) found: Vec<Diagnostic>,
    /// The sites, in order, that can hold nowhere today because of it.
    pub(super) explained: Vec<usize>,
}

impl Explained {
    /// Whether it speaks of the tag key that `other` speaks of, as one that is misspelt there.
    pub(super) fn names_key(&self, other: &Diagnostic) -> bool {
        self.found.iter().any(|one| {
            one.code == Code::TagKeyMisspelled
                && one.tag_key == other.tag_key
                && one.place.record == other.place.record
        })
    }
}

/// An entity that a condition names.
struct Named<'p> {
    used: &'p Used<'p>,
    entity_type: EntityType,
    id: &'p str,
    wanted: Wanted,
    is_gone: bool,
}

/// How many entities are looked at for ones that may have been meant.
const MAX_LOOKS: usize = 50_000;

/// Entities that are gone: one diagnostic for all rules of a record that grant the same.
pub(super) fn diagnose(subject: Subject<'_>, sites: &Sites<'_>) -> Explained {
    let inventory = &subject.organization.inventory;
    let mut named = Vec::new();
    for used in &sites.used {
        used.each_asked(&mut |entity_type, atom, wanted| {
            if let Atom::Is(id) = atom {
                let is_gone = inventory.row(entity_type, id).is_none();
                named.push(Named { used, entity_type, id, wanted, is_gone });
            }
        });
    }
    if !named.iter().any(|named| named.is_gone) {
        return Explained::default();
    }
    let is_cause = |named: &&Named<'_>| named.is_gone && named.wanted != Wanted::NO;
    let explained = named.iter().filter(is_cause).map(|named| named.used.index).collect();
    let key = |named: &Named<'_>| {
        let scopes = subject.program.rule(named.used.first).map(|rule| rule.scopes);
        (named.entity_type, scopes.unwrap_or(ScopeSet::EMPTY))
    };
    let whole_key = |index: usize| {
        named.get(index).map(|named| (subject.program.site_record(named.used.site), key(named)))
    };
    let order =
        order::ordered(named.len(), &mut |one, other| whole_key(one).cmp(&whole_key(other)));
    let mut looks = MAX_LOOKS;
    let alike = |left: &usize, right: &usize| whole_key(*left) == whole_key(*right);
    let group = |group: &[usize]| {
        let group: Vec<_> = group.iter().filter_map(|index| named.get(*index)).collect();
        tell(subject, &group, &mut looks)
    };
    Explained { found: order.chunk_by(alike).filter_map(group).collect(), explained }
}

/// What is gone of the entities in `group`, which are of one type.
fn tell(subject: Subject<'_>, group: &[&Named<'_>], looks: &mut usize) -> Option<Diagnostic> {
    let inventory = &subject.organization.inventory;
    let first = group.iter().find(|named| named.is_gone)?;
    let distinct = |only_gone: bool| {
        let ids = group.iter().filter(|named| named.is_gone || !only_gone).map(|named| named.id);
        let mut ids: Vec<_> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let (gone, all) = (distinct(true), distinct(false).len());
    let noun = first.entity_type.noun();
    let message = match gone.as_slice() {
        [id] => {
            let mut message = format!("there is no {noun} with the id `{id}` today");
            if let Some(hint) = hint(inventory, first.entity_type, id, looks) {
                message.push_str(&hint);
            } else if first.wanted == Wanted::NO {
                message.push_str(", so excepting it excepts nothing");
            }
            message
        }
        _ => format!(
            "{} of the {all} {noun}s that rules like this name by id do not exist today: {}",
            gone.len(),
            few(gone.iter().copied(), gone.len())
        ),
    };
    let place = subject.program.site_place(first.used.site);
    let mut found = Diagnostic::new(Code::EntityGone, Severity::Warning, place, message);
    found.count = Some(gone.len());
    Some(found)
}

/// The entity that may have been meant: the one with this name, or with nearly this id.
fn hint(
    inventory: &Inventory,
    entity_type: EntityType,
    id: &str,
    looks: &mut usize,
) -> Option<String> {
    let rows = inventory.of_type(entity_type);
    *looks = looks.checked_sub(rows.len())?;
    let entities = || rows.iter().filter_map(|row| inventory.entity(row));
    if let Some(named) = entities().find(|entity| entity.name == id) {
        return Some(format!(", that is a name: did you mean the id `{}`?", named.id));
    }
    let near = entities().find(|entity| is_one_slip(id, &entity.id))?;
    Some(format!(", did you mean `{}`, which is `{}`?", near.id, near.name))
}
