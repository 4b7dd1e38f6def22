//! The organization that is asked about, in a database of the program's own kind.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, ensure};
use policy::{Entity, Scope};
use serde_json::{Value, json};
use server::{Config, Secret};

use crate::{engine, work};

/// Its name.
pub const NAME: &str = "large";
/// The role that the token has.
pub const ROLE: &str = "role-0";
/// How many roles, people and teams there are beside the entities.
const ROLES: usize = 50;
const PEOPLE: usize = 1000;
const TEAMS: usize = 50;

/// What is asked, and what has to be answered.
#[derive(Debug, Clone)]
pub struct Question {
    /// On what.
    pub entity: Entity,
    /// What.
    pub scope: Scope,
    /// Whether the role grants it.
    pub is_allowed: bool,
}

/// The rules of a role.
pub fn rules(role: usize) -> Vec<work::Rule> {
    work::tag_role(20, 20 + role as u64)
}

/// The organization as a snapshot.
fn snapshot(entities: &[Entity], ruling: fn(usize) -> Vec<work::Rule>) -> Result<String> {
    let roles: Vec<_> = (0..ROLES).map(|role| (format!("role-{role}"), ruling(role))).collect();
    let mut snapshot: Value = serde_json::from_str(&work::snapshot(entities, &roles))?;
    let role = |number: usize| format!("role-{}", number % ROLES);
    let login = |number: usize| format!("user-{number}");
    let people: Vec<_> =
        (0..PEOPLE).map(|number| json!({"login": login(number), "roleId": role(number)})).collect();
    let team = |number: usize| {
        let members: Vec<_> = (0..PEOPLE)
            .skip(number)
            .step_by(TEAMS)
            .map(|member| json!({"login": login(member), "role": "member"}))
            .collect();
        json!({"name": format!("team-{number}"), "members": members, "roleIds": [role(number)]})
    };
    let teams: Vec<_> = (0..TEAMS).map(team).collect();
    let more = [("organization", json!({"name": NAME})), ("members", people.into())];
    let object = snapshot.as_object_mut().context("a snapshot is an object")?;
    object.extend(more.map(|(name, value)| (name.to_owned(), value)));
    object.insert("teams".to_owned(), teams.into());
    Ok(snapshot.to_string())
}

/// Makes the database in the file at `path`: the server imports the organization, as it does the demo's.
///
/// `rules` says which rules each of its roles has.
///
/// # Errors
///
/// When the server does not start.
pub async fn make(
    path: &Path,
    entities: &[Entity],
    rules: fn(usize) -> Vec<work::Rule>,
    admin_token: &str,
) -> Result<()> {
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        database: format!("sqlite://{}", path.display()),
        organization: NAME.to_owned(),
        // It is wanted for as long as the process runs.
        demo: Some(snapshot(entities, rules)?.leak()),
        admin_token: Some(Secret::parse(admin_token)?),
        ..Config::default()
    };
    let started = server::start(config).await?;
    // Ends at once and in order: nothing stays in the write-ahead log.
    started.run(std::future::ready(())).await?;
    Ok(())
}

/// Questions about some of `entities`, with what the role of the token says to them.
///
/// # Errors
///
/// When all of them have the same answer.
pub fn questions(entities: &[Entity], count: usize) -> Result<Vec<Question>> {
    let organization = engine::organization(Vec::new())?;
    let decider = engine::decider(&organization, &rules(0))?;
    let asked = work::questions(entities, count).into_iter().map(|(entity, scope)| {
        let is_allowed = decider.allows(scope, Some(entity));
        Question { entity: entity.clone(), scope, is_allowed }
    });
    let asked: Vec<_> = asked.collect();
    let allowed = asked.iter().filter(|question| question.is_allowed).count();
    ensure!(allowed > 0 && allowed < asked.len(), "{allowed} of {} are allowed", asked.len());
    Ok(asked)
}

/// A token of the organization, made by whoever has `admin_token`: its id and its value.
///
/// # Errors
///
/// When the server refuses.
pub fn created_token(answer: &[u8]) -> Result<(String, String)> {
    let answer: Value = serde_json::from_slice(answer)?;
    let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    text("id").zip(text("tokenValue")).ok_or_else(|| anyhow!("no token was made: {answer}"))
}
