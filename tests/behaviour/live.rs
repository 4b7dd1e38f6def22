//! A definition that is being edited.

use std::rc::Rc;

use policy::{Access, EntityType, Matrix, Subject};
use tests::random::Random;
use wire::{Snapshot, live::Live};

use crate::everywhere;

everywhere! {
    fn a_live_definition_answers_as_its_matrix_and_outlives_broken_text() {
        let (mut granted, mut rules) = (0, 0);
        for round in 0..60 {
            let mut random = Random::new(round ^ 0x11fe);
            let snapshot = random.snapshot();
            let organization = Snapshot::parse(&snapshot.to_string()).and_then(Snapshot::load).unwrap();
            let text = snapshot["records"][0]["details"].to_string();
            let details = policy::Descriptor::parse(&text).unwrap();
            let access = Access::of(&organization, &Subject::Draft { details, purpose: None }).unwrap();
            let matrix = Matrix::new(&access.program, &organization.inventory);
            let digest = policy::Digest::of(&organization, &policy::Descriptor::parse(&text).unwrap()).unwrap();
            let mut live = Live::new(Rc::new(organization));
            assert!(live.summary().columns.is_empty());
            assert_eq!(live.digest().unwrap_err().code, "no-definition");
            let summary = live.set(&text).unwrap();
            assert_eq!(live.set("{").unwrap_err().code, "not-json");
            assert_eq!(live.digest().unwrap(), digest.into(), "seed {round}");
            assert_eq!(live.summary(), summary, "seed {round}: broken text changed something");
            assert_eq!(summary.revision, 1);
            for entity_type in EntityType::ALL {
                for scope in policy::catalogue::scopes() {
                    let rows = live.rows(entity_type.name(), scope.name()).unwrap();
                    let expected: Vec<_> = (0..u32::try_from(matrix.len()).unwrap())
                        .filter(|row| matrix.rows(entity_type, scope).is_some_and(|rows| rows.contains(*row)))
                        .collect();
                    assert_eq!(rows, expected, "seed {round}, {scope}");
                    for row in rows {
                        granted += 1;
                        assert!(live.scopes(row).contains(&scope.name()));
                        let found = live.rules(row, scope.name()).unwrap().len();
                        assert_eq!(found, matrix.rules_for(&access.program, row, scope).count());
                        rules += found;
                    }
                }
            }
        }
        assert!(granted > 500 && rules > granted, "{granted} cells, {rules} rules");
    }
}
