//! Stacks, environments and accounts, as Pulumi Cloud shapes them.

mod account;
mod environment;
mod stack;

pub use account::{
    Account, AccountFailure, Accounts, CreateAccount, CreateAccounts, CreatedAccounts,
    NamedAccount, Provider, ScanSchedule,
};
pub use environment::{
    CreateEnvironment, CurrentValue, Environment, EnvironmentTag, EnvironmentTags, Environments,
    NewTag, Referrers, Settings, UpdateTag,
};
pub use stack::{
    CreateStack, CreatedStack, Stack, StackSummary, StackTeam, StackTeams, Stacks, Tag,
};
