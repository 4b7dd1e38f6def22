//! What a role, a token or a person may do, decided purely.
//!
//! A definition comes in (a role someone is still typing) and a picture goes out: what it would let its holder do,
//! on which entities, and which rule says so. This crate is a function of its arguments: it knows no files,
//! clocks, networks, browsers or databases, draws no randomness, and gives every caller the same answer.
//!
//! # Examples
//!
//! ```
//! use policy::{Access, Descriptor, Entity, EntityType, Organization, Subject};
//!
//! let details = Descriptor::parse(
//!     r#"{"__type": "PermissionDescriptorAllow", "permissions": ["stack:read", "stack:delete"]}"#,
//! )?;
//! let access = Access::of(&Organization::default(), &Subject::Draft { details, purpose: None })?;
//! let stack = Entity {
//!     entity_type: EntityType::Stack,
//!     id: "2f1c".into(),
//!     name: "shop/prod".into(),
//!     tags: vec![("env".into(), "prod".into())],
//! };
//!
//! assert_eq!(access.program.on_entity(&stack).scopes.to_string(), "stack:delete, stack:read");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod catalogue;
mod compare;
mod condition;
mod decider;
mod descriptor;
mod diagnostics;
mod digest;
mod edit;
mod entity;
mod escalation;
mod excess;
mod explain;
mod guardrail;
mod identity;
mod impact;
mod inventory;
mod json;
mod kinds;
mod matrix;
mod nearest;
mod order;
mod organization;
mod overlap;
pub mod pointer;
mod principal;
mod program;
mod prove;
pub mod record;
mod region;
mod repair;
mod replay;
mod retag;
mod rows;
mod satisfy;
mod scope;
mod standing;
mod way;

pub use compare::{Change, ChangeKind, Difference, LimitChange, limit_changes};
pub use condition::Truth;
pub use decider::Decider;
pub use descriptor::{
    Allow, Context, Descriptor, Expression, MAX_BYTES, MAX_ENTRIES, MAX_LEVELS, ParseError,
    Permission, Problem, SelectOption, Sides,
};
pub use diagnostics::{Code, Diagnostic, Severity, diagnose};
pub use digest::{Digest, Hash};
pub use edit::{Edit, EditError};
pub use entity::{Entity, EntityType, ResourceType};
pub use escalation::{Action, Escalation, EscalationError, Step, Widening, World};
pub use excess::{Excess, ExcessError};
pub use explain::{Explanation, Failing, Miss};
pub use guardrail::{Drafted, GuardrailError, MAX_GUARDRAILS, Unanswered, Verdict};
pub use identity::Identity;
pub use impact::{Covered, Delta, Effect, EntityDelta, Impact, ImpactError, Today};
pub use inventory::{Columns, Inventory, Table};
pub use kinds::Kind;
pub use matrix::{Column, Matrix};
pub use nearest::nearest_name;
pub use organization::{
    CreatorGrant, EntityGrant, Guardrail, Level, Member, Organization, Principal, Settings,
    Statement, Team, TeamMember, Token, TokenKind,
};
pub use overlap::{Overlap, Shared};
pub use principal::{Access, AccessError, Source, SourceKind, Subject};
pub use program::{CompileError, Granted, Place, Program, Rule, Trouble, TroubleKind};
pub use prove::{Counterexample, Never};
pub use record::{Record, Records, UxPurpose};
pub use region::{Case, Clause, TooComplex};
pub use repair::{Repair, RepairChange, RepairKind, Repairs};
pub use replay::{
    AlsoGranted, Log, NoSuggestion, Outcome, Replay, ReplayError, RuleUse, ScopeUse, Share, Size,
    Suggestion, Tally, Unknown, Use, UsedEntity,
};
pub use retag::Retag;
pub use rows::Rows;
pub use scope::{Scope, ScopeSet};
pub use standing::{Standing, stopped_by};
pub use way::Way;
