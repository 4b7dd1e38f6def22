//! A definition with less in it: the same conditions around fewer grants.

use std::collections::HashSet;

use super::evidence::Place;
use crate::{
    Allow, Descriptor, Expression, MAX_ENTRIES, Permission, Records, ScopeSet, SelectOption,
    UxPurpose, order::ordered,
};

/// What of a rule is kept: scopes wherever the rule holds, or on one entity only.
pub(super) type Kept = Vec<(Place, ScopeSet)>;

/// Goes through a definition as compiling it does, so that it meets the rules in the order of the program.
pub(super) struct Pruner<'p> {
    pub(super) records: &'p Records,
    /// What the definition that is written may name; everything else is written out.
    pub(super) names: Option<UxPurpose>,
    /// For each rule.
    pub(super) kept: &'p [Kept],
    /// The rule that is met next.
    pub(super) next: usize,
    /// The records on the way here.
    pub(super) open: Vec<&'p str>,
}

/// What is left of a part of a definition.
pub(super) struct Pruned {
    /// Nothing where nothing is granted.
    pub(super) node: Option<Descriptor>,
    /// Whether it grants everything that it did.
    is_whole: bool,
}

impl<'p> Pruner<'p> {
    pub(super) fn node(&mut self, node: &'p Descriptor) -> Pruned {
        match node {
            Descriptor::Allow(allow) => self.allow(allow),
            Descriptor::Group(entries) => {
                let (mut kept, mut is_whole) = (Vec::with_capacity(entries.len()), true);
                for entry in entries {
                    let pruned = self.node(entry);
                    is_whole &= pruned.is_whole;
                    let was_group = matches!(entry, Descriptor::Group(_));
                    kept.extend(pruned.node.map(|node| (node, was_group)));
                }
                let node = (!kept.is_empty()).then(|| Descriptor::Group(spliced(kept)));
                Pruned { node, is_whole }
            }
            Descriptor::Condition { condition, node } => {
                let Pruned { node, is_whole } = self.node(node);
                Pruned { node: node.map(|node| when(condition.clone(), node)), is_whole }
            }
            Descriptor::IfThenElse { condition, then, otherwise } => {
                let then = self.branch(then.as_deref());
                let otherwise = self.branch(otherwise.as_deref());
                let is_whole = then.is_whole && otherwise.is_whole;
                let condition = condition.clone();
                let node = match (then.node, otherwise.node) {
                    (None, None) => None,
                    (Some(then), None) => Some(when(condition, then)),
                    // A branch that is taken where the condition is false, and not where it does not concern it.
                    (None, Some(otherwise)) => Some(when(condition.negated(), otherwise)),
                    (then, otherwise) => Some(Descriptor::IfThenElse {
                        condition,
                        then: then.map(Box::new),
                        otherwise: otherwise.map(Box::new),
                    }),
                };
                Pruned { node, is_whole }
            }
            Descriptor::Select { selector: None, .. } => Pruned { node: None, is_whole: true },
            Descriptor::Select { selector: Some(selector), options } => {
                let (mut kept, mut is_whole, mut used) = (Vec::new(), true, 0);
                for option in options {
                    let pruned = self.branch(option.node.as_ref());
                    is_whole &= pruned.is_whole;
                    // An option before it is passed over all the same, whatever it grants.
                    kept.push(SelectOption { value: option.value.clone(), node: pruned.node });
                    if kept.last().is_some_and(|option| option.node.is_some()) {
                        used = kept.len();
                    }
                }
                kept.truncate(used);
                let selector = Some(selector.clone());
                let node = (used > 0).then_some(Descriptor::Select { selector, options: kept });
                Pruned { node, is_whole }
            }
            Descriptor::Compose(ids) => self.compose(ids),
        }
    }

    fn branch(&mut self, node: Option<&'p Descriptor>) -> Pruned {
        node.map_or(Pruned { node: None, is_whole: true }, |node| self.node(node))
    }

    /// What is kept of the rule that is met now.
    fn rule(&mut self) -> &'p [(Place, ScopeSet)] {
        let kept = self.kept.get(self.next).map_or(&[][..], Vec::as_slice);
        self.next += 1;
        kept
    }

    fn allow(&mut self, allow: &Allow) -> Pruned {
        let (kept, scopes) = (self.rule(), allow.scopes());
        let is_whole = is_all(kept, scopes);
        let is_known = |permission: &Permission| matches!(permission, Permission::Known(_));
        if is_whole && !scopes.is_empty() && allow.permissions.iter().all(is_known) {
            return Pruned { node: Some(Descriptor::Allow(allow.clone())), is_whole };
        }
        Pruned { node: joined(written(kept, &[], allow.max_open_secs)), is_whole }
    }

    fn compose(&mut self, ids: &'p [String]) -> Pruned {
        let (mut sets, mut whole, mut rest, mut is_whole) =
            (Vec::new(), Vec::new(), Vec::new(), true);
        let (mut named, mut has_sets) = (HashSet::new(), false);
        for id in ids {
            let Some(record) = self.records.find(id) else { continue };
            if ids.len() > 1 && !named.insert(record.id.as_str()) {
                continue;
            }
            if self.open.contains(&record.id.as_str()) {
                continue;
            }
            let may_name = self.names == Some(record.purpose);
            if let Some(allow) = record.flat_scopes() {
                has_sets = true;
                sets.extend(may_name.then(|| (id.as_str(), allow.scopes())));
                continue;
            }
            self.open.push(&record.id);
            let pruned = self.node(&record.details);
            self.open.pop();
            is_whole &= pruned.is_whole;
            match pruned.node {
                Some(_) if may_name && pruned.is_whole => whole.push(id.clone()),
                node => rest.extend(node),
            }
        }
        let mut entries = Vec::new();
        if has_sets {
            let kept = self.rule();
            let mut all = ScopeSet::EMPTY;
            let plain = ids.iter().filter_map(|id| self.records.find(id)?.flat_scopes());
            for allow in plain {
                all = all.union(allow.scopes());
            }
            is_whole &= is_all(kept, all);
            entries = written(kept, &sets, 0);
        }
        if !whole.is_empty() {
            match entries.first_mut() {
                Some(Descriptor::Compose(named)) => {
                    *named = named.iter().cloned().chain(whole).collect();
                }
                _ => entries.insert(0, Descriptor::Compose(whole.into())),
            }
        }
        entries.extend(rest);
        Pruned { node: joined(entries), is_whole }
    }
}

/// Whether all of `scopes` are kept wherever the rule holds.
fn is_all(kept: &[(Place, ScopeSet)], scopes: ScopeSet) -> bool {
    match kept {
        [] => scopes.is_empty(),
        [(None, kept)] => scopes.is_within(*kept),
        _ => false,
    }
}

/// What is kept of a rule: by the names of `sets` where all of their scopes are, and scope by scope.
fn written(
    kept: &[(Place, ScopeSet)],
    sets: &[(&str, ScopeSet)],
    max_open_secs: u64,
) -> Vec<Descriptor> {
    let mut entries = Vec::new();
    let len = |place: usize| sets.get(place).map(|(_, set)| set.len());
    let largest = ordered(sets.len(), &mut |one, other| len(other).cmp(&len(one)));
    for (only, scopes) in kept {
        let (mut names, mut rest, mut granted) = (Vec::new(), *scopes, Vec::new());
        for (id, set) in largest.iter().filter_map(|place| sets.get(*place)) {
            if set.is_within(*scopes) && !set.intersection(rest).is_empty() {
                names.push((*id).to_owned());
                rest = rest.difference(*set);
            }
        }
        if !names.is_empty() {
            granted.push(Descriptor::Compose(names.into()));
        }
        if !rest.is_empty() {
            let permissions = rest.iter().map(Permission::Known).collect();
            granted.push(Descriptor::Allow(Allow { permissions, max_open_secs }));
        }
        match only {
            None => entries.extend(granted),
            Some((entity_type, id)) => {
                let is_it = || Expression::is_entity(*entity_type, id.as_str());
                entries.extend(joined(granted).map(|node| when(is_it(), node)));
            }
        }
    }
    entries
}

fn when(condition: Expression, node: Descriptor) -> Descriptor {
    Descriptor::Condition { condition, node: Box::new(node) }
}

fn joined(mut entries: Vec<Descriptor>) -> Option<Descriptor> {
    if entries.len() > 1 { Some(Descriptor::Group(entries)) } else { entries.pop() }
}

/// The entries of a group; what became several entries stands among them while there is room.
fn spliced(entries: Vec<(Descriptor, bool)>) -> Vec<Descriptor> {
    let len = |entry: &(Descriptor, bool)| match entry {
        (Descriptor::Group(inner), false) => inner.len(),
        _ => 1,
    };
    let fits = entries.iter().map(len).sum::<usize>() <= MAX_ENTRIES;
    let mut spliced = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            (Descriptor::Group(inner), false) if fits => spliced.extend(inner),
            (node, _) => spliced.push(node),
        }
    }
    spliced
}
