//! The smallest changes after which a subject may do what it may not do.

use std::fmt::Write as _;

use policy::{Access, Edit, Entity, Organization, RepairChange, RepairKind, Scope};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    change::{Change, named, text, word},
    explain::{RuleInfo, rule_info},
};

/// A change after which a subject may do what was asked about.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Repair {
    /// `retag`, `add-scope`, `add-set`, `widen-condition`, `add-rule`, `bind-role`, `join-team`, `grant-team` or
    /// `change-settings`.
    pub kind: &'static str,
    /// What to do, for people.
    pub words: String,
    /// The same as a change of which the impact can be asked; absent for a change of a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// The same as a change of the draft that was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<DraftPart>,
    /// The rule that reaches the entity then, where other tags are what brings it there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleInfo>,
    /// How many other cells it opens for the subject: scopes on entities there are, and on the organization.
    pub opens: usize,
    /// How many cells it takes away from the subject.
    pub closes: usize,
    /// How many others gain something; absent where there are too many to look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<usize>,
    /// How much it changes: tags, scopes, sets, conditions, bindings and settings, counted one by one.
    pub size: usize,
}

/// A part of a draft becomes another one.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct DraftPart {
    /// Where it stands, as a JSON pointer; `…/entries/-` adds an entry to a group.
    pub pointer: String,
    /// The descriptor that stands there then.
    #[cfg_attr(feature = "typescript", tsify(type = "Descriptor"))]
    pub details: Box<RawValue>,
}

impl Repair {
    /// How an answer tells `found`, by which somebody with this `access` may use `scope` on `entity`.
    pub(crate) fn of(
        organization: &Organization,
        access: &Access,
        scope: Scope,
        entity: Option<&Entity>,
        found: &policy::Repair,
    ) -> Self {
        let (change, draft) = match &found.change {
            RepairChange::Edit(edit) => (Some(named(edit)), None),
            RepairChange::Draft { pointer, details } => {
                (None, Some(DraftPart { pointer: pointer.clone(), details: text(details) }))
            }
        };
        let teller = Teller { organization, scope, entity };
        Self {
            kind: match found.kind {
                RepairKind::Retag { .. } => "retag",
                RepairKind::AddScope => "add-scope",
                RepairKind::AddSet(_) => "add-set",
                RepairKind::Widen => "widen-condition",
                RepairKind::AddRule { .. } => "add-rule",
                RepairKind::BindRole(_) => "bind-role",
                RepairKind::JoinTeam => "join-team",
                RepairKind::GrantTeam => "grant-team",
                RepairKind::Settings(_) => "change-settings",
            },
            words: teller.words(found),
            change,
            draft,
            rule: match found.kind {
                RepairKind::Retag { rule } => rule_info(organization, access, rule),
                _ => None,
            },
            opens: found.opens,
            closes: found.closes,
            others: found.others,
            size: found.size,
        }
    }
}

/// Tells repairs in words.
struct Teller<'o> {
    organization: &'o Organization,
    scope: Scope,
    entity: Option<&'o Entity>,
}

impl Teller<'_> {
    fn words(&self, repair: &policy::Repair) -> String {
        let scope = self.scope;
        match (&repair.kind, &repair.change) {
            (_, RepairChange::Edit(Edit::Retag { set, remove, .. })) => self.retag(set, remove),
            (RepairKind::AddScope, change) => {
                format!("add `{scope}` to the rule at {}", self.place(change))
            }
            (RepairKind::AddSet(set), change) => {
                let set = self.name(set);
                format!("add the set `{set}` to the rule at {}", self.place(change))
            }
            (RepairKind::Widen, change) => {
                let (this, place) = (self.this(), self.place(change));
                format!("let the condition at {place} also hold on {this}")
            }
            (RepairKind::AddRule { set }, change) => {
                let grants = match set {
                    None => format!("`{scope}`"),
                    Some(set) => format!("the set `{}`", self.name(set)),
                };
                let (this, place) = (self.this(), self.definition(change));
                match self.entity {
                    Some(_) => format!("add a rule to {place} that grants {grants} on {this} only"),
                    None => format!("add a rule to {place} that grants {grants}"),
                }
            }
            (RepairKind::Settings(names), RepairChange::Edit(Edit::Settings(after))) => {
                names.iter().map(|name| setting(name, after)).collect::<Vec<_>>().join(" and ")
            }
            (_, RepairChange::Edit(edit)) => self.given(edit),
            // INVARIANT: a draft is only changed by the kinds above.
            (_, RepairChange::Draft { .. }) => String::new(),
        }
    }

    fn given(&self, edit: &Edit) -> String {
        let role = |id: Option<&str>| self.name(id.unwrap_or("member")).to_owned();
        let organization = self.organization;
        match edit {
            Edit::MemberRole { login, role_id } => {
                let member = organization.members.iter().find(|member| member.login == *login);
                let held = role(member.map(|member| organization.role_of(member)));
                format!(
                    "give {login} the role `{}` in the place of `{held}`",
                    role(role_id.as_deref())
                )
            }
            Edit::TokenRole { id, role_id } => {
                let token = organization.tokens.iter().find(|token| token.id == *id);
                let held = token.and_then(|token| match &token.kind {
                    policy::TokenKind::Organization { role_id } => role_id.as_deref(),
                    _ => None,
                });
                let (name, held) = (token.map_or(id.as_str(), |token| &token.name), role(held));
                // The role of a token is never another: its value is with whoever uses it.
                format!(
                    "make another token with the role `{}` in the place of token {name}, which has `{held}`",
                    role(role_id.as_deref())
                )
            }
            Edit::TeamRoles { team: name, role_ids } => {
                let new = role_ids.last().map_or("", |id| self.name(id));
                let held = self.team(name).map(|team| team.role_ids.as_slice()).unwrap_or_default();
                let gone = held.iter().filter(|id| !role_ids.contains(id));
                let how = match self.in_the_place_of(gone) {
                    instead if instead.is_empty() && !held.is_empty() => " as well".to_owned(),
                    instead => instead,
                };
                format!("give team {name} the role `{new}`{how}")
            }
            Edit::JoinTeam { team, login } => format!("let {login} join team {team}"),
            Edit::GrantTeam { team, grant } => {
                let held = self.team(team).map(|team| team.entity_grants.as_slice());
                let gone = held.unwrap_or_default().iter().filter(|held| held.is_on_that_of(grant));
                let gone = self.in_the_place_of(gone.map(|gone| &gone.permission_set_id));
                let set = self.name(&grant.permission_set_id);
                format!("grant team {team} the set `{set}` on {}{gone}", self.this())
            }
            // INVARIANT: repairs are no other edits.
            _ => String::new(),
        }
    }

    fn team(&self, name: &str) -> Option<&policy::Team> {
        self.organization.teams.iter().find(|team| team.name == name)
    }

    /// What a repair takes the place of: these records, where there are any.
    fn in_the_place_of<'i>(&self, gone: impl Iterator<Item = &'i String>) -> String {
        let names: Vec<_> = gone.map(|id| format!("`{}`", self.name(id))).collect();
        if names.is_empty() {
            return String::new();
        }
        format!(" in the place of {}", names.join(" and "))
    }

    fn retag(&self, set: &[(String, String)], remove: &[String]) -> String {
        let mut words = String::new();
        let tag = |key: &str| self.entity.and_then(|entity| entity.tag(key));
        // Writing into a string cannot fail.
        for (key, value) in set {
            let and = if words.is_empty() { "set" } else { ", set" };
            let _ = write!(words, "{and} `{key}` to `{value}`");
            if let Some(before) = tag(key) {
                let _ = write!(words, " (now `{before}`)");
            }
        }
        for key in remove {
            let and = if words.is_empty() { "remove" } else { ", remove" };
            let _ = write!(words, "{and} the tag `{key}`");
            if let Some(before) = tag(key) {
                let _ = write!(words, " (now `{before}`)");
            }
        }
        let _ = write!(words, " on {}", self.this());
        words
    }

    /// `policy `Deployers`, /entries/1`, or the draft.
    fn place(&self, change: &RepairChange) -> String {
        let pointer = match change {
            RepairChange::Edit(Edit::RecordPart { pointer, .. })
            | RepairChange::Draft { pointer, .. } => pointer.as_str(),
            RepairChange::Edit(_) => "",
        };
        let definition = self.definition(change);
        let pointer = if pointer.is_empty() { "the top" } else { pointer };
        format!("{pointer} of {definition}")
    }

    fn definition(&self, change: &RepairChange) -> String {
        let RepairChange::Edit(Edit::RecordPart { id, .. }) = change else {
            return "the draft".to_owned();
        };
        let record = self.organization.records.find(id);
        let purpose = record.map_or("role", |record| record.purpose.name());
        format!("{purpose} `{}`", self.name(id))
    }

    /// The name of a record.
    fn name<'n>(&'n self, id: &'n str) -> &'n str {
        self.organization.records.find(id).map_or(id, |record| record.name.as_str())
    }

    /// The entity, or the organization.
    fn this(&self) -> String {
        self.entity.map_or_else(
            || "the organization".to_owned(),
            |entity| format!("{} `{}`", entity.entity_type.noun(), entity.name),
        )
    }
}

/// What becomes of an organization-wide setting.
fn setting(name: &str, after: &policy::Settings) -> String {
    let level = match name {
        "defaultStackPermission" => after.default_stack_permission,
        "defaultEnvironmentPermission" => after.default_environment_permission,
        "defaultAccountPermission" => after.default_account_permission,
        "maxAccessTokenExpiryDays" => {
            return match after.max_access_token_expiry_days {
                0 => "drop the organization-wide expiry policy of tokens".to_owned(),
                days => format!("let the organization-wide expiry policy allow {days} days"),
            };
        }
        switch => return format!("turn on the organization-wide setting `{switch}`"),
    };
    format!("raise the organization-wide setting `{name}` to `{}`", word(level))
}
