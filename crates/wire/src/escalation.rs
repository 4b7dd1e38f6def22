//! By which scopes and steps a holder could come to hold everything.

use policy::{Action, EscalationError, Organization, Step, Widening, World};
use serde::Serialize;

use crate::{
    Fault, Subject,
    diff::{Example, names},
    subject::Label,
};

/// How a holder could reach everything that the Admin role grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Escalation {
    /// Who was asked about; of a role, a draft or a team it is whoever holds it and nothing else.
    pub subject: Label,
    /// Whether the holder has everything already.
    pub is_admin: bool,
    /// The shortest way to each ending there is, the shortest first.
    pub paths: Vec<Vec<EscalationStep>>,
    /// What the holder lacks on entities and could have there by changing their tags.
    pub widenings: Vec<WideningInfo>,
}

/// Scopes that a holder could have on entities by changing their tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct WideningInfo {
    /// The type of the entities.
    pub entity_type: &'static str,
    /// What could be had.
    pub scopes: Vec<&'static str>,
    /// The scopes that let the holder change tags there.
    pub through: Vec<&'static str>,
    /// On which entities, as they are tagged before, in words, case by case.
    #[serde(rename = "where")]
    pub cases: Vec<String>,
    /// Whether these are all the cases.
    pub is_complete: bool,
    /// One of these entities, which need not exist.
    pub example: Example,
}

/// One step on the way; the last one yields everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EscalationStep {
    /// A stable word for programs, such as `edit-role`.
    pub action: &'static str,
    /// On what: a team, a role or a person, by name or id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The scopes on the organization that let one do it.
    pub scopes: Vec<&'static str>,
    /// What it does, for people.
    pub message: String,
}

impl Escalation {
    /// How `subject` could reach everything in `organization`.
    ///
    /// # Errors
    ///
    /// A [`Fault`] when there is no such subject, or when something is too large to be looked at.
    pub fn of(organization: &Organization, subject: &Subject) -> Result<Self, Fault> {
        let (subject, label) = subject.resolve(organization)?;
        let found = World::of(organization, &subject)
            .and_then(|world| policy::Escalation::of(&world))
            .map_err(|error| match error {
                EscalationError::Access(error) => error.into(),
                EscalationError::Edit(_) => Fault::new("refused", "", error.to_string()),
                EscalationError::TooComplex(_) => Fault::new("too-complex", "", error.to_string()),
            })?;
        let path =
            |path: &Vec<Step>| path.iter().map(|found| step(organization, &label, found)).collect();
        let paths = found.paths.iter().map(path).collect();
        let widening = |found: &Widening| WideningInfo {
            entity_type: found.entity_type.name(),
            scopes: names(found.scopes),
            through: names(found.through),
            cases: found
                .cases
                .iter()
                .map(|case| case.named(&organization.inventory).to_string())
                .collect(),
            is_complete: found.is_complete,
            example: Example::of(&found.example),
        };
        let widenings = found.widenings.iter().map(widening).collect();
        Ok(Self { is_admin: found.is_admin, paths, widenings, subject: label })
    }
}

fn step(organization: &Organization, subject: &Label, step: &Step) -> EscalationStep {
    let role = |id: &String| {
        let record = organization.records.find(id);
        record.map_or("the role itself".to_owned(), |record| format!("the role `{}`", record.name))
    };
    let (action, on, message) = match &step.action {
        Action::JoinTeam(team) => {
            ("join-team", Some(team), format!("could join team `{team}` and hold what it holds"))
        }
        Action::CreateTeam(team) => {
            ("create-team", Some(team), "could make a team, and be in it".to_owned())
        }
        Action::TakeRole(id) => {
            ("take-role", Some(id), format!("could take {} in the place of the own role", role(id)))
        }
        Action::EditRole(id) => {
            ("edit-role", Some(id), format!("could rewrite {} to grant everything", role(id)))
        }
        Action::BindAdmin(team) => {
            let is_known = organization.teams.iter().any(|known| known.name == *team);
            let which = if is_known { format!("team `{team}`") } else { "that team".to_owned() };
            ("bind-admin", Some(team), format!("could bind the Admin role to {which}"))
        }
        Action::MakeAdmin(login) => {
            let known = organization.members.iter().any(|member| member.login == *login);
            let is_self = subject.subject_type == "user" || !known;
            let whom = if is_self {
                "themselves".to_owned()
            } else {
                format!("a person such as `{login}`")
            };
            ("make-admin", Some(login).filter(|_| known), format!("could make {whom} admin"))
        }
        Action::CreateRole => (
            "create-role",
            None,
            "could make a role that grants everything, and take it".to_owned(),
        ),
        Action::CreateToken => (
            "create-token",
            None,
            "could make an organization token with the Admin role".to_owned(),
        ),
        Action::IssueToken => {
            let message = "could let an authorization policy issue a token with the Admin role";
            ("issue-token", None, message.to_owned())
        }
        Action::CreateTeamToken(team) => (
            "create-team-token",
            Some(team),
            format!("could make a token of team `{team}`, which holds everything"),
        ),
    };
    let on = on.filter(|id| !id.contains(' ') || organization.records.find(id).is_some());
    let scopes = step.scopes.iter().map(|scope| scope.name()).collect();
    EscalationStep { action, on: on.cloned(), scopes, message }
}
