//! Principals: what a person, a team or a token may do, over everything they were given.

mod sources;

use crate::{
    CompileError, Descriptor, Entity, EntityType, Organization, Program, Records, Scope, Standing,
    UxPurpose, Way, program::build::Builder,
};

pub use sources::SourceKind;
use sources::What;
pub(crate) use sources::{Among, Part};

/// Whose access is asked about.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A role, as if somebody held it and nothing else.
    Role(String),
    /// A definition that is not saved, as if somebody held it and nothing else.
    Draft {
        /// The definition.
        details: Descriptor,
        /// What it is going to be, if that is known.
        purpose: Option<UxPurpose>,
    },
    /// A person, by login.
    User(String),
    /// A team, by name: what its members get through it.
    Team(String),
    /// An access token, by id.
    Token(String),
}

impl Subject {
    /// How it stands at `now`, in Unix seconds, when it is a token; everybody else is good.
    pub fn standing(&self, organization: &Organization, now: u64) -> Standing {
        let Self::Token(id) = self else { return Standing::Active };
        let token = organization.tokens.iter().find(|token| token.id == *id);
        token.map_or(Standing::Active, |token| Standing::of(organization, token, now))
    }
}

/// What a subject may do, and where each part of it comes from.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// The union of all sources; [`crate::Rule::source`] is the place in `sources`.
    pub program: Program,
    /// Where it comes from.
    pub sources: Vec<Source>,
    /// What the definition is that was asked about, where it is one and that is known.
    pub purpose: Option<UxPurpose>,
    /// How the token stands; a token that is not good was given nothing. Active for everybody else.
    pub standing: Standing,
}

/// One thing a subject was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// The team through which it was given, by name.
    pub team: Option<String>,
    /// Which role or setting it is, by id or name; a grant to a team has the team's name, and what was created is named
    /// as `TYPE/ID`.
    pub through: String,
}

impl Source {
    /// What it is called: what it is through, and of a role of a team both, as `TEAM/ROLE`.
    pub fn named(&self) -> String {
        match (self.kind, &self.team) {
            (SourceKind::TeamRole, Some(team)) => format!("{team}/{}", self.through),
            _ => self.through.clone(),
        }
    }

    /// What was created, where it comes of having created something.
    pub fn created(&self) -> Option<(EntityType, &str)> {
        let (of, id) = self.through.split_once('/')?;
        let of = EntityType::from_name(of)?;
        (self.kind == SourceKind::CreatorGrant).then_some((of, id))
    }
}

/// Why there is no answer about a subject.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// There is no such role, person, team or token.
    #[error("there is no {kind} `{id}`")]
    Unknown {
        /// What was asked about.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// What it was given is too large to be followed.
    #[error(transparent)]
    TooLarge(#[from] CompileError),
}

impl Access {
    /// Everything `subject` may do in `organization`.
    ///
    /// # Errors
    ///
    /// [`AccessError::Unknown`] when there is no such subject, [`AccessError::TooLarge`] when its definitions
    /// come to more than can be followed.
    pub fn of(organization: &Organization, subject: &Subject) -> Result<Self, AccessError> {
        if let Subject::Draft { .. } = subject {
            return Self::in_ways(organization, subject, &[Way::Alone]);
        }
        let mut access =
            Self::from_parts(&organization.records, &Part::of(organization, subject)?)?;
        if let Subject::Role(id) = subject {
            access.purpose = organization.records.find(id).map(|record| record.purpose);
        }
        Ok(access)
    }

    /// The same where a role or a draft is held in this way; somebody holds what they hold.
    ///
    /// # Errors
    ///
    /// As for [`Access::of`].
    pub fn held(
        organization: &Organization,
        subject: &Subject,
        way: &Way,
    ) -> Result<Self, AccessError> {
        match (subject, way) {
            (Subject::Role(_) | Subject::Draft { .. }, Way::Team(_) | Way::Other(_)) => {
                Self::in_ways(organization, subject, std::slice::from_ref(way))
            }
            _ => Self::of(organization, subject),
        }
    }

    /// What `subject` may do in any way in which it can be held, each way a source of its own.
    ///
    /// # Errors
    ///
    /// As for [`Access::of`].
    pub fn however_held(
        organization: &Organization,
        subject: &Subject,
    ) -> Result<Self, AccessError> {
        let access = Self::of(organization, subject)?;
        match (subject, Way::all(&[&access]).as_slice()) {
            (Subject::Role(_) | Subject::Draft { .. }, ways @ [_, _, ..]) => {
                Self::in_ways(organization, subject, ways)
            }
            _ => Ok(access),
        }
    }

    /// What a role or a draft may do in any of `ways`.
    fn in_ways(
        organization: &Organization,
        subject: &Subject,
        ways: &[Way],
    ) -> Result<Self, AccessError> {
        let mut builder = Builder::new(&organization.records);
        let (mut sources, mut purpose) = (Vec::new(), None);
        for way in ways {
            let id = match subject {
                Subject::Role(id) => {
                    builder.record(id, way.team())?;
                    id.as_str()
                }
                Subject::Draft { details, purpose: wanted } => {
                    purpose = *wanted;
                    builder.definition(details, *wanted, way.team())?;
                    ""
                }
                _ => "",
            };
            let kind = if way.team().is_some() { SourceKind::TeamRole } else { SourceKind::Role };
            sources.push(Part::role(id, way.team(), kind).source);
        }
        Ok(Self { program: builder.finish(), sources, purpose, standing: Standing::Active })
    }

    /// The union of `parts`.
    pub(crate) fn from_parts(records: &Records, parts: &[Part]) -> Result<Self, CompileError> {
        let mut builder = Builder::new(records);
        for part in parts {
            match &part.what {
                What::Record { id, team } => builder.record(id, team.as_deref())?,
                What::Scopes { scopes, max_open_secs, set, reach } => {
                    builder.grant(*scopes, *max_open_secs, set.iter().cloned().collect(), reach)?
                }
            };
        }
        let sources = parts.iter().map(|part| part.source.clone()).collect();
        let program = builder.finish();
        Ok(Self { program, sources, purpose: None, standing: Standing::Active })
    }

    /// Everything `subject` may do in `organization` at `now`, in Unix seconds.
    ///
    /// A token that has expired or that the expiry policy refuses may do nothing, and [`Access::standing`] says why.
    ///
    /// # Errors
    ///
    /// As for [`Access::of`].
    pub fn at(
        organization: &Organization,
        subject: &Subject,
        now: u64,
    ) -> Result<Self, AccessError> {
        let standing = subject.standing(organization, now);
        if standing.is_active() {
            return Self::of(organization, subject);
        }
        Ok(Self { program: Program::default(), sources: Vec::new(), purpose: None, standing })
    }

    /// Whether `scope` is allowed on `entity`, or on the organization where there is none.
    pub fn allows(&self, scope: Scope, entity: Option<&Entity>) -> bool {
        let granted = match entity {
            Some(entity) => self.program.on_entity(entity),
            None => self.program.on_organization(),
        };
        granted.scopes.contains(scope)
    }

    /// Whether anything at all was given.
    pub fn is_nothing(&self) -> bool {
        self.program.rules().iter().all(|rule| rule.scopes.is_empty())
    }
}
