//! Escalation: by which scopes and steps a holder could come to hold what the Admin role grants.

mod search;
mod widen;
mod world;

use crate::{Access, AccessError, EditError, Scope, TooComplex};

pub use widen::Widening;
pub use world::World;

/// How a holder could reach everything that the Admin role grants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Escalation {
    /// Whether the holder has it already; there is nothing to reach then.
    pub is_admin: bool,
    /// The shortest way to each ending there is, the shortest first. An ending is a step that gives everything by itself:
    /// a team that gives it only together with what is held already is none.
    pub paths: Vec<Vec<Step>>,
    /// What the holder could have on entities by changing their tags; nothing for who has everything.
    pub widenings: Vec<Widening>,
}

/// One step on the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// The scopes on the organization that let one do it.
    pub scopes: Vec<Scope>,
}

/// What a step does. The last step of a path is the one that yields everything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Joins a team, and holds what it holds.
    JoinTeam(String),
    /// Makes a team, and is in it.
    CreateTeam(String),
    /// Takes a role, other than Admin, in the place of the own one.
    TakeRole(String),
    /// Rewrites a role that one holds, so that it grants everything.
    EditRole(String),
    /// Binds the Admin role to a team that one is in.
    BindAdmin(String),
    /// Makes a person admin: oneself, or whoever it is for a token.
    MakeAdmin(String),
    /// Makes a role that grants everything, and takes it.
    CreateRole,
    /// Makes an organization token that holds the Admin role.
    CreateToken,
    /// Changes an authorization policy so that it issues such a token.
    IssueToken,
    /// Makes a token of a team that holds everything.
    CreateTeamToken(String),
}

/// Why it is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EscalationError {
    /// There is no such subject, or it was given more than can be followed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It cannot be made part of the organization.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// What somebody holds cannot be compared with the Admin role.
    #[error(transparent)]
    TooComplex(#[from] TooComplex),
}

impl Escalation {
    /// How the holder of `world` could reach everything.
    ///
    /// # Errors
    ///
    /// [`EscalationError`] when something is too large or too complex to be looked at.
    pub fn of(world: &World) -> Result<Self, EscalationError> {
        let found = search::search(world)?;
        if found.is_admin {
            return Ok(found);
        }
        let access = Access::of(&world.organization, &world.actor.subject())?;
        Ok(Self { widenings: Widening::of(&access.program)?, ..found })
    }
}
