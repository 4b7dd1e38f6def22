//! Engine and oracle on organizations made at random.

use policy::{Access, Matrix, Subject};
use serde_json::Value;
use tests::{
    effort::share,
    oracle::{Question, limit, with_built_in},
    random::Random,
};
use wire::Snapshot;

use crate::everywhere;

/// How many organizations are made up; each is asked about as a role and as a team.
const ROUNDS: u64 = 3000;

everywhere! {
    fn random_roles_agree_with_the_naive_decider() {
        let mut granted = 0;
        for round in 0..share(ROUNDS) {
            let snapshot = Random::new(round).snapshot();
            granted += compare(round, &snapshot, &Subject::Role("role".into()), None);
            granted += compare(round, &snapshot, &Subject::Team("t".into()), Some("t"));
        }
        // Were nothing ever granted, agreeing would mean nothing.
        assert!(granted > share(50_000), "only {granted} cells were granted");
    }
}

/// Compares what engine and oracle say about one subject; gives the number of granted cells.
fn compare(round: u64, snapshot: &Value, subject: &Subject, team: Option<&str>) -> usize {
    let organization = Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap();
    let access = Access::of(&organization, subject).unwrap();
    let matrix = Matrix::new(&access.program, &organization.inventory);
    let records = with_built_in(snapshot);
    let expected = |entity: Option<&Value>| {
        let grants = Question { entity, team, records: &records }.record("role");
        let limits = grants
            .iter()
            .filter_map(|(scope, limits)| Some((scope.clone(), limit(scope, limits)?)));
        (grants.keys().cloned().collect::<Vec<_>>(), limits.collect::<Vec<_>>())
    };
    let names = |scopes: policy::ScopeSet| {
        scopes.iter().map(|scope| scope.name().to_owned()).collect::<Vec<_>>()
    };
    let limits = |limits: Vec<(policy::Scope, u64)>| {
        limits.into_iter().map(|(scope, secs)| (scope.name().to_owned(), secs)).collect::<Vec<_>>()
    };

    let mut granted = 0;
    let by_row = matrix.max_open_secs_by_row(&access.program);
    let entities = snapshot["entities"].as_array().unwrap();
    for (row, entity) in (0u32..).zip(entities) {
        let place = || format!("seed {round}, {subject:?}, {entity}");
        let expected = expected(Some(entity));
        // All entities at once, and this one alone.
        let at_once =
            (names(matrix.scopes(row)), limits(matrix.max_open_secs(&access.program, row)));
        assert_eq!(at_once, expected, "{}", place());
        let listed = by_row.get(row as usize).cloned().unwrap_or_default();
        assert_eq!(limits(listed), expected.1, "{}", place());
        let alone = access.program.on_entity(organization.inventory.entity(row).unwrap());
        for scope in alone.scopes.iter() {
            let together: Vec<_> = matrix.rules_for(&access.program, row, scope).collect();
            assert_eq!(
                alone.rules_for(&access.program, scope).collect::<Vec<_>>(),
                together,
                "{}",
                place()
            );
            assert!(!together.is_empty(), "{scope} without a rule, {}", place());
        }
        assert_eq!((names(alone.scopes), limits(alone.max_open_secs)), expected, "{}", place());
        granted += expected.0.len();
    }
    let on_organization = matrix.organization().clone();
    let found = (names(on_organization.scopes), limits(on_organization.max_open_secs));
    assert_eq!(found, expected(None), "seed {round}, {subject:?}, the organization");
    granted
}
