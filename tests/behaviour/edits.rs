//! A matrix that follows edits, against one made from scratch.

use policy::{Access, Descriptor, Inventory, Matrix, Organization, Program, Subject};
use tests::{effort::share, random::Random};
use wire::Snapshot;

use crate::{compare::entity, digest::check_followed, everywhere};

const ROUNDS: u64 = 300;
const EDITS: usize = 12;
const ENTITIES: usize = 150;

everywhere! {
    fn what_follows_an_edit_is_what_comes_from_scratch() {
        let (mut columns, mut changes) = (0, 0);
        for round in 0..share(ROUNDS) {
            let mut random = Random::new(round ^ 0xed17);
            let organization = organization(&mut random);
            let mut entries = entries(&mut random);
            let mut followed = Matrix::new(&program(&organization, &entries), &organization.inventory);
            for _ in 0..EDITS {
                edit(&mut random, &mut entries);
                let program = program(&organization, &entries);
                let scratch = Matrix::new(&program, &organization.inventory);
                let next = followed.update(&program);
                check(round, &program, &next, &scratch);
                changes += usize::from(next.columns() != followed.columns());
                columns += next.columns().len();
                followed = next;
            }
            let details = Descriptor::Group(entries.clone());
            check_followed(&organization, &details, &followed);
        }
        assert!(columns > share(3000) && changes > share(400), "{columns} columns, {changes} changes");
    }
}

/// A made-up organization with entities enough for sets of rows in every form.
fn organization(random: &mut Random) -> Organization {
    let mut organization =
        Snapshot::parse(&random.snapshot().to_string()).and_then(Snapshot::load).unwrap();
    let mut entities: Vec<_> = (0..ENTITIES).map(|_| entity(random)).collect();
    for (number, entity) in entities.iter_mut().enumerate().skip(40) {
        entity.id = number.to_string();
    }
    organization.inventory = Inventory::new(entities);
    organization
}

/// The entries of the role of another made-up organization.
fn entries(random: &mut Random) -> Vec<Descriptor> {
    let details = random.snapshot()["records"][0]["details"].to_string();
    match Descriptor::parse(&details) {
        Ok(Descriptor::Group(entries)) => entries,
        other => panic!("made-up roles are groups, found {other:?}"),
    }
}

/// Changes, removes, adds, copies or moves one entry.
fn edit(random: &mut Random, entries: &mut Vec<Descriptor>) {
    let (from, to) = (random.below(entries.len()), random.below(entries.len()));
    match random.below(6) {
        0 if entries.len() > 2 => drop(entries.remove(from)),
        1 => {
            let moved = entries.remove(from);
            entries.insert(to, moved);
        }
        2 => entries.insert(to, entries[from].clone()),
        3 => {}
        4 => {
            let new = self::entries(random).swap_remove(0);
            entries.insert(to, new);
        }
        _ => entries[to] = self::entries(random).swap_remove(1),
    }
}

fn program(organization: &Organization, entries: &[Descriptor]) -> Program {
    let details = Descriptor::Group(entries.to_vec());
    Access::of(organization, &Subject::Draft { details, purpose: None }).unwrap().program
}

fn check(round: u64, program: &Program, found: &Matrix, scratch: &Matrix) {
    assert_eq!(found.columns(), scratch.columns(), "seed {round}");
    assert_eq!(found.organization(), scratch.organization(), "seed {round}");
    for index in 0..program.rules().len() {
        assert_eq!(found.rows_of_rule(index), scratch.rows_of_rule(index), "seed {round}, {index}");
    }
    for row in 0..u32::try_from(found.len()).unwrap() {
        let scopes = found.scopes(row);
        assert_eq!(scopes, scratch.scopes(row), "seed {round}, row {row}");
        assert_eq!(found.max_open_secs(program, row), scratch.max_open_secs(program, row));
        for scope in scopes.iter() {
            let rules = |matrix: &Matrix| matrix.rules_for(program, row, scope).collect::<Vec<_>>();
            assert_eq!(rules(found), rules(scratch), "seed {round}, row {row}, {scope}");
        }
    }
}
