//! What a record must satisfy to be written.

use super::{Record, Records, UxPurpose};
use crate::{Descriptor, Permission, catalogue, descriptor::SelectOption, pointer};

/// Why a record may not be written as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// A Compose names a record that does not exist.
    #[error("referenced role or permission set does not exist: `{id}`")]
    UnknownReference {
        /// The JSON pointer to the reference.
        pointer: String,
        /// The id that was named.
        id: String,
    },
    /// A Compose names a record of the wrong purpose.
    #[error(
        "a record with purpose `{}` can only reference {}, but `{id}` has purpose `{}`",
        .purpose.name(), .purpose.may_name().map_or("nothing", UxPurpose::name), .found.name()
    )]
    WrongReference {
        /// The JSON pointer to the reference.
        pointer: String,
        /// What the record is.
        purpose: UxPurpose,
        /// What the named record is.
        found: UxPurpose,
        /// The id that was named.
        id: String,
    },
    /// A scope is not in the catalogue.
    #[error("unknown scope `{name}`{}", .nearest.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default())]
    UnknownScope {
        /// The JSON pointer to the scope.
        pointer: String,
        /// The nearest scope of the catalogue.
        nearest: Option<&'static str>,
        /// The name that was found.
        name: String,
    },
    /// A permission set holds a scope of another type than its own.
    #[error(
        "scope `{name}` cannot be granted on `{resource_type}`, which is the type of this permission set"
    )]
    WrongType {
        /// The JSON pointer to the scope.
        pointer: String,
        /// The type of the set.
        resource_type: &'static str,
        /// The scope.
        name: &'static str,
    },
}

impl CheckError {
    /// Where, as a JSON pointer into the definition.
    pub fn pointer(&self) -> &str {
        match self {
            Self::UnknownReference { pointer, .. }
            | Self::WrongReference { pointer, .. }
            | Self::UnknownScope { pointer, .. }
            | Self::WrongType { pointer, .. } => pointer,
        }
    }

    /// A stable word for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownReference { .. } => "unknown-reference",
            Self::WrongReference { .. } => "wrong-reference",
            Self::UnknownScope { .. } => "unknown-scope",
            Self::WrongType { .. } => "wrong-type",
        }
    }
}

/// Checks that `record` may be written beside `records`, where `before` is what it was until now.
///
/// A role names policies, a policy names sets, and nothing else names anything. Scopes outside the
/// catalogue may stay where they were, and not come new.
///
/// # Errors
///
/// The first [`CheckError`] in the order of the definition.
pub fn check_write(
    record: &Record,
    before: Option<&Record>,
    records: &Records,
) -> Result<(), CheckError> {
    let mut known = Vec::new();
    if let Some(before) = before {
        // Whatever was unknown before may stay; collecting cannot fail.
        let _ = visit(&before.details, "", &mut |node, _| {
            if let Descriptor::Allow(allow) = node {
                known.extend(allow.permissions.iter().map(Permission::name));
            }
            Ok(())
        });
    }
    visit(&record.details, "", &mut |node, place| match node {
        Descriptor::Allow(allow) => {
            let place = pointer::field(place, "permissions");
            allow.permissions.iter().enumerate().try_for_each(|(index, permission)| {
                check_permission(record, permission, &known, || pointer::item(&place, index))
            })
        }
        Descriptor::Compose(ids) => {
            let place = pointer::field(place, "permissionDescriptors");
            ids.iter().enumerate().try_for_each(|(index, id)| {
                check_reference(record.purpose, id, records, || pointer::item(&place, index))
            })
        }
        _ => Ok(()),
    })
}

fn check_permission(
    record: &Record,
    permission: &Permission,
    known: &[&str],
    pointer: impl FnOnce() -> String,
) -> Result<(), CheckError> {
    match permission {
        Permission::Unknown(name) if !known.contains(&name.as_str()) => {
            let nearest = catalogue::nearest(name).map(crate::Scope::name);
            Err(CheckError::UnknownScope { pointer: pointer(), nearest, name: name.clone() })
        }
        Permission::Known(scope) => match record.resource_type {
            Some(resource_type)
                if record.purpose == UxPurpose::Set
                    && !scope.applies_to(resource_type)
                    && !known.contains(&scope.name()) =>
            {
                let (resource_type, name) = (resource_type.name(), scope.name());
                Err(CheckError::WrongType { pointer: pointer(), resource_type, name })
            }
            _ => Ok(()),
        },
        Permission::Unknown(_) => Ok(()),
    }
}

fn check_reference(
    purpose: UxPurpose,
    id: &str,
    records: &Records,
    pointer: impl FnOnce() -> String,
) -> Result<(), CheckError> {
    let Some(found) = records.find(id) else {
        return Err(CheckError::UnknownReference { pointer: pointer(), id: id.to_owned() });
    };
    if purpose.may_name() == Some(found.purpose) {
        return Ok(());
    }
    Err(CheckError::WrongReference {
        pointer: pointer(),
        purpose,
        found: found.purpose,
        id: id.to_owned(),
    })
}

impl Descriptor {
    /// The ids of the records that it names in a Compose, sorted, each of them once.
    pub fn references(&self) -> Vec<&str> {
        let (mut ids, mut open) = (Vec::new(), vec![self]);
        while let Some(node) = open.pop() {
            match node {
                Self::Allow(_) => {}
                Self::Compose(named) => ids.extend(named.iter().map(String::as_str)),
                Self::Group(entries) => open.extend(entries),
                Self::Condition { node, .. } => open.push(node),
                Self::IfThenElse { then, otherwise, .. } => {
                    open.extend(then.iter().chain(otherwise).map(AsRef::as_ref));
                }
                Self::Select { options, .. } => {
                    open.extend(options.iter().filter_map(|option| option.node.as_ref()));
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// Calls `see` with every descriptor of `node`, outermost first, and its JSON pointer.
fn visit<'a>(
    node: &'a Descriptor,
    place: &str,
    see: &mut dyn FnMut(&'a Descriptor, &str) -> Result<(), CheckError>,
) -> Result<(), CheckError> {
    see(node, place)?;
    match node {
        Descriptor::Allow(_) | Descriptor::Compose(_) => Ok(()),
        Descriptor::Group(entries) => {
            let place = pointer::field(place, "entries");
            entries
                .iter()
                .enumerate()
                .try_for_each(|(index, entry)| visit(entry, &pointer::item(&place, index), see))
        }
        Descriptor::Condition { node, .. } => visit(node, &pointer::field(place, "subNode"), see),
        Descriptor::IfThenElse { then, otherwise, .. } => {
            let branches = [("subNodeForTrue", then), ("subNodeForFalse", otherwise)];
            branches
                .into_iter()
                .filter_map(|(name, branch)| Some((name, branch.as_ref()?)))
                .try_for_each(|(name, branch)| visit(branch, &pointer::field(place, name), see))
        }
        Descriptor::Select { options, .. } => {
            let place = pointer::field(place, "options");
            let nodes = options.iter().enumerate();
            nodes
                .filter_map(|(index, SelectOption { node, .. })| Some((index, node.as_ref()?)))
                .try_for_each(|(index, node)| {
                    visit(node, &pointer::field(&pointer::item(&place, index), "node"), see)
                })
        }
    }
}
