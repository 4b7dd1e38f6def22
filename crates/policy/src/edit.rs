//! Changes to an organization that have not been made yet.

use crate::{
    Descriptor, EntityGrant, EntityType, Inventory, Organization, ParseError, Records, Settings,
    TeamMember, TokenKind, UxPurpose,
};

/// A change to who holds what.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A role, policy or set gets another definition.
    Record {
        /// The record.
        id: String,
        /// Its new definition.
        details: Descriptor,
    },
    /// A part of the definition of a role, policy or set becomes another one.
    RecordPart {
        /// The record.
        id: String,
        /// Where the part stands, as a JSON pointer; `…/entries/-` adds an entry to a group.
        pointer: String,
        /// What stands there then.
        details: Descriptor,
    },
    /// A role, policy or set is deleted by force: bindings are cleared, its tokens are revoked, and a policy that
    /// only it names goes with it.
    DeleteRecord {
        /// The record.
        id: String,
    },
    /// A person gets another role; the organization's default role where there is none.
    MemberRole {
        /// The person.
        login: String,
        /// The role.
        role_id: Option<String>,
    },
    /// A team gets other roles.
    TeamRoles {
        /// The team.
        team: String,
        /// All its roles.
        role_ids: Vec<String>,
    },
    /// A person joins a team; nothing changes for who is in it.
    JoinTeam {
        /// The team.
        team: String,
        /// The person.
        login: String,
    },
    /// A person leaves a team.
    LeaveTeam {
        /// The team.
        team: String,
        /// The person.
        login: String,
    },
    /// A team is granted a set on one entity, in the place of what it was granted there before.
    GrantTeam {
        /// The team.
        team: String,
        /// The set and the entity.
        grant: EntityGrant,
    },
    /// An organization token gets another role; the Member role where there is none.
    TokenRole {
        /// The token.
        id: String,
        /// The role.
        role_id: Option<String>,
    },
    /// The organization-wide settings, the expiry policy among them.
    Settings(Settings),
    /// An entity gets other tags; those not named stay.
    Retag {
        /// The type of the entity.
        entity_type: EntityType,
        /// Its identity.
        id: String,
        /// Tags that it gets.
        set: Vec<(String, String)>,
        /// Keys of tags that it loses.
        remove: Vec<String>,
    },
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// It speaks of something that is not there.
    #[error("there is no {kind} `{id}`")]
    Unknown {
        /// What.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A built-in record is neither edited nor deleted.
    #[error("`{id}` is built in and cannot be changed or deleted")]
    BuiltIn {
        /// Its id.
        id: String,
    },
    /// Another record names the one to be deleted.
    #[error("cannot delete `{id}`, it is referenced by `{by}`")]
    Referenced {
        /// The record to be deleted.
        id: String,
        /// The record that names it.
        by: String,
    },
    /// Nothing that could be replaced stands at a pointer.
    #[error("no descriptor stands at `{pointer}` in `{id}`")]
    NoPart {
        /// The id of the record.
        id: String,
        /// The pointer.
        pointer: String,
    },
    /// What becomes of a definition may not be: it is too long, nests too deep or has too many entries.
    #[error("`{id}` would no longer be a definition: {error}")]
    Refused {
        /// The id of the record.
        id: String,
        /// What is wrong with it.
        error: ParseError,
    },
}

impl Edit {
    /// Makes `edits`, one after another, in `organization`.
    ///
    /// Entities are indexed once, however many of them get other tags.
    ///
    /// # Errors
    ///
    /// The first [`EditError`]; the edits before it may have been made.
    pub fn apply_all(edits: &[Self], organization: &mut Organization) -> Result<(), EditError> {
        let mut entities = Vec::new();
        for edit in edits {
            let Self::Retag { entity_type, id, set, remove } = edit else {
                edit.apply_to_people(organization)?;
                continue;
            };
            if entities.is_empty() {
                entities = organization.inventory.entities().to_vec();
            }
            let row = organization.inventory.row(*entity_type, id);
            let entity = row.and_then(|row| entities.get_mut(row as usize));
            let entity = entity.ok_or_else(|| unknown(entity_type.noun(), id))?;
            if let Some(tag) = remove.iter().find(|tag| entity.tag(tag).is_none()) {
                return Err(unknown("tag", tag));
            }
            *entity = entity.retagged(set, remove);
        }
        if !entities.is_empty() {
            organization.inventory = Inventory::new(entities);
        }
        Ok(())
    }

    /// Makes the change in `organization`.
    ///
    /// # Errors
    ///
    /// [`EditError`] when it cannot be made; nothing has changed then.
    pub fn apply(&self, organization: &mut Organization) -> Result<(), EditError> {
        Self::apply_all(std::slice::from_ref(self), organization)
    }

    /// Makes a change that leaves the entities as they are.
    fn apply_to_people(&self, organization: &mut Organization) -> Result<(), EditError> {
        match self {
            Self::Retag { .. } => {}
            Self::Record { id, details } => {
                let mut record = editable(&organization.records, id)?.clone();
                record.details = details.clone();
                organization.records.put(record);
            }
            Self::RecordPart { id, pointer, details } => {
                let mut record = editable(&organization.records, id)?.clone();
                if !record.details.put(pointer, details.clone()) {
                    return Err(EditError::NoPart { id: id.clone(), pointer: pointer.clone() });
                }
                // Two parts that are good each can be too much together: the reader knows every limit.
                Descriptor::parse(&record.details.to_json())
                    .map_err(|error| EditError::Refused { id: id.clone(), error })?;
                organization.records.put(record);
            }
            Self::DeleteRecord { id } => delete(organization, id)?,
            Self::MemberRole { login, role_id } => {
                check_role(&organization.records, role_id.as_deref())?;
                let mut members = organization.members.iter_mut();
                let member = members.find(|member| member.login == *login);
                member.ok_or_else(|| unknown("user", login))?.role_id.clone_from(role_id);
            }
            Self::TeamRoles { team, role_ids } => {
                for id in role_ids {
                    check_role(&organization.records, Some(id))?;
                }
                find_team(organization, team)?.role_ids.clone_from(role_ids);
            }
            Self::JoinTeam { team, login } => {
                if !organization.members.iter().any(|member| member.login == *login) {
                    return Err(unknown("user", login));
                }
                let team = find_team(organization, team)?;
                if !team.members.iter().any(|member| member.login == *login) {
                    team.members.push(TeamMember { login: login.clone(), is_admin: false });
                }
            }
            Self::LeaveTeam { team, login } => {
                let team = find_team(organization, team)?;
                if !team.members.iter().any(|member| member.login == *login) {
                    return Err(unknown("member of the team", login));
                }
                team.members.retain(|member| member.login != *login);
            }
            Self::GrantTeam { team, grant } => {
                let set = organization.records.find(&grant.permission_set_id);
                set.ok_or_else(|| unknown("permission set", &grant.permission_set_id))?;
                let team = find_team(organization, team)?;
                team.entity_grants.retain(|other| !other.is_on_that_of(grant));
                team.entity_grants.push(grant.clone());
            }
            Self::TokenRole { id, role_id } => {
                check_role(&organization.records, role_id.as_deref())?;
                let mut tokens = organization.tokens.iter_mut();
                let kind = tokens.find(|token| token.id == *id).map(|token| &mut token.kind);
                let Some(TokenKind::Organization { role_id: held }) = kind else {
                    return Err(unknown("organization token", id));
                };
                held.clone_from(role_id);
            }
            Self::Settings(settings) => organization.settings = *settings,
        }
        Ok(())
    }
}

fn unknown(kind: &'static str, id: &str) -> EditError {
    EditError::Unknown { kind, id: id.to_owned() }
}

fn find_team<'o>(
    organization: &'o mut Organization,
    name: &str,
) -> Result<&'o mut crate::Team, EditError> {
    let team = organization.teams.iter_mut().find(|team| team.name == name);
    team.ok_or_else(|| unknown("team", name))
}

fn check_role(records: &Records, id: Option<&str>) -> Result<(), EditError> {
    let Some(id) = id else { return Ok(()) };
    records.find(id).map(|_| ()).ok_or_else(|| unknown("role", id))
}

fn editable<'r>(records: &'r Records, id: &str) -> Result<&'r crate::Record, EditError> {
    let record = records.find(id).ok_or_else(|| unknown("role", id))?;
    if record.is_built_in() { Err(EditError::BuiltIn { id: id.to_owned() }) } else { Ok(record) }
}

fn delete(organization: &mut Organization, id: &str) -> Result<(), EditError> {
    let records = &organization.records;
    let record = editable(records, id)?;
    let composers = |id: &str, but: &str| {
        let names =
            |other: &&crate::Record| other.id != but && other.details.references().contains(&id);
        records.iter().find(names).map(|other| other.id.clone())
    };
    if let Some(by) = composers(id, id) {
        return Err(EditError::Referenced { id: id.to_owned(), by });
    }
    let is_policy =
        |record: &crate::Record| record.purpose == UxPurpose::Policy && !record.is_built_in();
    let is_role = record.purpose != UxPurpose::Policy && record.purpose != UxPurpose::Set;
    let mut gone = vec![id.to_owned()];
    for named in record.details.references().iter().filter(|_| is_role) {
        let policy = records.find(named).filter(|policy| is_policy(policy));
        if let Some(policy) = policy.filter(|policy| composers(&policy.id, id).is_none()) {
            gone.push(policy.id.clone());
        }
    }
    let kept = records.iter().filter(|record| !gone.contains(&record.id)).cloned();
    organization.records = Records::new(kept.collect());
    for member in &mut organization.members {
        member.role_id.take_if(|held| held == id);
    }
    organization.default_role_id.take_if(|held| held == id);
    for team in &mut organization.teams {
        team.role_ids.retain(|held| held != id);
        team.entity_grants.retain(|grant| grant.permission_set_id != id);
    }
    organization.tokens.retain(|token| {
        !matches!(&token.kind, TokenKind::Organization { role_id: Some(held) } if held == id)
    });
    Ok(())
}
