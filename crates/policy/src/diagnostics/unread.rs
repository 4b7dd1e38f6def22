//! What may be changed where it may not be read.

use super::{
    Code, Diagnostic, Regions, Severity, Subject,
    words::{counted, listed},
};
use crate::{
    EntityType, ResourceType, Rows, Scope, ScopeSet, TooComplex, TroubleKind, region::Region,
};

/// The actions that change what is already there.
///
/// The scope that reads it is the one of the same object: `stack:write` wants `stack:read`, and
/// `environment_webhook:update` wants `environment_webhook:read`. Where the catalogue has no such scope
/// (`stack_tags:update`) nothing is wanted. Making something new (`create`), opening, exporting, encrypting and
/// decrypting change nothing that is there, and a program may well do them blindly.
const CHANGING: [&str; 14] = [
    "cancel",
    "cancel_update",
    "delete",
    "import",
    "pause",
    "rename",
    "resume",
    "retract",
    "rotate",
    "scan",
    "transfer",
    "update",
    "update_policy_results",
    "write",
];

/// Rules that let something be changed where nothing in the whole access lets it be read, over every entity
/// there could be.
///
/// A set is held together with others, and a reference that leads nowhere may have granted the reading.
pub(super) fn diagnose(
    subject: Subject<'_>,
    regions: &mut [Option<Regions<'_>>; 3],
) -> Vec<Diagnostic> {
    let is_dangling = |trouble: &crate::Trouble| trouble.kind == TroubleKind::Dangling;
    if subject.is_set || subject.program.troubles().iter().any(is_dangling) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (entity_type, regions) in EntityType::ALL.into_iter().zip(regions) {
        let Some(regions) = regions else { continue };
        found.extend(of_type(subject, entity_type, regions).unwrap_or_default());
    }
    found
}

fn of_type(
    subject: Subject<'_>,
    entity_type: EntityType,
    regions: &mut Regions<'_>,
) -> Result<Vec<Diagnostic>, TooComplex> {
    let Subject { organization, program, matrix, .. } = subject;
    let rules = program.rules();
    let named = rules.iter().fold(ScopeSet::EMPTY, |all, rule| all.union(rule.scopes));
    let all = organization.inventory.of_type(entity_type);
    // By rule: what it lets be changed unread, what would read it, and on how many entities that is today.
    let mut unread: Vec<(ScopeSet, ScopeSet, Rows)> = vec![Default::default(); rules.len()];
    for (read, changing) in wanted(named, entity_type) {
        let reading =
            rules.iter().zip(&regions.rules).filter(|(rule, _)| rule.scopes.contains(read));
        let reading: Vec<_> = reading.map(|(_, region)| *region).collect();
        let readable = regions.builder.diagram.any(&reading)?;
        let readable_rows = matrix.rows(entity_type, read).unwrap_or(&Rows::NONE);
        for (index, (rule, unread)) in rules.iter().zip(&mut unread).enumerate() {
            let changing = rule.scopes.intersection(changing);
            if changing.is_empty() || rule.scopes.contains(read) || !subject.is_ours(rule) {
                continue;
            }
            let left = regions.builder.diagram.without(regions.of_rule(index), readable)?;
            if left != Region::NONE {
                let rows = matrix.rows_of_rule(index).unwrap_or(&Rows::NONE);
                unread.0 = unread.0.union(changing);
                unread.1.insert(read);
                unread.2.extend(&rows.intersection(all).difference(readable_rows), matrix.len());
            }
        }
    }
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut last = None;
    for (rule, (changing, reading, rows)) in rules.iter().zip(unread) {
        let Some(place) = program.place(rule).filter(|_| !changing.is_empty()) else { continue };
        let key = (changing, reading, rows.len());
        // A role of chosen entities says the same thousands of times.
        let same = found.last().filter(|_| last == Some(key)).map(|last| last.message.clone());
        let message = same.unwrap_or_else(|| message(entity_type, key));
        last = Some(key);
        let code = Code::WriteWithoutRead;
        let mut one = Diagnostic::new(code, Severity::Warning, place, message);
        one.count = Some(rows.len());
        found.push(one);
    }
    Ok(found)
}

fn message(
    entity_type: EntityType,
    (changing, reading, count): (ScopeSet, ScopeSet, usize),
) -> String {
    let noun = entity_type.noun();
    let extent = match count {
        0 => format!("on no {noun} there is today, but on others there could be"),
        count => format!("on {} today", counted(count, noun)),
    };
    format!(
        "{} {} granted without {}, {extent}: no scope implies another",
        listed(changing),
        if changing.len() == 1 { "is" } else { "are" },
        listed(reading)
    )
}

/// The reading scopes that what is granted on `entity_type` wants, each with the granted scopes that want it.
fn wanted(named: ScopeSet, entity_type: EntityType) -> Vec<(Scope, ScopeSet)> {
    let mut wanted: Vec<(Scope, ScopeSet)> = Vec::new();
    for scope in named.intersection(ScopeSet::of_type(ResourceType::Entity(entity_type))).iter() {
        let Some((object, action)) = scope.name().split_once(':') else { continue };
        if !CHANGING.contains(&action) {
            continue;
        }
        let read = Scope::from_name(&format!("{object}:read"));
        let Some(read) = read.filter(|read| read.applies_to(entity_type.into())) else { continue };
        match wanted.iter_mut().find(|(other, _)| *other == read) {
            Some((_, changing)) => changing.insert(scope),
            None => wanted.push((read, [scope].into_iter().collect())),
        }
    }
    wanted
}
