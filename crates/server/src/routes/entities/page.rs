//! Lists of entities.

use std::sync::Arc;

use policy::{Entity, Subject};
use schemars::JsonSchema;
use serde::Deserialize;
use store::Timestamp;

use super::Kind;
use crate::caller::Caller;
use crate::export::entity_type;
use crate::held::Held;
use crate::loaded::{Loaded, name_parts};
use crate::refusal::Refusal;

/// How many entities a page may be asked to have.
const MAX_PAGE: usize = 1000;

/// What a list can be asked for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Filter {
    /// Those of one project.
    project: Option<String>,
    /// Those with this tag.
    tag_name: Option<String>,
    /// Beside `tagName`: those where it has this value.
    tag_value: Option<String>,
    /// Those that this role may read as well; it takes `role:read`.
    #[serde(rename = "roleID")]
    role_id: Option<String>,
    /// How many at the most: 1 to 1000.
    #[serde(alias = "count")]
    #[schemars(range(min = 1, max = 1000))]
    max_results: Option<usize>,
    /// What the page before said.
    continuation_token: Option<String>,
}

/// An organization as somebody sees it.
pub(in crate::routes) struct View {
    /// The organization.
    pub(in crate::routes) loaded: Arc<Loaded>,
    held: Arc<Held>,
    /// What the role grants that a list is asked about.
    role: Option<Arc<Held>>,
}

/// A part of a list.
pub(in crate::routes) struct Page<'v> {
    /// Entities by name, each in its organization.
    pub(in crate::routes) entities: Vec<(&'v View, &'v Entity)>,
    /// What asks for the next page; none after the last one.
    pub(in crate::routes) next: Option<String>,
}

impl View {
    /// What `caller` sees of `loaded`; with a role only what the role may read as well.
    pub(in crate::routes) fn new(
        loaded: Arc<Loaded>,
        caller: &Caller,
        filter: &Filter,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let held = loaded.access(caller, now)?;
        let role = filter.role_id.as_ref().map(|id| {
            // What a role reaches is told to those who may see roles.
            loaded.require(caller, "role:read", now)?;
            let role = loaded.find_role(id).map_err(Refusal::BadRequest)?;
            let held = loaded.subjects.find(&loaded.engine, &Subject::Role(role.id.clone()));
            held.map_err(|error| Refusal::BadRequest(error.to_string()))
        });
        let role = role.transpose()?;
        Ok(Self { loaded, held, role })
    }

    /// Whether the caller, and the role where there is one, may do this with `entity`.
    pub(in crate::routes) fn allows(&self, scope: &str, entity: &Entity) -> bool {
        let may = |held: &Arc<Held>| {
            policy::Scope::from_name(scope)
                .is_some_and(|scope| held.access.allows(scope, Some(entity)))
        };
        may(&self.held) && self.role.as_ref().is_none_or(may)
    }
}

impl Filter {
    /// Asks for one entity of a project.
    pub(in crate::routes) fn one_of(project: &str) -> Self {
        Self { project: Some(project.to_owned()), max_results: Some(1), ..Self::default() }
    }

    /// The page that is asked for of what may be read in `views`.
    ///
    /// It follows the last name of the page before, whatever comes or goes meanwhile.
    pub(in crate::routes) fn page<'v, K: Kind>(
        &self,
        views: &'v [View],
    ) -> Result<Page<'v>, Refusal> {
        let most = most(self.max_results, K::PAGE)?;
        let of_view = |view: &'v View| {
            let organization = view.loaded.organization().name.as_str();
            let entities = view.loaded.engine.inventory.entities().iter();
            let wanted = entities.filter(|entity| entity.entity_type == entity_type(K::TYPE));
            wanted.map(move |entity| (format!("{organization}/{}", entity.name), view, entity))
        };
        let last = self.continuation_token.as_ref();
        let rest = views.iter().flat_map(of_view);
        let mut rest: Vec<_> =
            rest.filter(|(name, ..)| last.is_none_or(|last| name > last)).collect();
        rest.sort_unstable_by(|(one, ..), (other, ..)| one.cmp(other));
        let readable = rest
            .into_iter()
            .filter(|(_, view, entity)| self.wants(entity) && view.allows(K::READ, entity));
        let mut page: Vec<_> = readable.take(most + 1).collect();
        let is_last = page.len() <= most;
        page.truncate(most);
        let next = page.last().filter(|_| !is_last).map(|(name, ..)| name.clone());
        let entities = page.into_iter().map(|(_, view, entity)| (view, entity)).collect();
        Ok(Page { entities, next })
    }

    fn wants(&self, entity: &Entity) -> bool {
        let (project, _) = name_parts(&entity.name);
        let has_tag = self.tag_name.as_ref().is_none_or(|key| {
            let mut tags = entity.tags.iter();
            let tag = tags.find(|(own, _)| own == key);
            tag.is_some_and(|(_, own)| self.tag_value.as_ref().is_none_or(|value| value == own))
        });
        has_tag && self.project.as_ref().is_none_or(|wanted| wanted == project)
    }
}

/// How many a page has.
pub(in crate::routes) fn most(asked: Option<usize>, usual: usize) -> Result<usize, Refusal> {
    let most = asked.unwrap_or(usual);
    if (1..=MAX_PAGE).contains(&most) {
        return Ok(most);
    }
    let message = format!("expected 1 to {MAX_PAGE} to a page, found {most}");
    Err(Refusal::BadRequest(message))
}
