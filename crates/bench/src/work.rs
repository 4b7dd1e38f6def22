//! The work: organizations, roles and questions, the same in every run.

use std::fmt::Write as _;

use policy::{Entity, EntityType, ResourceType, Scope, ScopeSet};
use serde_json::{Value, json};

/// A generator of numbers: the same sequence in every run (splitmix64).
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// The sequence for `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap_or(0)
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }
}

const ENVS: [&str; 5] = ["prod", "staging", "dev", "test", "sandbox"];
const TEAMS: [&str; 12] = [
    "payments", "shop", "search", "data", "mobile", "web", "infra", "security", "growth",
    "billing", "support", "research",
];
const TIERS: [&str; 3] = ["1", "2", "3"];
const REGIONS: [&str; 6] =
    ["us-east-1", "us-west-2", "eu-central-1", "eu-west-1", "ap-south-1", "sa-east-1"];

/// `count` entities: six stacks to three environments to one account, nine in ten with each tag.
pub fn entities(count: usize) -> Vec<Entity> {
    let mut numbers = Numbers::new(7);
    let entity = |index: usize| {
        let entity_type = match index % 10 {
            0..6 => EntityType::Stack,
            6..9 => EntityType::Environment,
            _ => EntityType::InsightsAccount,
        };
        let tags = [("env", &ENVS[..]), ("team", &TEAMS), ("tier", &TIERS), ("region", &REGIONS)];
        let mut tagged = Vec::with_capacity(tags.len());
        for (key, values) in tags {
            if numbers.below(10) > 0 {
                tagged.push((key.to_owned(), numbers.one(values).to_owned()));
            }
        }
        Entity { entity_type, id: id(index), name: format!("project/{index}"), tags: tagged }
    };
    (0..count).map(entity).collect()
}

fn id(index: usize) -> String {
    format!("e{index:07}")
}

/// One rule of a role.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The type of the entities.
    pub entity_type: EntityType,
    /// The one entity, if it names one.
    pub is: Option<String>,
    /// The tags it asks for, by key.
    pub tags: Vec<(&'static str, &'static str)>,
    /// The permission set it grants: its place in [`SETS`].
    pub set: usize,
}

/// The name and the share of each permission set: every how manieth scope of the type it has.
pub const SETS: [(&str, usize); 3] = [("read", 6), ("write", 2), ("admin", 1)];

/// The scopes of a permission set.
pub fn set(entity_type: EntityType, set: usize) -> ScopeSet {
    let share = SETS.get(set).map_or(1, |(_, share)| *share);
    let scopes = ScopeSet::of_type(ResourceType::Entity(entity_type));
    scopes
        .iter()
        .enumerate()
        .filter(|(index, _)| index % share == 0)
        .map(|(_, scope)| scope)
        .collect()
}

/// The name of a permission set.
pub fn set_name(entity_type: EntityType, set: usize) -> String {
    // The built-in sets have the names without the beginning.
    format!("own-{}-{}", entity_type.name(), SETS.get(set).map_or("", |(name, _)| name))
}

/// A role of `count` rules, each about one or two tags.
pub fn tag_role(count: usize, seed: u64) -> Vec<Rule> {
    let mut numbers = Numbers::new(seed);
    let rule = |index: usize| {
        let entity_type = if index % 3 == 2 { EntityType::Environment } else { EntityType::Stack };
        let mut tags = vec![("env", numbers.one(&ENVS))];
        if numbers.below(4) > 0 {
            tags.push(("team", numbers.one(&TEAMS)));
        }
        Rule { entity_type, is: None, tags, set: numbers.below(SETS.len()) }
    };
    (0..count).map(rule).collect()
}

/// A role of `count` single entities among the first `among`.
pub fn direct_role(count: usize, among: usize) -> Vec<Rule> {
    let step = (among / count).max(1);
    let rule = |index: usize| {
        let index = index * step % among;
        let entity_type = match index % 10 {
            0..6 => EntityType::Stack,
            6..9 => EntityType::Environment,
            _ => EntityType::InsightsAccount,
        };
        Rule { entity_type, is: Some(id(index)), tags: Vec::new(), set: index % SETS.len() }
    };
    (0..count).map(rule).collect()
}

fn context(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Stack => "Stack",
        EntityType::Environment => "Environment",
        EntityType::InsightsAccount => "InsightsAccount",
    }
}

/// The definition of a role, as Pulumi writes it.
pub fn definition(rules: &[Rule]) -> Value {
    let entries: Vec<_> = rules.iter().map(entry).collect();
    json!({"__type": "PermissionDescriptorGroup", "entries": entries})
}

fn entry(rule: &Rule) -> Value {
    let name = context(rule.entity_type);
    let asked = json!({"__type": format!("PermissionExpression{name}")});
    let equal = |left: Value, right: Value| json!({"__type": "PermissionExpressionEqual", "left": left, "right": right});
    let is = rule.is.as_ref().map(|id| {
        let literal =
            json!({"__type": format!("PermissionLiteralExpression{name}"), "identity": id});
        equal(asked.clone(), literal)
    });
    let tags = rule.tags.iter().map(|(key, value)| {
        let tag = json!({"__type": "PermissionExpressionTag", "context": asked, "key": key});
        equal(tag, json!({"__type": "PermissionLiteralExpressionString", "value": value}))
    });
    let both =
        |left, right| json!({"__type": "PermissionExpressionAnd", "left": left, "right": right});
    let condition = is.into_iter().chain(tags).reduce(both);
    let sets = [set_name(rule.entity_type, rule.set)];
    let node = json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": sets});
    json!({"__type": "PermissionDescriptorCondition", "condition": condition, "subNode": node})
}

/// A snapshot of these entities with the permission sets and `roles`.
pub fn snapshot(entities: &[Entity], roles: &[(String, Vec<Rule>)]) -> String {
    let entities: Vec<_> = entities
        .iter()
        .map(|entity| {
            let tags: serde_json::Map<_, _> =
                entity.tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
            json!({"type": entity.entity_type.name(), "id": entity.id, "name": entity.name, "tags": tags})
        })
        .collect();
    let sets = EntityType::ALL.into_iter().flat_map(|entity_type| {
        (0..SETS.len()).map(move |number| {
            let names: Vec<_> = set(entity_type, number).iter().map(Scope::name).collect();
            let details = json!({"__type": "PermissionDescriptorAllow", "permissions": names});
            record(&set_name(entity_type, number), "set", &details)
        })
    });
    // As Pulumi Cloud keeps them: a role names a policy, which has the rules.
    let roles = roles.iter().flat_map(|(id, rules)| {
        let policy = format!("{id}-policy");
        let names =
            json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": [policy]});
        [record(&policy, "policy", &definition(rules)), record(id, "role", &names)]
    });
    let records: Vec<_> = sets.chain(roles).collect();
    json!({"entities": entities, "records": records}).to_string()
}

fn record(id: &str, purpose: &str, details: &Value) -> Value {
    json!({"id": id, "name": id, "uxPurpose": purpose, "details": details})
}

/// Questions about some of `entities`, spread evenly: each with three scopes of its type.
pub fn questions(entities: &[Entity], count: usize) -> Vec<(&Entity, Scope)> {
    let mut numbers = Numbers::new(11);
    let step = (entities.len() * 3 / count).max(1);
    entities
        .iter()
        .step_by(step)
        .flat_map(|entity| {
            let scopes: Vec<_> =
                ScopeSet::of_type(ResourceType::Entity(entity.entity_type)).iter().collect();
            [(); 3].map(|()| (entity, scopes.get(numbers.below(scopes.len())).copied()))
        })
        .filter_map(|(entity, scope)| Some((entity, scope?)))
        .take(count)
        .collect()
}

/// The name of an entity type among Cedar's.
pub fn cedar_type(entity_type: EntityType) -> &'static str {
    context(entity_type)
}

/// The role as Cedar policies: one for each rule, with the sets as groups of actions.
pub fn cedar_policies(rules: &[Rule]) -> String {
    let mut text = String::new();
    for rule in rules {
        let type_name = context(rule.entity_type);
        let resource = match &rule.is {
            Some(id) => format!("resource == {type_name}::\"{id}\""),
            None => format!("resource is {type_name}"),
        };
        let asks = rule
            .tags
            .iter()
            .map(|(key, value)| format!("resource has {key} && resource.{key} == \"{value}\""));
        let when = asks.collect::<Vec<_>>().join(" && ");
        let when = if when.is_empty() { String::new() } else { format!(" when {{ {when} }}") };
        let set = set_name(rule.entity_type, rule.set);
        // Writing into a string cannot fail.
        let _ = writeln!(
            text,
            "permit(principal == Token::\"ci\", action in Action::\"{set}\", {resource}){when};"
        );
    }
    text
}
