//! Reading definitions in the wire format.

use super::{
    Allow, Context, Descriptor, Expression, MAX_BYTES, MAX_ENTRIES, MAX_LEVELS, ParseError,
    Permission, Problem, SelectOption,
    fields::{Fields, at},
    lists::Lists,
    tag,
};
use crate::{EntityType, json::Json, pointer::Path};

type Parsed<T> = Result<T, ParseError>;

pub(super) fn descriptor_text(text: &str) -> Parsed<Descriptor> {
    descriptor(read(text)?, &Path::ROOT, &mut Lists::default())
}

fn read(text: &str) -> Parsed<Json<'_>> {
    if text.len() > MAX_BYTES {
        return Err(at(&Path::ROOT, Problem::TooLarge { bytes: text.len() }));
    }
    Json::read(text)
        .map_err(|error| at(&Path::ROOT, Problem::NotJson { message: error.to_string() }))
}

pub(super) fn condition_text(text: &str) -> Parsed<Expression> {
    boolean(read(text)?, &Path::ROOT)
}

fn descriptor(json: Json<'_>, path: &Path<'_>, lists: &mut Lists) -> Parsed<Descriptor> {
    check_level(path)?;
    let mut fields = Fields::open(json, path, "a permission descriptor", &tag::DESCRIPTORS)?;
    match fields.tag() {
        tag::ALLOW => allow(fields, path),
        tag::GROUP => {
            fields.allow(path, &["entries"])?;
            let entries = fields.list(path, "entries")?;
            let path = path.field("entries");
            if entries.len() > MAX_ENTRIES {
                return Err(at(&path, Problem::TooManyEntries { entries: entries.len() }));
            }
            let entry = |(index, entry)| descriptor(entry, &path.item(index).deeper(), lists);
            Ok(Descriptor::Group(
                entries.into_iter().enumerate().map(entry).collect::<Parsed<_>>()?,
            ))
        }
        tag::CONDITION => {
            fields.allow(path, &["condition", "subNode"])?;
            let condition =
                boolean(fields.require(path, "condition")?, &path.field("condition").deeper())?;
            let node = descriptor(
                fields.require(path, "subNode")?,
                &path.field("subNode").deeper(),
                lists,
            )?;
            Ok(Descriptor::Condition { condition, node: Box::new(node) })
        }
        tag::IF_THEN_ELSE => {
            fields.allow(path, &["condition", "subNodeForTrue", "subNodeForFalse"])?;
            let condition =
                boolean(fields.require(path, "condition")?, &path.field("condition").deeper())?;
            let mut branch = |name| {
                let node = fields.take(name);
                let node = node.map(|json| descriptor(json, &path.field(name).deeper(), lists));
                Ok(node.transpose()?.map(Box::new))
            };
            let (then, otherwise) = (branch("subNodeForTrue")?, branch("subNodeForFalse")?);
            Ok(Descriptor::IfThenElse { condition, then, otherwise })
        }
        tag::SELECT => {
            fields.allow(path, &["selector", "options"])?;
            let selector = fields
                .take("selector")
                .map(|json| expression(json, &path.field("selector").deeper()));
            let selector = selector.transpose()?;
            let options = fields.list(path, "options")?;
            let path = path.field("options");
            let option = |(index, json)| option(json, &path.item(index), lists);
            let options = options.into_iter().enumerate().map(option).collect::<Parsed<_>>()?;
            Ok(Descriptor::Select { selector, options })
        }
        _ => {
            fields.allow(path, &["permissionDescriptors"])?;
            Ok(Descriptor::Compose(lists.keep(fields.texts(path, "permissionDescriptors")?)))
        }
    }
}

fn allow(mut fields: Fields<'_>, path: &Path<'_>) -> Parsed<Descriptor> {
    fields.allow(path, &["permissions", "constraints"])?;
    let permissions = fields.texts(path, "permissions")?;
    let permissions = permissions.iter().map(|name| Permission::from_name(name)).collect();
    let max_open_secs = match fields.take("constraints") {
        None => 0,
        Some(constraints) => max_open_secs(constraints, &path.field("constraints"))?,
    };
    Ok(Descriptor::Allow(Allow { permissions, max_open_secs }))
}

fn max_open_secs(json: Json<'_>, path: &Path<'_>) -> Parsed<u64> {
    const EXPECTED: &str = "a whole number of seconds, 0 or more";
    let mut constraints = Fields::untagged(json, path)?;
    constraints.allow(path, &["MaxOpenDuration"])?;
    let path = path.field("MaxOpenDuration");
    match constraints.take("MaxOpenDuration") {
        None => Ok(0),
        Some(Json::Integer(secs)) => u64::try_from(secs).map_err(|_| {
            at(&path, Problem::OutOfRange { expected: EXPECTED, found: secs.to_string() })
        }),
        // `60.0` and `6e1` are whole numbers as well.
        Some(Json::Number(secs)) if secs.fract() == 0.0 && (0.0..=MAX_WHOLE).contains(&secs) => {
            Ok(whole(secs))
        }
        Some(Json::Number(secs)) => {
            Err(at(&path, Problem::OutOfRange { expected: EXPECTED, found: secs.to_string() }))
        }
        Some(other) => {
            Err(at(&path, Problem::WrongKind { expected: EXPECTED, found: other.kind() }))
        }
    }
}

/// Beyond it a double is no longer told from its neighbours: 2^53.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, and from 0 to 2^53"
)]
const fn whole(secs: f64) -> u64 {
    secs as u64
}

fn option(json: Json<'_>, path: &Path<'_>, lists: &mut Lists) -> Parsed<SelectOption> {
    let mut fields = Fields::untagged(json, path)?;
    fields.allow(path, &["value", "node"])?;
    let value = expression(fields.require(path, "value")?, &path.field("value").deeper())?;
    let node = fields.take("node");
    let node = node.map(|json| descriptor(json, &path.field("node").deeper(), lists));
    Ok(SelectOption { value, node: node.transpose()? })
}

fn boolean(json: Json<'_>, path: &Path<'_>) -> Parsed<Expression> {
    let expression = expression(json, path)?;
    if expression.is_boolean() {
        return Ok(expression);
    }
    Err(at(path, Problem::NotBoolean { found: expression.tag() }))
}

fn expression(json: Json<'_>, path: &Path<'_>) -> Parsed<Expression> {
    check_level(path)?;
    let mut fields = Fields::open(json, path, "a permission expression", &tag::EXPRESSIONS)?;
    let tag = fields.tag();
    if let Some(context) = context_of(tag) {
        fields.allow(path, &[])?;
        return Ok(Expression::Context(context));
    }
    match tag {
        tag::EQUAL | tag::AND | tag::OR => {
            fields.allow(path, &["left", "right"])?;
            let read = if tag == tag::EQUAL { expression } else { boolean };
            let left = read(fields.require(path, "left")?, &path.field("left").deeper())?;
            let right = read(fields.require(path, "right")?, &path.field("right").deeper())?;
            Ok(match tag {
                tag::EQUAL => left.equals(right),
                tag::AND => left.and(right),
                _ => left.or(right),
            })
        }
        tag::NOT => {
            fields.allow(path, &["node"])?;
            let node = boolean(fields.require(path, "node")?, &path.field("node").deeper())?;
            Ok(Expression::Not(Box::new(node)))
        }
        tag::HAS_TAG | tag::TAG => {
            // Pulumi's schema gives HasTag a `node` that means nothing: a client may send it empty.
            if tag == tag::HAS_TAG {
                fields.forget_null("node");
            }
            fields.allow(path, &["context", "key"])?;
            let context =
                context(fields.require(path, "context")?, &path.field("context").deeper())?;
            let key = fields.text(path, "key")?;
            Ok(if tag == tag::TAG {
                Expression::Tag(context, key)
            } else {
                Expression::HasTag(context, key)
            })
        }
        _ => literal(fields, path),
    }
}

fn literal(mut fields: Fields<'_>, path: &Path<'_>) -> Parsed<Expression> {
    if let Some(context) = identity_of(fields.tag()) {
        fields.allow(path, &["identity"])?;
        return Ok(Expression::Identity(context, fields.text(path, "identity")?.into()));
    }
    fields.allow(path, &["value"])?;
    let wrong = |expected, found: Json<'_>| {
        at(&path.field("value"), Problem::WrongKind { expected, found: found.kind() })
    };
    match fields.tag() {
        tag::STRING => Ok(Expression::String(fields.text(path, "value")?)),
        tag::NUMBER => match fields.take("value") {
            None => Ok(Expression::Number(0.0)),
            #[expect(clippy::cast_precision_loss, reason = "numbers of the language are doubles")]
            Some(Json::Integer(value)) => Ok(Expression::Number(value as f64)),
            // No -0: it equals 0, and JavaScript writes it so.
            Some(Json::Number(value)) => Ok(Expression::Number(value + 0.0)),
            Some(other) => Err(wrong("a number", other)),
        },
        _ => match fields.take("value") {
            None => Ok(Expression::Bool(false)),
            Some(Json::Bool(value)) => Ok(Expression::Bool(value)),
            Some(other) => Err(wrong("a boolean", other)),
        },
    }
}

fn context(json: Json<'_>, path: &Path<'_>) -> Parsed<Context> {
    match expression(json, path)? {
        Expression::Context(context) => Ok(context),
        other => Err(at(path, Problem::NotContext { found: other.tag() })),
    }
}

fn check_level(path: &Path<'_>) -> Parsed<()> {
    if path.level > MAX_LEVELS { Err(at(path, Problem::TooDeep)) } else { Ok(()) }
}

fn context_of(tag: &str) -> Option<Context> {
    Some(match tag {
        tag::STACK => Context::Entity(EntityType::Stack),
        tag::ENVIRONMENT => Context::Entity(EntityType::Environment),
        tag::INSIGHTS_ACCOUNT => Context::Entity(EntityType::InsightsAccount),
        tag::TEAM => Context::Team,
        _ => return None,
    })
}

fn identity_of(tag: &str) -> Option<Context> {
    Some(match tag {
        tag::STACK_ID => Context::Entity(EntityType::Stack),
        tag::ENVIRONMENT_ID => Context::Entity(EntityType::Environment),
        tag::INSIGHTS_ACCOUNT_ID => Context::Entity(EntityType::InsightsAccount),
        tag::TEAM_ID => Context::Team,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::Descriptor;

    #[test]
    fn a_zero_is_written_alike_however_it_was() {
        let definition = |zero: &str| {
            let literal =
                format!(r#"{{"__type":"PermissionLiteralExpressionNumber","value":{zero}}}"#);
            let equal = format!(
                r#"{{"__type":"PermissionExpressionEqual","left":{literal},"right":{literal}}}"#
            );
            let node = r#"{"__type":"PermissionDescriptorAllow","permissions":[]}"#;
            let text = format!(
                r#"{{"__type":"PermissionDescriptorCondition","condition":{equal},"subNode":{node}}}"#
            );
            Descriptor::parse(&text).unwrap().to_json()
        };
        for zero in ["-0", "-0.0", "0.0", "0e5"] {
            assert_eq!(definition(zero), definition("0"), "{zero}");
        }
    }
}
