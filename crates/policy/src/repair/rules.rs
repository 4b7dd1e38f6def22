//! Changes of the definitions that the subject holds.

use super::{Asked, Candidate, Candidates, RepairChange, RepairKind};
use crate::{
    Descriptor, Edit, Expression, MAX_ENTRIES, Permission, Place, Record, Records, ScopeSet,
    Subject, UxPurpose,
    condition::Truth,
    explain::Away,
    order,
    principal::Part,
    program::{Guard, Want},
};

/// A definition that may be changed.
#[derive(Clone, Copy)]
struct Editable<'o> {
    /// The record; `None` for the draft that was asked about.
    id: Option<&'o str>,
    details: &'o Descriptor,
    /// Whether it may name sets.
    names_sets: bool,
}

impl<'o> Asked<'o> {
    /// Changes of rules that reach what was asked about, of rules that nearly do, and new rules.
    pub(super) fn rules(&self, candidates: &mut Candidates) {
        let sets = self.sets();
        candidates.family();
        self.wider_rules(&sets, candidates);
        candidates.family();
        self.wider_conditions(candidates);
        candidates.family();
        self.new_rules(&sets, candidates);
    }

    /// The sets that have the scope and are meant for what was asked about, those with the fewest scopes first.
    pub(super) fn sets(&self) -> Vec<&'o Record> {
        let place = self.place();
        let scopes = |set: &Record| set.flat_scopes().map(crate::Allow::scopes);
        let fits = |set: &&Record| {
            set.purpose == UxPurpose::Set
                && set.resource_type.is_none_or(|meant| meant == place)
                && scopes(set).is_some_and(|scopes| scopes.contains(self.scope))
        };
        let mut sets: Vec<_> = self.organization.records.iter().filter(fits).collect();
        order::sort_by_key(&mut sets, |set| scopes(set).map_or(0, |scopes| scopes.len()));
        sets
    }

    /// The definition in `record` where it may be changed.
    fn editable(&self, record: Option<&str>) -> Option<Editable<'o>> {
        let Some(id) = record else {
            let Subject::Draft { details, purpose } = self.subject else { return None };
            let names_sets = purpose.is_none_or(|purpose| purpose == UxPurpose::Policy);
            return Some(Editable { id: None, details, names_sets });
        };
        let record = self.organization.records.find(id).filter(|record| !record.is_built_in())?;
        let names_sets = record.purpose.may_name() == Some(UxPurpose::Set);
        Some(Editable { id: Some(&record.id), details: &record.details, names_sets })
    }

    /// The scope, or a set that has it, beside what a rule grants that holds here and is about such things.
    fn wider_rules(&self, sets: &[&Record], candidates: &mut Candidates) {
        let program = &self.access.program;
        let granted = self
            .entity
            .map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
        let of_type = ScopeSet::of_type(self.place());
        let rules = granted.rules.iter().filter_map(|index| program.rule(*index));
        let rules = rules.filter(|rule| !rule.scopes.intersection(of_type).is_empty());
        for place in rules.filter_map(|rule| program.place(rule)) {
            let Some(target) = self.editable(place.record.as_deref()) else { continue };
            if !self.wider_rule(target, &place, sets, candidates) {
                return;
            }
        }
    }

    fn wider_rule(
        &self,
        target: Editable<'_>,
        place: &Place,
        sets: &[&Record],
        candidates: &mut Candidates,
    ) -> bool {
        let mut push =
            |kind, details| candidates.push(target.put(kind, &place.pointer, details, 1));
        match target.details.at(&place.pointer) {
            Some(Descriptor::Allow(allow)) => {
                let mut allow = allow.clone();
                allow.permissions.push(Permission::Known(self.scope));
                push(RepairKind::AddScope, Descriptor::Allow(allow))
            }
            Some(Descriptor::Compose(ids)) => {
                let beside =
                    vec![Descriptor::Compose(ids.clone()), Descriptor::allow([self.scope])];
                let mut sets = sets.iter().filter(|_| target.names_sets);
                push(RepairKind::AddScope, Descriptor::Group(beside))
                    && sets.all(|set| {
                        let more = ids.iter().chain([&set.id]).cloned().collect();
                        push(RepairKind::AddSet(set.id.clone()), Descriptor::Compose(more))
                    })
            }
            _ => true,
        }
    }

    /// "Or it is this one", for a rule with the scope that one condition about such things keeps away.
    fn wider_conditions(&self, candidates: &mut Candidates) {
        let Some(entity) = self.entity else { return };
        let program = &self.access.program;
        let away = Away::of(program, Some(entity));
        for rule in program.rules().iter().filter(|rule| rule.scopes.contains(self.scope)) {
            let mut failing = away.around(rule.guard);
            let (Some(Guard { site, want: Want::True, .. }), None) =
                (failing.next(), failing.next())
            else {
                continue;
            };
            let Some(site) = program.sites.get(*site) else { continue };
            if site.condition.holds_for(Some(entity)) != Truth::False {
                continue;
            }
            let place = program.site_place(site);
            let Some(target) = self.editable(place.record.as_deref()) else { continue };
            let pointer = place.pointer.strip_suffix("/condition");
            let node = pointer.and_then(|pointer| Some((pointer, target.details.at(pointer)?)));
            let Some((pointer, Descriptor::Condition { condition, node })) = node else { continue };
            let this = Expression::is_entity(entity.entity_type, entity.id.as_str());
            let condition = condition.clone().or(this);
            let details = Descriptor::Condition { condition, node: node.clone() };
            if !candidates.push(target.put(RepairKind::Widen, pointer, details, 1)) {
                return;
            }
        }
    }

    /// A rule for just this, in every definition in which an editor would write it.
    fn new_rules(&self, sets: &[&Record], candidates: &mut Candidates) {
        for target in self.targets() {
            let mut push = |set: Option<&str>, grant| {
                let rule = match self.entity {
                    None => grant,
                    Some(entity) => Descriptor::Condition {
                        condition: Expression::is_entity(entity.entity_type, entity.id.as_str()),
                        node: Box::new(grant),
                    },
                };
                let kind = RepairKind::AddRule { set: set.map(str::to_owned) };
                let size = 1 + usize::from(self.entity.is_some());
                candidates.push(match target.details {
                    Descriptor::Group(entries) if entries.len() < MAX_ENTRIES => {
                        target.put(kind, "/entries/-", rule, size)
                    }
                    whole => {
                        target.put(kind, "", Descriptor::Group(vec![whole.clone(), rule]), size)
                    }
                })
            };
            let mut sets = sets.iter().filter(|_| target.names_sets);
            let is_all = push(None, Descriptor::allow([self.scope]))
                && sets
                    .all(|set| push(Some(&set.id), Descriptor::Compose([set.id.clone()].into())));
            if !is_all {
                return;
            }
        }
    }

    /// The definitions that get a new rule: the policies of a role that only names policies, else the role's own.
    fn targets(&self) -> Vec<Editable<'o>> {
        if matches!(self.subject, Subject::Draft { .. }) {
            return self.editable(None).into_iter().collect();
        }
        let records = &self.organization.records;
        let mut ids = Vec::<&str>::new();
        // INVARIANT: whoever has access was given parts.
        let parts = Part::of(self.organization, self.subject).unwrap_or_default();
        for role in parts.iter().filter_map(Part::record).filter_map(|id| records.find(id)) {
            let mut own = match &role.details {
                Descriptor::Compose(ids) if role.purpose.may_name() == Some(UxPurpose::Policy) => {
                    policies(records, ids)
                }
                _ => Vec::new(),
            };
            if own.is_empty() {
                own.push(&role.id);
            }
            own.retain(|id| !ids.contains(id));
            ids.extend(own);
        }
        ids.into_iter().filter_map(|id| self.editable(Some(id))).collect()
    }
}

/// The policies among `ids` that may be changed.
fn policies<'o>(records: &'o Records, ids: &[String]) -> Vec<&'o str> {
    let policies = ids.iter().filter_map(|id| records.find(id));
    let policies =
        policies.filter(|record| record.purpose == UxPurpose::Policy && !record.is_built_in());
    policies.map(|record| record.id.as_str()).collect()
}

impl Editable<'_> {
    fn put(self, kind: RepairKind, pointer: &str, details: Descriptor, size: usize) -> Candidate {
        let pointer = pointer.to_owned();
        let change = match self.id {
            None => RepairChange::Draft { pointer, details },
            Some(id) => {
                RepairChange::Edit(Edit::RecordPart { id: id.to_owned(), pointer, details })
            }
        };
        Candidate { kind, change, size }
    }
}
