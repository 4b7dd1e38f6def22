//! A second writer of decision digests, from the layout in `docs/SEMANTICS.md` alone, one cell at a time.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use policy::{Access, Descriptor, EntityType, Organization, ResourceType, Subject};
use sha2::{Digest as _, Sha256};

/// The decision digest of `details` in `organization`, in hexadecimal.
pub fn digest(organization: &Organization, details: &Descriptor, engine: &str) -> String {
    let parts = [
        catalogue(),
        inventory(organization),
        hash("definition", &text(&details.to_json())),
        references(organization, details),
        matrix(organization, details),
    ];
    let hashed = hash("decision", &[text(engine), parts.concat()].concat());
    let mut digits = String::new();
    for byte in hashed {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}

fn hash(what: &str, bytes: &[u8]) -> Vec<u8> {
    let begin = format!("scopesight-digest-1 {what}\n");
    Sha256::digest([begin.as_bytes(), bytes].concat()).to_vec()
}

fn number(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number % 128).unwrap();
        number /= 128;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low + 128);
    }
}

fn count(count: usize) -> Vec<u8> {
    number(count.try_into().unwrap())
}

fn text(text: &str) -> Vec<u8> {
    [count(text.len()), text.as_bytes().to_vec()].concat()
}

fn catalogue() -> Vec<u8> {
    let mut bytes = count(policy::catalogue::scopes().count());
    for scope in policy::catalogue::scopes() {
        bytes.extend(text(scope.name()));
        let types: Vec<_> =
            ResourceType::ALL.into_iter().filter(|of| scope.applies_to(*of)).collect();
        bytes.extend(count(types.len()));
        bytes.extend(types.iter().flat_map(|of| text(of.name())));
    }
    hash("catalogue", &bytes)
}

fn inventory(organization: &Organization) -> Vec<u8> {
    let mut bytes = count(organization.inventory.len());
    for entity in organization.inventory.entities() {
        bytes.extend(text(entity.entity_type.name()));
        bytes.extend(text(&entity.id));
        let tags: BTreeMap<_, _> = entity.tags.iter().cloned().collect();
        bytes.extend(count(tags.len()));
        for (key, value) in tags {
            bytes.extend([text(&key), text(&value)].concat());
        }
    }
    hash("inventory", &bytes)
}

fn references(organization: &Organization, details: &Descriptor) -> Vec<u8> {
    fn collect<'o>(
        organization: &'o Organization,
        details: &'o Descriptor,
        named: &mut BTreeSet<&'o str>,
    ) {
        for id in details.references() {
            if named.insert(id)
                && let Some(record) = organization.records.find(id)
            {
                collect(organization, &record.details, named);
            }
        }
    }
    let mut named = BTreeSet::new();
    collect(organization, details, &mut named);
    let mut bytes = count(named.len());
    for id in named {
        bytes.extend(text(id));
        match organization.records.find(id) {
            None => bytes.push(0),
            Some(record) => bytes.extend([vec![1], text(&record.details.to_json())].concat()),
        }
    }
    hash("references", &bytes)
}

fn matrix(organization: &Organization, details: &Descriptor) -> Vec<u8> {
    let subject = Subject::Draft { details: details.clone(), purpose: None };
    let program = Access::of(organization, &subject).unwrap().program;
    let entities = organization.inventory.entities();
    let mut cells = BTreeMap::<_, Vec<usize>>::new();
    let mut limits = BTreeMap::<_, Vec<usize>>::new();
    for (row, entity) in entities.iter().enumerate() {
        let granted = program.on_entity(entity);
        for scope in granted.scopes.iter() {
            cells.entry((entity.entity_type, scope.name())).or_default().push(row);
        }
        for (scope, secs) in granted.max_open_secs {
            limits.entry((scope.name(), Reverse(secs))).or_default().push(row);
        }
    }
    let rows = |rows: &[usize]| {
        let mut bytes = count(rows.len());
        if 32 * rows.len() < entities.len() {
            bytes.extend(rows.iter().flat_map(|row| count(*row)));
        } else {
            let mut bits = vec![0u8; entities.len().div_ceil(64) * 8];
            for row in rows {
                bits[row / 8] |= 1 << (row % 8);
            }
            bytes.extend(bits);
        }
        hash("rows", &bytes)
    };
    let organization = program.on_organization();
    let mut bytes = [count(entities.len()), count(organization.scopes.len())].concat();
    bytes.extend(organization.scopes.iter().flat_map(|scope| text(scope.name())));
    let limits_there: BTreeMap<_, _> =
        organization.max_open_secs.iter().map(|(scope, secs)| (scope.name(), *secs)).collect();
    bytes.extend(count(limits_there.len()));
    for (scope, secs) in limits_there {
        bytes.extend([text(scope), number(secs)].concat());
    }
    for entity_type in EntityType::ALL {
        let granted = cells.iter().filter(|((of, _), _)| *of == entity_type);
        bytes.extend(count(granted.clone().count()));
        for ((_, scope), on) in granted {
            bytes.extend([text(scope), rows(on)].concat());
        }
    }
    bytes.extend(count(limits.len()));
    for ((scope, Reverse(secs)), on) in &limits {
        bytes.extend([text(scope), number(*secs), rows(on)].concat());
    }
    hash("matrix", &bytes)
}
