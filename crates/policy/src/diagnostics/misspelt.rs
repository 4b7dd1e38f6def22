//! Tag keys and values that nobody has and that look like ones in use.

use super::{
    Code, Diagnostic, Severity, Subject,
    gone::Explained,
    sites::{Sites, Used, Wanted},
    words::counted,
};
use crate::{
    EntityType, Inventory, Program,
    condition::{Atom, Condition},
    nearest::{is_same_word, misspelling},
};

/// A key of which more values are in use, or a type of which more keys are, has no vocabulary that could be misspelt.
const MAX_KNOWN: usize = 1000;

/// How many different missing keys and values are looked up.
const MAX_MISSING: usize = 50;

/// A tag key, or a key and a value, that nobody has.
type Missing<'p> = (EntityType, &'p str, Option<&'p str>);

/// Misspelt keys and values, whatever the rest of the condition makes of them.
pub(super) fn diagnose(subject: Subject<'_>, sites: &Sites<'_>) -> Explained {
    let inventory = &subject.organization.inventory;
    let mut told = Explained::default();
    let mut known: Vec<(Missing<'_>, Option<String>)> = Vec::new();
    for used in &sites.used {
        let mut missing = Vec::new();
        used.each_asked(&mut |entity_type, atom, wanted| {
            let (keys, value) = match atom {
                Atom::HasTag(key) => ([Some(key), None], None),
                Atom::TagIs(key, value) => ([Some(key), None], Some(&**value)),
                Atom::TagsMatch(left, right) => ([Some(left), Some(right)], None),
                Atom::Is(_) | Atom::Constant(_) => return,
            };
            for key in keys.into_iter().flatten() {
                if inventory.with_tag(entity_type, key).is_empty() {
                    missing.push(((entity_type, &**key, None), wanted));
                } else if let Some(value) = value
                    && inventory.with_tag_value(entity_type, key, value).is_empty()
                {
                    missing.push(((entity_type, &**key, Some(value)), wanted));
                }
            }
        });
        for (missing, wanted) in missing {
            let place = known.iter().position(|(other, _)| *other == missing);
            if place.is_none() && known.len() < MAX_MISSING {
                known.push((missing, meant(inventory, missing)));
            }
            let place = place.unwrap_or(known.len().saturating_sub(1));
            let near = known.get(place).filter(|(other, _)| *other == missing);
            let Some(near) = near.and_then(|(_, near)| near.as_deref()) else { continue };
            if is_mentioned(subject.program, used, missing, near) {
                continue;
            }
            told.found.push(tell(subject, used, missing, near, wanted));
            if wanted != Wanted::NO {
                told.explained.push(used.index);
            }
        }
    }
    told
}

/// The key or value in use that was probably meant.
fn meant(inventory: &Inventory, (entity_type, key, value): Missing<'_>) -> Option<String> {
    let known = match value {
        Some(_) if inventory.count_values(entity_type, key) > MAX_KNOWN => return None,
        Some(_) => inventory.tag_values(entity_type, key),
        None => {
            let keys = inventory.tag_keys(entity_type).into_iter();
            keys.map(|key| (key, inventory.with_tag(entity_type, key).len())).collect()
        }
    };
    let known = Some(known).filter(|known| known.len() <= MAX_KNOWN)?;
    misspelling(value.unwrap_or(key), &known).map(str::to_owned)
}

/// Whether the rules under the condition speak of `near` as well: then the two were told apart on purpose.
fn is_mentioned(
    program: &Program,
    used: &Used<'_>,
    (entity_type, key, value): Missing<'_>,
    near: &str,
) -> bool {
    let mut found = false;
    let mut look = |condition: &Condition| {
        condition.each_atom(&mut |of_type, atom| {
            found |= of_type == entity_type
                && match (atom, value) {
                    (Atom::TagIs(other, text), Some(_)) => **other == *key && **text == *near,
                    (Atom::TagIs(other, _) | Atom::HasTag(other), None) => **other == *near,
                    (Atom::TagsMatch(left, right), None) => **left == *near || **right == *near,
                    _ => false,
                };
        });
    };
    used.around(program).for_each(&mut look);
    found
}

fn tell(
    Subject { organization, program, .. }: Subject<'_>,
    used: &Used<'_>,
    (entity_type, key, value): Missing<'_>,
    near: &str,
    wanted: Wanted,
) -> Diagnostic {
    let inventory = &organization.inventory;
    let noun = entity_type.noun();
    let (code, is_missing) = match value {
        Some(value) => (Code::TagValueMisspelled, format!("no {noun} has `{key}` = `{value}`")),
        None => (Code::TagKeyMisspelled, format!("no {noun} has a tag `{key}`")),
    };
    let mut message = format!("{is_missing} today, did you mean `{near}`?");
    if wanted.no {
        // The dangerous case: what was to be kept out is let in.
        let (number, exception, with) = match value {
            Some(value) => (
                inventory.with_tag_value(entity_type, key, near).len(),
                format!("not equal to `{value}`"),
                format!("`{key}` = `{near}`"),
            ),
            None => (
                inventory.with_tag(entity_type, near).len(),
                "an exception by it".to_owned(),
                format!("a tag `{near}`"),
            ),
        };
        let them = counted(number, noun);
        message = format!(
            "{message} As it stands, {exception} leaves nothing out, not even the {them} with {with}"
        );
    } else if is_same_word(value.unwrap_or(key), near) {
        message.push_str(" Case, spaces and dashes count");
    }
    let place = program.site_place(used.site);
    let mut found = Diagnostic::new(code, Severity::Warning, place, message);
    found.tag_key = Some(key.to_owned());
    found
}
