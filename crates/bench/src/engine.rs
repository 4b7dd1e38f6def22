//! Our engine, natively.

use anyhow::{Result, anyhow};
use policy::{Access, Decider, Digest, Entity, Matrix, Organization, Scope, Subject};

use crate::{
    timing::{median, median_ns},
    work,
};

/// The organization of `entities` and the permission sets, as a snapshot says it.
pub fn organization(entities: Vec<Entity>) -> Result<Organization> {
    let text = work::snapshot(&[], &[]);
    let mut organization = wire::Snapshot::parse(&text)
        .and_then(wire::Snapshot::load)
        .map_err(|fault| anyhow!("{fault}"))?;
    organization.inventory = policy::Inventory::new(entities);
    Ok(organization)
}

/// The subject that holds these rules and nothing else.
pub fn subject(rules: &[work::Rule]) -> Result<Subject> {
    let details = policy::Descriptor::parse(&work::definition(rules).to_string())?;
    Ok(Subject::Draft { details, purpose: None })
}

/// A decider of what these rules grant.
pub fn decider(organization: &Organization, rules: &[work::Rule]) -> Result<Decider> {
    Ok(Decider::new(&Access::of(organization, &subject(rules)?)?.program))
}

/// How many of `questions` are allowed.
pub fn allowed(decider: &Decider, questions: &[(&Entity, Scope)]) -> usize {
    questions.iter().filter(|(entity, scope)| decider.allows(*scope, Some(entity))).count()
}

/// Nanoseconds to compile the rules and to evaluate them on every entity and every scope.
pub fn matrix_ns(organization: &Organization, rules: &[work::Rule], rounds: usize) -> Result<f64> {
    let subject = subject(rules)?;
    let evaluate = || {
        let access = Access::of(organization, &subject)?;
        Ok::<_, policy::AccessError>(Matrix::new(&access.program, &organization.inventory))
    };
    evaluate()?;
    Ok(median_ns(rounds, evaluate))
}

/// How much longer the second rules take than the first, which are compiled and evaluated in turn: a machine that is
/// slower for a while is so for both.
pub fn matrix_ratio(
    organization: &Organization,
    [first, second]: [&[work::Rule]; 2],
    rounds: usize,
) -> Result<f64> {
    const TURNS: usize = 9;
    let mut ratios = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        let ns = matrix_ns(organization, first, rounds / TURNS + 1)?;
        ratios.push(matrix_ns(organization, second, rounds / TURNS + 1)? / ns);
    }
    median(&mut ratios)
}

/// Nanoseconds for the decision digest of the rules: with what is kept for the inventory, and for that alone.
pub fn digest_ns(
    organization: &Organization,
    rules: &[work::Rule],
    rounds: usize,
) -> Result<(f64, f64)> {
    let subject = subject(rules)?;
    let access = Access::of(organization, &subject)?;
    let matrix = Matrix::new(&access.program, &organization.inventory);
    let Subject::Draft { details, .. } = &subject else { return Err(anyhow!("no draft")) };
    let digest = || Digest::of_matrix(organization, details, &access.program, &matrix).hash();
    let first = (0..rounds.min(5)).map(|_| {
        let inventory = policy::Inventory::new(organization.inventory.entities().to_vec());
        let start = std::time::Instant::now();
        std::hint::black_box(inventory.revision());
        start.elapsed().as_secs_f64() * 1e9
    });
    let first = first.fold(f64::INFINITY, f64::min);
    Ok((median_ns(rounds, digest), first))
}

/// The bytes of all row sets of the matrix, as bits: what evaluating writes at the least.
pub fn matrix_bytes(organization: &Organization, rules: &[work::Rule]) -> Result<usize> {
    let access = Access::of(organization, &subject(rules)?)?;
    let matrix = Matrix::new(&access.program, &organization.inventory);
    Ok((matrix.columns().len() + rules.len()) * organization.inventory.len().div_ceil(8))
}
