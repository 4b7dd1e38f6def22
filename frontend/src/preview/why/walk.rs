//! The places of a definition that name a scope, and what guards each of them.

use policy::{Descriptor, Expression, Permission, Place, Records, Scope, pointer};

/// A place that names the scope.
#[derive(Debug, Clone)]
pub(super) struct Grant<'d> {
    /// The way to it, as the engine's rules write it.
    pub(super) path: Vec<Place>,
    /// What has to come out right on the way to it.
    pub(super) guards: Vec<Guard<'d>>,
    /// The ids of the plain sets that bring the scope.
    pub(super) sets: Vec<String>,
    /// How long it lets an environment stay open, in seconds.
    pub(super) max_open_secs: Option<u64>,
}

/// What has to come out right for a grant to take effect.
#[derive(Debug, Clone, Copy)]
pub(super) enum Guard<'d> {
    /// The condition is true.
    Holds(&'d Expression),
    /// The condition is false.
    Fails(&'d Expression),
    /// The selector equals the value, and no value of an earlier option.
    Selects { selector: &'d Expression, options: &'d [policy::SelectOption], chosen: usize },
}

/// How many descriptors are looked at; the engine follows no more than this either.
const MAX_NODES: usize = 200_000;

/// Every place of `details` that names `scope`, references followed.
pub(super) fn grants<'d>(
    details: &'d Descriptor,
    records: &'d Records,
    scope: Scope,
) -> Vec<Grant<'d>> {
    let mut walk = Walk { records, scope, nodes: 0, found: Vec::new() };
    let mut at = At { record: None, path: Vec::new(), open: Vec::new(), guards: Vec::new() };
    walk.node(details, String::new(), &mut at);
    walk.found
}

/// The same of the record with this id, as somebody holds it.
pub(super) fn grants_of_record<'d>(id: &str, records: &'d Records, scope: Scope) -> Vec<Grant<'d>> {
    let Some(record) = records.find(id) else { return Vec::new() };
    let mut walk = Walk { records, scope, nodes: 0, found: Vec::new() };
    let (record_id, open) = (record.id.as_str(), vec![record.id.as_str()]);
    let mut at = At { record: Some(record_id), path: Vec::new(), open, guards: Vec::new() };
    walk.node(&record.details, String::new(), &mut at);
    walk.found
}

struct Walk<'d> {
    records: &'d Records,
    scope: Scope,
    nodes: usize,
    found: Vec<Grant<'d>>,
}

/// Where the walk is.
struct At<'d> {
    record: Option<&'d str>,
    path: Vec<Place>,
    open: Vec<&'d str>,
    guards: Vec<Guard<'d>>,
}

impl At<'_> {
    fn path_to(&self, pointer: String) -> Vec<Place> {
        let here = Place { record: self.record.map(str::to_owned), pointer };
        self.path.iter().cloned().chain([here]).collect()
    }
}

impl<'d> Walk<'d> {
    fn node(&mut self, node: &'d Descriptor, place: String, at: &mut At<'d>) {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return;
        }
        match node {
            Descriptor::Allow(allow) => {
                if names(&allow.permissions, self.scope) {
                    let limit = (allow.max_open_secs > 0).then_some(allow.max_open_secs);
                    self.found(at, place, Vec::new(), limit);
                }
            }
            Descriptor::Group(entries) => {
                let place = pointer::field(&place, "entries");
                for (index, entry) in entries.iter().enumerate() {
                    self.node(entry, pointer::item(&place, index), at);
                }
            }
            Descriptor::Condition { condition, node } => {
                self.guarded(Guard::Holds(condition), Some(node), &place, "subNode", at);
            }
            Descriptor::IfThenElse { condition, then, otherwise } => {
                let (holds, fails) = (Guard::Holds(condition), Guard::Fails(condition));
                self.guarded(holds, then.as_deref(), &place, "subNodeForTrue", at);
                self.guarded(fails, otherwise.as_deref(), &place, "subNodeForFalse", at);
            }
            Descriptor::Select { selector: None, .. } => {}
            Descriptor::Select { selector: Some(selector), options } => {
                let place = pointer::field(&place, "options");
                for (chosen, option) in options.iter().enumerate() {
                    let guard = Guard::Selects { selector, options, chosen };
                    let place = pointer::item(&place, chosen);
                    self.guarded(guard, option.node.as_ref(), &place, "node", at);
                }
            }
            Descriptor::Compose(ids) => self.compose(ids, &place, at),
        }
    }

    fn guarded(
        &mut self,
        guard: Guard<'d>,
        node: Option<&'d Descriptor>,
        place: &str,
        field: &str,
        at: &mut At<'d>,
    ) {
        if let Some(node) = node {
            at.guards.push(guard);
            self.node(node, pointer::field(place, field), at);
            at.guards.pop();
        }
    }

    fn compose(&mut self, ids: &'d [String], place: &str, at: &mut At<'d>) {
        let mut sets = Vec::new();
        for id in ids {
            self.nodes += 1;
            if self.nodes > MAX_NODES {
                return;
            }
            let Some(record) = self.records.find(id) else { continue };
            if at.open.contains(&record.id.as_str()) {
                continue;
            }
            if let Some(allow) = record.flat_scopes() {
                if names(&allow.permissions, self.scope) {
                    sets.push(record.id.clone());
                }
                continue;
            }
            let outer = at.record.replace(&record.id);
            at.path.push(Place { record: outer.map(str::to_owned), pointer: place.to_owned() });
            at.open.push(&record.id);
            self.node(&record.details, String::new(), at);
            at.open.pop();
            at.path.pop();
            at.record = outer;
        }
        if !sets.is_empty() {
            self.found(at, place.to_owned(), sets, None);
        }
    }

    fn found(&mut self, at: &At<'d>, place: String, sets: Vec<String>, limit: Option<u64>) {
        self.found.push(Grant {
            path: at.path_to(place),
            guards: at.guards.clone(),
            sets,
            max_open_secs: limit,
        });
    }
}

fn names(permissions: &[Permission], scope: Scope) -> bool {
    permissions
        .iter()
        .any(|permission| matches!(permission, Permission::Known(known) if *known == scope))
}
