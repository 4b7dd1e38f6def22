//! Finding records, and what must hold before one is written.

use policy::{Descriptor, ResourceType};
use store::{Record, Timestamp, TokenKind};
use wire::Fault;
use wire::rest::name::MAX_NAME;

use crate::loaded::Loaded;
use crate::names::{check_description, check_name};
use crate::refusal::Refusal;

/// A record, by where it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found<'a> {
    /// Somebody wrote it, or brought it along.
    Own(&'a Record),
    /// The catalogue has it.
    BuiltIn(&'a policy::Record),
}

impl Loaded {
    /// The record with this id, or the built-in one of this name.
    pub(crate) fn find(&self, id: &str) -> Option<Found<'_>> {
        let record = self.engine.records.find(id)?;
        let own = self.contents.records.iter().find(|own| own.id == record.id);
        Some(own.map_or(Found::BuiltIn(record), Found::Own))
    }

    /// The role with this id, or what is wrong with it, as a role to be held.
    pub(crate) fn find_role(&self, id: &str) -> Result<&policy::Record, String> {
        let record = self.engine.records.find(id);
        let record = record.ok_or_else(|| format!("there is no role with the id `{id}`"))?;
        if record.purpose == policy::UxPurpose::Role {
            return Ok(record);
        }
        Err(format!("expected a role, `{id}` is a {}", record.purpose.name()))
    }

    /// The record with this id, if it is one that can be changed.
    pub(crate) fn find_editable(&self, id: &str) -> Result<&Record, Refusal> {
        match self.find(id).ok_or_else(|| Refusal::no_role(id))? {
            Found::Own(record) if record.default_identifier.is_none() => Ok(record),
            Found::Own(_) | Found::BuiltIn(_) => Err(Refusal::BadRequest(format!(
                "`{id}` is built in and cannot be changed or deleted"
            ))),
        }
    }

    /// The policy that holds the rules of `role`, if it has the shape that the console writes: a
    /// role that is nothing but one policy.
    pub(crate) fn policy_of(&self, role: &Record) -> Option<&Record> {
        let engine = self.engine.records.find(&role.id)?;
        let is_role = engine.purpose == policy::UxPurpose::Role;
        let Descriptor::Compose(ids) = &engine.details else { return None };
        let [id] = &**ids else { return None };
        match self.find(id)? {
            Found::Own(holder) if is_role && holder.purpose == store::Purpose::Policy => {
                Some(holder)
            }
            _ => None,
        }
    }

    /// The records that name `id` in a Compose.
    pub(crate) fn composed_by<'a>(
        &'a self,
        id: &'a str,
    ) -> impl Iterator<Item = &'a policy::Record> {
        let records = self.engine.records.iter();
        records.filter(move |record| record.details.references().contains(&id))
    }

    /// Whoever would lose something without the record.
    pub(crate) fn holders(&self, id: &str) -> Vec<String> {
        let contents = &self.contents;
        let is_default = contents.organization.default_role_id.as_deref() == Some(id);
        let members =
            contents.members.iter().filter(|member| member.role_id.as_deref() == Some(id));
        let teams = contents.teams.iter().filter(|team| {
            team.role_ids.iter().any(|held| held == id)
                || team.entity_grants.iter().any(|grant| grant.permission_set_id == id)
        });
        let tokens = contents.tokens.iter().filter(|token| match &token.kind {
            TokenKind::Organization { role_id } => role_id.as_deref() == Some(id),
            TokenKind::Personal { .. } | TokenKind::Team { .. } => false,
        });
        is_default
            .then(|| "the organization, as its default role".to_owned())
            .into_iter()
            .chain(members.map(|member| format!("user `{}`", member.login)))
            .chain(teams.map(|team| format!("team `{}`", team.name)))
            .chain(tokens.map(|token| format!("token `{}`", token.name)))
            .collect()
    }

    /// Refuses to write `record` where it is wrong; `before` is what it was until now.
    ///
    /// # Errors
    ///
    /// 400 with a pointer for a name, description, type or definition that is refused, 409 for a name that
    /// another record of the purpose has.
    pub(crate) fn check(&self, record: &Record, before: Option<&Record>) -> Result<(), Refusal> {
        // What came along with a snapshot keeps the name that it has.
        if before.is_none_or(|before| before.name != record.name) {
            check_name(&record.name, MAX_NAME, "/name")?;
        }
        if before.is_none_or(|before| before.description != record.description) {
            check_description(&record.description, "/description")?;
        }
        let candidate = parsed(record)?;
        let before = before.and_then(|before| self.engine.records.find(&before.id));
        policy::record::check_write(&candidate, before, &self.engine.records).map_err(|error| {
            let pointer = format!("/details{}", error.pointer());
            Fault::new(error.code(), pointer, error.to_string())
        })?;
        self.check_is_free(record)
    }

    /// Refuses a name that another record of the purpose has.
    pub(crate) fn check_is_free(&self, record: &Record) -> Result<(), Refusal> {
        let purpose = crate::export::purpose(record.purpose).into();
        let is_taken = self.engine.records.iter().any(|other| {
            other.purpose == purpose && other.name == record.name && other.id != record.id
        });
        if is_taken {
            let (purpose, name) = (record.purpose.name(), &record.name);
            return Err(Refusal::Conflict(format!("a {purpose} called `{name}` exists")));
        }
        Ok(())
    }
}

/// `record` as the engine reads it.
pub(crate) fn parsed(record: &Record) -> Result<policy::Record, Refusal> {
    let resource_type = record.resource_type.as_deref().map(resource_type).transpose()?;
    let details = Descriptor::parse(&record.details)
        .map_err(|error| Fault::from(error).within("/details"))?;
    Ok(policy::Record {
        id: record.id.clone(),
        name: record.name.clone(),
        description: record.description.clone(),
        purpose: crate::export::purpose(record.purpose).into(),
        resource_type,
        default_identifier: record.default_identifier.clone(),
        details,
    })
}

/// The type with this name in a body; clients of the first months called `global` so.
pub(crate) fn resource_type(name: &str) -> Result<ResourceType, Refusal> {
    let known = if name == "organization" { ResourceType::Global.name() } else { name };
    ResourceType::from_name(known).ok_or_else(|| {
        let names = ResourceType::ALL.map(ResourceType::name).join("`, `");
        Refusal::body("/resourceType", format!("expected one of `{names}`, found `{name}`"))
    })
}

/// Whether `after`, which is an update of `before`, says anything else.
pub(crate) fn differs(before: &Record, after: &Record) -> bool {
    (&before.name, &before.description, &before.details)
        != (&after.name, &after.description, &after.details)
}

/// `record` as it is after `update`.
pub(crate) fn updated(record: &Record, update: &store::RecordUpdate, now: Timestamp) -> Record {
    Record {
        name: update.name.clone().unwrap_or_else(|| record.name.clone()),
        description: update.description.clone().unwrap_or_else(|| record.description.clone()),
        details: update.details.clone().unwrap_or_else(|| record.details.clone()),
        version: record.version.saturating_add(1),
        modified: now,
        ..record.clone()
    }
}
