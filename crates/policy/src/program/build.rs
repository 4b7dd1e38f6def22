//! From definitions to a program.

use std::{collections::HashMap, sync::Arc};

use super::{
    CompileError, Guard, Program, Reach, Rule, Site, Trail, Trouble, TroubleKind, Want,
    size::{self, MAX_LEVELS, Size},
    trail::Field::{self, Condition as Test, Entries, Node, Options, Permissions, SubNode},
};
use crate::{
    Allow, Descriptor, Expression, Permission, Record, Records, ScopeSet, SelectOption, UxPurpose,
    condition::{Atom, Condition, lower, selects},
};

/// Compiles definitions, one after another, into one program.
#[derive(Debug)]
pub(crate) struct Builder<'r> {
    pub(super) records: &'r Records,
    pub(super) program: Program,
    rules: Vec<Rule>,
    sites: Vec<Site>,
    guards: Vec<Guard>,
    sources: usize,
    /// The condition that surrounds what is being compiled.
    guard: Option<usize>,
    /// The scopes of the plain sets met so far, by record id.
    pub(super) plain_sets: HashMap<String, ScopeSet>,
    /// What the first few Composes that named nothing but plain sets came to.
    pub(super) known_sets: Vec<KnownSets>,
}

/// What a Compose that names nothing but plain sets comes to in a record of one purpose.
#[derive(Debug)]
pub(super) struct KnownSets {
    pub(super) purpose: Option<UxPurpose>,
    /// Their list, and its index.
    pub(super) ids: Arc<[String]>,
    pub(super) list: usize,
    pub(super) scopes: ScopeSet,
}

/// What surrounds the descriptor being compiled.
pub(super) struct Frame<'f> {
    pub(super) purpose: Option<UxPurpose>,
    team: Option<&'f str>,
    /// The records on the way here.
    pub(super) open: &'f [&'f str],
    /// How many levels of definitions surround it, through every reference.
    level: usize,
}

type Compiled = Result<(), CompileError>;

/// How many permissions of a list count as much as a grant: there are fewer scopes.
const LONG_LIST: usize = 256;

impl<'r> Builder<'r> {
    pub(crate) fn new(records: &'r Records) -> Self {
        Self {
            records,
            program: Program::default(),
            rules: Vec::new(),
            sites: Vec::new(),
            guards: Vec::new(),
            sources: 0,
            guard: None,
            plain_sets: HashMap::new(),
            known_sets: Vec::new(),
        }
    }

    pub(crate) fn finish(self) -> Program {
        let (rules, sites, guards) =
            (Arc::new(self.rules), Arc::new(self.sites), Arc::new(self.guards));
        Program { rules, sites, guards, ..self.program }
    }

    /// Adds a definition that is not a record, such as a draft; `purpose` is what it is going to be. It is evaluated for
    /// the role of `team` where there is one.
    pub(crate) fn definition(
        &mut self,
        details: &Descriptor,
        purpose: Option<UxPurpose>,
        team: Option<&str>,
    ) -> Result<usize, CompileError> {
        let frame = Frame { purpose, team, open: &[], level: 0 };
        let trail = self.program.trails.definition(None, None);
        self.follow(details, trail, &frame)?;
        Ok(self.end_source())
    }

    /// Adds the record `id`, evaluated for the role of `team` where there is one.
    pub(crate) fn record(&mut self, id: &str, team: Option<&str>) -> Result<usize, CompileError> {
        if let Some(record) = self.records.find(id) {
            let frame = Frame { purpose: None, team, open: &[], level: 0 };
            let open = [record.id.as_str()];
            let inner = frame.within(record, &open)?;
            let trail = self.program.trails.definition(Some(&record.id), None);
            self.follow(&record.details, trail, &inner)?;
        } else {
            self.trouble(None, id, TroubleKind::Dangling)?;
        }
        Ok(self.end_source())
    }

    /// Adds a grant of `scopes` that no definition makes.
    pub(crate) fn grant(
        &mut self,
        scopes: ScopeSet,
        max_open_secs: Option<u64>,
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
        let site = self.site(None, condition, false);
        self.under(site, Want::True, |builder| {
            let list = builder.set_list(sets);
            builder.rule(None, scopes, max_open_secs, Some(list));
            Ok(())
        })?;
        Ok(self.end_source())
    }

    const fn end_source(&mut self) -> usize {
        self.sources += 1;
        self.sources - 1
    }

    pub(super) fn rule(
        &mut self,
        trail: Option<Trail>,
        scopes: ScopeSet,
        limit: Option<u64>,
        set_list: Option<usize>,
    ) {
        let (source, guard) = (self.sources, self.guard);
        self.rules.push(Rule { source, trail, scopes, max_open_secs: limit, set_list, guard });
    }

    /// Keeps a list of plain sets that rules grant through.
    pub(super) fn set_list(&mut self, sets: impl Into<Arc<[String]>>) -> usize {
        self.program.set_lists.push(sets.into());
        self.program.set_lists.len() - 1
    }

    fn site(&mut self, trail: Option<Trail>, condition: Condition, names_team: bool) -> usize {
        self.sites.push(Site { trail, condition, names_team });
        self.sites.len() - 1
    }

    /// Compiles what stands under the condition at `site`.
    fn under(
        &mut self,
        site: usize,
        want: Want,
        compile: impl FnOnce(&mut Self) -> Compiled,
    ) -> Compiled {
        let outer = self.guard;
        let guard = self.open(site, want);
        compile(self)?;
        self.close(guard);
        self.guard = outer;
        Ok(())
    }

    /// Makes room for as many rules with a condition each.
    fn reserve(&mut self, rules: usize) {
        self.rules.reserve(rules);
        self.sites.reserve(rules);
        self.guards.reserve(rules);
    }

    /// Puts everything from here on under the condition at `site`.
    fn open(&mut self, site: usize, want: Want) -> usize {
        let first_rule = self.rules.len();
        let (outer, index) = (self.guard, self.guards.len());
        // It ends where it begins until it is closed.
        let (rules_end, guards_end) = (first_rule, index + 1);
        self.guards.push(Guard { outer, site, want, first_rule, rules_end, guards_end });
        self.guard = Some(index);
        index
    }

    /// Nothing from here on is under the guard at `index`.
    fn close(&mut self, index: usize) {
        let (rules_end, guards_end) = (self.rules.len(), self.guards.len());
        if let Some(guard) = self.guards.get_mut(index) {
            (guard.rules_end, guard.guards_end) = (rules_end, guards_end);
        }
    }

    pub(super) fn trouble(
        &mut self,
        trail: Option<Trail>,
        id: &str,
        kind: TroubleKind,
    ) -> Compiled {
        self.count_text(id)?;
        self.program.troubles.push(Trouble { trail, id: id.to_owned(), kind });
        Ok(())
    }

    /// Counts a descriptor, an option or a reference.
    pub(super) fn count_node(&mut self) -> Compiled {
        self.count_nodes(1)
    }

    pub(super) fn count_nodes(&mut self, nodes: usize) -> Compiled {
        self.count(Size { nodes, expressions: 0 })
    }

    /// Counts an id or a name before it is copied.
    pub(super) fn count_text(&mut self, text: &str) -> Compiled {
        self.count(Size { nodes: 0, expressions: size::of_text(text) })
    }

    /// Counts expressions before they are compiled, and tells whether they speak of the team.
    fn count_expressions(&mut self, all: &[&Expression]) -> Result<bool, CompileError> {
        let mut names_team = false;
        for expression in all {
            let (expressions, is_named) = expression.extent();
            self.count(Size { nodes: 0, expressions })?;
            names_team |= is_named;
        }
        if names_team {
            for expression in all {
                expression.teams(&mut self.program.teams);
            }
        }
        Ok(names_team)
    }

    fn count(&mut self, more: Size) -> Compiled {
        self.program.size = self.program.size.and(more)?;
        Ok(())
    }

    /// Compiles what stands at `trail`.
    pub(super) fn follow(
        &mut self,
        node: &Descriptor,
        trail: Trail,
        frame: &Frame<'_>,
    ) -> Compiled {
        self.count_node()?;
        let frame = &frame.deeper()?;
        match node {
            Descriptor::Allow(allow) => self.allow(allow, trail),
            Descriptor::Group(entries) => {
                let list = self.program.trails.list(trail, Entries);
                self.reserve(entries.len());
                let mut entries = entries.iter().enumerate();
                entries.try_for_each(|(index, entry)| self.follow(entry, list.item(index), frame))
            }
            Descriptor::Condition { condition, node } => {
                let site = self.condition(condition, trail, frame)?;
                let node_trail = self.program.trails.field(trail, SubNode);
                self.branch(site, Want::True, Some(node), node_trail, frame)
            }
            Descriptor::IfThenElse { condition, then, otherwise } => {
                let site = self.condition(condition, trail, frame)?;
                let then_trail = self.program.trails.field(trail, Field::SubNodeForTrue);
                self.branch(site, Want::True, then.as_deref(), then_trail, frame)?;
                let otherwise_trail = self.program.trails.field(trail, Field::SubNodeForFalse);
                self.branch(site, Want::False, otherwise.as_deref(), otherwise_trail, frame)
            }
            Descriptor::Select { selector: None, .. } => Ok(()),
            Descriptor::Select { selector: Some(selector), options } => {
                let list = self.program.trails.list(trail, Options);
                self.select(selector, options, list, frame)
            }
            Descriptor::Compose(ids) => self.compose(ids, trail, frame),
        }
    }

    fn condition(
        &mut self,
        condition: &Expression,
        trail: Trail,
        frame: &Frame<'_>,
    ) -> Result<usize, CompileError> {
        let place = self.program.trails.field(trail, Test);
        // By itself, because there can be thousands of them.
        if let Some((entity_type, id)) = condition.only_entity() {
            self.count(Size { nodes: 0, expressions: 3 })?;
            let is_it = Condition::Atom(entity_type, Atom::Is(id.clone()));
            return Ok(self.site(Some(place), is_it, false));
        }
        let names_team = self.count_expressions(&[condition])?;
        Ok(self.site(Some(place), lower(condition, frame.team), names_team))
    }

    /// Of the options of a select, each is only asked where none before it was taken.
    fn select(
        &mut self,
        selector: &Expression,
        options: &[SelectOption],
        list: Trail,
        frame: &Frame<'_>,
    ) -> Compiled {
        let outer = self.guard;
        let mut not_taken = Vec::with_capacity(options.len());
        for (index, option) in options.iter().enumerate() {
            self.count_node()?;
            // The selector is compared anew with every option, and its texts are copied for each.
            let names_team = self.count_expressions(&[selector, &option.value])?;
            let trail = list.item(index);
            let condition = selects(selector, &option.value, frame.team);
            let place = Some(self.program.trails.field(trail, Field::Value));
            let site = self.site(place, condition, names_team);
            let node_trail = self.program.trails.field(trail, Node);
            self.branch(site, Want::True, option.node.as_ref(), node_trail, frame)?;
            not_taken.push(self.open(site, Want::NotTrue));
        }
        for guard in not_taken {
            self.close(guard);
        }
        self.guard = outer;
        Ok(())
    }

    fn branch(
        &mut self,
        site: usize,
        want: Want,
        node: Option<&Descriptor>,
        trail: Trail,
        frame: &Frame<'_>,
    ) -> Compiled {
        self.under(site, want, |builder| {
            node.map_or(Ok(()), |node| builder.follow(node, trail, frame))
        })
    }

    fn allow(&mut self, allow: &Allow, trail: Trail) -> Compiled {
        // A list longer than any that repeats nothing is work of its own.
        self.count_nodes(allow.permissions.len() / LONG_LIST)?;
        let mut list = None;
        for (index, permission) in allow.permissions.iter().enumerate() {
            if let Permission::Unknown(name) = permission {
                self.count_node()?;
                self.count_text(name)?;
                let trails = &mut self.program.trails;
                let list = list.get_or_insert_with(|| trails.list(trail, Permissions));
                self.program.unknown.push((list.item(index), name.clone()));
            }
        }
        let limit = (allow.max_open_secs > 0).then_some(allow.max_open_secs);
        self.rule(Some(trail), allow.scopes(), limit, None);
        Ok(())
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

    /// What surrounds the details of `record`.
    pub(super) const fn within<'i>(
        &self,
        record: &'i Record,
        open: &'i [&'i str],
    ) -> Result<Frame<'i>, CompileError>
    where
        'f: 'i,
    {
        let frame =
            Frame { purpose: Some(record.purpose), open, team: self.team, level: self.level };
        frame.deeper()
    }
}
