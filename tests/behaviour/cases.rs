//! Every case of `tests/cases`, asked of the engine.

use std::collections::BTreeMap;

use policy::Descriptor;
use tests::cases::{Answered, FILES, File, Refused};
use wire::{Preview, Snapshot};

use crate::everywhere;

everywhere! {
    fn every_case_holds() {
        let mut wrong = Vec::new();
        let mut number = 0;
        for (name, text) in FILES {
            let file: File = serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            number += file.answered.len() + file.refused.len();
            let answered = file.answered.iter().filter_map(|case| Some((&case.claim, check(case).err()?)));
            let refused = file.refused.iter().filter_map(|case| Some((&case.claim, check_refusal(case).err()?)));
            wrong.extend(answered.chain(refused).map(|(claim, error)| format!("{name}: {claim}\n{error}")));
        }
        assert!(wrong.is_empty(), "{} of {number} cases do not hold\n\n{}", wrong.len(), wrong.join("\n\n"));
        assert!(number > 50);
    }
}

fn check(case: &Answered) -> Result<(), String> {
    let organization = Snapshot::parse(&case.snapshot.to_string()).and_then(Snapshot::load);
    let subject =
        wire::fault::read(&case.subject.to_string()).map_err(|fault| fault.to_string())?;
    let organization = organization.map_err(|fault| fault.to_string())?;
    let preview = Preview::of(&organization, &subject).map_err(|fault| fault.to_string())?;
    same("organization", &preview.organization.scopes, &case.organization)?;

    let (mut entities, mut limits) = (BTreeMap::new(), BTreeMap::new());
    for entity in &preview.entities {
        let key = format!("{}/{}", entity.entity_type, entity.id);
        if !entity.grant.scopes.is_empty() {
            entities
                .insert(key.clone(), entity.grant.scopes.iter().map(ToString::to_string).collect());
        }
        let secs = |(scope, limit): (&&str, &wire::preview::Constraint)| {
            (scope.to_string(), limit.max_open_duration_secs)
        };
        let found: BTreeMap<_, _> = entity.grant.constraints.iter().map(secs).collect();
        if !found.is_empty() {
            limits.insert(key, found);
        }
    }
    same("entities", &entities, &case.entities)?;
    same("limits", &limits, &case.limits)?;
    let diagnostics = preview.diagnostics.iter().map(|found| {
        let record = found.record.as_deref().map(|id| format!("{id}#")).unwrap_or_default();
        format!("{} {record}{}: {}", found.code, found.pointer, found.message)
    });
    same("diagnostics", &diagnostics.collect::<Vec<_>>(), &case.diagnostics)
}

fn check_refusal(case: &Refused) -> Result<(), String> {
    match Descriptor::parse(case.definition.get()) {
        Ok(descriptor) => Err(format!("was not refused: {}", descriptor.to_json())),
        Err(error) => {
            same("code", &error.code(), &case.code.as_str())?;
            same("message", &error.to_string(), &case.message)
        }
    }
}

fn same<L: PartialEq<R> + std::fmt::Debug, R: std::fmt::Debug>(
    what: &str,
    found: &L,
    expected: &R,
) -> Result<(), String> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("  {what}: found {found:#?}\n  expected {expected:#?}"))
    }
}
