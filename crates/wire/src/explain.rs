//! Why a subject may do something, or why not; and who may do it.

mod rule;

use policy::{Access, Entity, Explanation, Organization, ResourceType, Scope, Standing, TokenKind};
use serde::{Deserialize, Serialize};

use crate::{
    Fault, Subject,
    repair::Repair,
    snapshot::EntityKey,
    standing::StandingInfo,
    subject::{Label, did_you_mean},
};

pub use rule::RuleInfo;
use rule::rule_for;
pub(crate) use rule::rule_info;

/// May this subject use this scope here?
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Question {
    /// Who.
    pub subject: Subject,
    /// The scope's name.
    pub scope: String,
    /// On what, by id or unique name; the organization when it is left out.
    #[serde(default)]
    pub entity: Option<EntityKey>,
}

/// Who may use this scope here?
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Asked {
    /// The scope's name.
    pub scope: String,
    /// On what, by id or unique name; the organization when it is left out.
    #[serde(default)]
    pub entity: Option<EntityKey>,
}

impl Asked {
    /// Everybody who may, at `now` in Unix seconds.
    ///
    /// # Errors
    ///
    /// `unknown-scope`, and whatever [`Who::of`] refuses.
    pub fn answer(&self, organization: &Organization, now: u64) -> Result<Who, Fault> {
        Who::of(organization, scope(&self.scope)?, self.entity.as_ref(), now)
    }
}

/// Why a subject may use a scope, or why not.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Explained {
    /// Who was asked about.
    pub subject: Label,
    /// The scope.
    pub scope: &'static str,
    /// On what; absent for the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityKey>,
    /// Whether it is allowed.
    pub allowed: bool,
    /// For how long what the scope opens may stay open by all rules together, in seconds; absent for no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_open_duration_secs: Option<u64>,
    /// The rules that grant it.
    pub grants: Vec<RuleInfo>,
    /// The rules that name the scope and do not reach what is asked about.
    pub misses: Vec<MissInfo>,
    /// Why a token is refused as a whole; absent for a good one, and where no time was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<StandingInfo>,
    /// The smallest changes after which it would be allowed, those that open least first; absent where it is allowed
    /// and where nobody asked for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repairs: Option<Vec<Repair>>,
    /// Whether these are all there are; false where there was more to try than is tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repairs_complete: Option<bool>,
}

/// A rule that would grant if its conditions held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct MissInfo {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleInfo,
    /// The conditions that do not hold.
    pub failing: Vec<String>,
}

/// Who may use a scope on something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Who {
    /// The scope.
    pub scope: &'static str,
    /// On what; absent for the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityKey>,
    /// Everybody who may, with the rules that let them: users, teams, tokens, each in the order of the snapshot.
    pub principals: Vec<Holder>,
}

/// Somebody who may use a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Holder {
    /// Who.
    pub subject: Label,
    /// The rules that let them.
    pub grants: Vec<RuleInfo>,
}

/// The scope called `name`.
///
/// # Errors
///
/// `unknown-scope` with the nearest right name.
pub fn scope(name: &str) -> Result<Scope, Fault> {
    Scope::from_name(name).ok_or_else(|| {
        let near = policy::catalogue::nearest(name);
        let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
        Fault::new("unknown-scope", "", format!("the scope `{name}` is not in the catalogue{near}"))
    })
}

impl Question {
    /// Why, or why not and with what repairs, at `now` in Unix seconds; without a time no token has expired.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such subject, scope or entity, or when the scope cannot be used on it.
    pub fn answer(
        &self,
        organization: &Organization,
        now: Option<u64>,
    ) -> Result<Explained, Fault> {
        let scope = scope(&self.scope).map_err(|fault| fault.within("/scope"))?;
        let (subject, entity) = (&self.subject, self.entity.as_ref());
        let explained = match now {
            Some(now) => Explained::at(organization, subject, scope, entity, now)?,
            None => Explained::of(organization, subject, scope, entity)?,
        };
        if explained.allowed {
            return Ok(explained);
        }
        let (subject, _) = subject.resolve(organization)?;
        let place = find(organization, scope, entity)?;
        let access = Access::of(organization, &subject)?;
        let found = policy::Repairs::of(organization, &subject, scope, place, now)?;
        let repair = |repair| Repair::of(organization, &access, scope, place, repair);
        Ok(Explained {
            repairs: Some(found.found.iter().map(repair).collect()),
            repairs_complete: Some(found.is_complete),
            ..explained
        })
    }
}

impl Explained {
    /// Why `subject` may use `scope` on `entity`, or on the organization where there is none, or why not.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such subject or entity, or when the scope cannot be used on it.
    pub fn of(
        organization: &Organization,
        subject: &Subject,
        scope: Scope,
        entity: Option<&EntityKey>,
    ) -> Result<Self, Fault> {
        let place = find(organization, scope, entity)?;
        let (subject, label) = subject.resolve(organization)?;
        let access = Access::of(organization, &subject)?;
        let explanation = Explanation::of(&access.program, scope, place, &organization.inventory);
        let program = &access.program;
        let granted =
            place.map_or_else(|| program.on_organization(), |entity| program.on_entity(entity));
        let mut limits = granted.max_open_secs.into_iter();
        let limit = limits.find(|(limited, _)| *limited == scope).map(|(_, secs)| secs);
        let rule = |index: &usize| rule_for(organization, &access, *index, Some(scope));
        let miss = |miss: &policy::Miss| {
            let failing = miss.failing.iter().map(|failing| failing.wanted.clone()).collect();
            Some(MissInfo { rule: rule(&miss.rule)?, failing })
        };
        Ok(Self {
            subject: label,
            scope: scope.name(),
            entity: place.map(key),
            allowed: explanation.is_allowed(),
            max_open_duration_secs: limit,
            grants: explanation.granting.iter().filter_map(rule).collect(),
            misses: explanation.missing.iter().filter_map(miss).collect(),
            refused: None,
            repairs: None,
            repairs_complete: None,
        })
    }

    /// The same at `now`, in Unix seconds: a token that is not good then is allowed nothing.
    ///
    /// The rules that would grant it stay named.
    ///
    /// # Errors
    ///
    /// As for [`Explained::of`].
    pub fn at(
        organization: &Organization,
        subject: &Subject,
        scope: Scope,
        entity: Option<&EntityKey>,
        now: u64,
    ) -> Result<Self, Fault> {
        let explained = Self::of(organization, subject, scope, entity)?;
        let standing = subject.resolve(organization)?.0.standing(organization, now);
        let refused = StandingInfo::of(standing);
        Ok(Self { allowed: explained.allowed && refused.is_none(), refused, ..explained })
    }
}

impl Who {
    /// Every user, team and token that may use `scope` on `entity`, or on the organization.
    ///
    /// A token that at `now` (Unix seconds) has expired, or that the expiry policy refuses, may do nothing.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such entity, when the scope cannot be used on it, or when somebody was given
    /// more than can be followed.
    pub fn of(
        organization: &Organization,
        scope: Scope,
        entity: Option<&EntityKey>,
        now: u64,
    ) -> Result<Self, Fault> {
        let place = find(organization, scope, entity)?;
        let users = organization.members.iter().map(|member| Subject::User(member.login.clone()));
        let teams = organization.teams.iter().map(|team| Subject::Team(team.name.clone()));
        let tokens = organization
            .tokens
            .iter()
            .filter(|token| Standing::of(organization, token, now).is_active());
        // A token of somebody who is gone may do nothing.
        let tokens = tokens.filter(|token| match &token.kind {
            TokenKind::Personal { login } => {
                organization.members.iter().any(|member| member.login == *login)
            }
            TokenKind::Team { team } => organization.teams.iter().any(|known| known.name == *team),
            TokenKind::Organization { .. } => true,
        });
        let tokens = tokens.map(|token| Subject::Token(token.id.clone()));
        let mut principals = Vec::new();
        for subject in users.chain(teams).chain(tokens) {
            let (subject, label) = subject.resolve(organization)?;
            let access = Access::of(organization, &subject)?;
            let granting = Explanation::granting(&access.program, scope, place);
            if !granting.is_empty() {
                let rule = |index: &usize| rule_for(organization, &access, *index, Some(scope));
                let grants = granting.iter().filter_map(rule);
                principals.push(Holder { subject: label, grants: grants.collect() });
            }
        }
        Ok(Self { scope: scope.name(), entity: place.map(key), principals })
    }
}

/// The entity that was asked about, by id or by unique name.
fn find<'o>(
    organization: &'o Organization,
    scope: Scope,
    wanted: Option<&EntityKey>,
) -> Result<Option<&'o Entity>, Fault> {
    let asked =
        wanted.map_or(ResourceType::Global, |key| ResourceType::Entity(key.entity_type.into()));
    if !scope.applies_to(asked) {
        let types: Vec<_> = scope.resource_types().map(ResourceType::name).collect();
        let message = format!(
            "`{scope}` cannot be used on `{}`, only on `{}`",
            asked.name(),
            types.join("`, `")
        );
        return Err(Fault::new("wrong-type", "", message));
    }
    wanted.map(|wanted| find_entity(organization, wanted)).transpose()
}

/// The entity that is meant, by id or by unique name.
pub(crate) fn find_entity<'o>(
    organization: &'o Organization,
    wanted: &EntityKey,
) -> Result<&'o Entity, Fault> {
    let inventory = &organization.inventory;
    let entity_type = wanted.entity_type.into();
    if let Some(entity) =
        inventory.row(entity_type, &wanted.id).and_then(|row| inventory.entity(row))
    {
        return Ok(entity);
    }
    let named = |entity: &&Entity| entity.entity_type == entity_type && entity.name == wanted.id;
    let mut named = inventory.entities().iter().filter(named);
    match (named.next(), named.next()) {
        (Some(entity), None) => Ok(entity),
        (None, _) => {
            let of_type = inventory.of_type(entity_type);
            let known = of_type
                .into_iter()
                .filter_map(|row| inventory.entity(row))
                .map(|one| one.name.as_str());
            let near = did_you_mean(&wanted.id, known);
            let message =
                format!("there is no {entity_type} with the id or name `{}`{near}", wanted.id);
            Err(Fault::new("unknown-entity", "", message))
        }
        (Some(_), Some(_)) => {
            let message =
                format!("several {entity_type}s are named `{}`, name one by id", wanted.id);
            Err(Fault::new("ambiguous-entity", "", message))
        }
    }
}

pub(crate) fn key(entity: &Entity) -> EntityKey {
    EntityKey { entity_type: entity.entity_type.into(), id: entity.id.clone() }
}
