//! Made-up organizations: small enough to be full of collisions, and every construct of the language in them.

use serde_json::{Value, json};

/// A generator of numbers: the same sequence for the same seed, everywhere.
#[derive(Debug)]
pub struct Random(u64);

const TYPES: [(&str, &str); 3] =
    [("stack", "Stack"), ("environment", "Environment"), ("insights-account", "InsightsAccount")];
const KEYS: [&str; 4] = ["env", "team", "tier", ""];
const VALUES: [&str; 4] = ["prod", "dev", "", "Prod"];
const IDS: [&str; 4] = ["1", "2", "3", "4"];
const SCOPES: [&str; 12] = [
    "stack:read",
    "stack:delete",
    "stack:create",
    "environment:read",
    "environment:open",
    "environment_version:open",
    "environment_yaml:open",
    "change_gate:update",
    "insights_account:read",
    "role:read",
    "team:create",
    "stack:unheard_of",
];
const RECORDS: [&str; 6] = ["role", "policy", "other", "set", "stack-read", "nowhere"];

impl Random {
    /// The sequence for `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which is not 0 (splitmix64).
    pub const fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 33) as usize % bound
    }

    fn one<T: Copy, const N: usize>(&mut self, of: [T; N]) -> T {
        of[self.below(N)]
    }

    /// A snapshot with a handful of entities and records; `role` and the team `t` hold the record `role`.
    pub fn snapshot(&mut self) -> Value {
        let mut entities = Vec::new();
        for (entity_type, _) in TYPES {
            for id in IDS {
                if self.below(4) == 0 {
                    continue;
                }
                let mut tags = serde_json::Map::new();
                for _ in 0..self.below(4) {
                    tags.insert(self.one(KEYS).to_owned(), json!(self.one(VALUES)));
                }
                entities.push(
                    json!({"type": entity_type, "id": id, "name": format!("n/{id}"), "tags": tags}),
                );
            }
        }
        let record = |random: &mut Self, id: &str, purpose: &str, depth| {
            // Several entries, so that most roles grant something somewhere.
            let entries: Vec<_> = (0..=depth).map(|_| random.descriptor(depth)).collect();
            let details = json!({"__type": "PermissionDescriptorGroup", "entries": entries});
            json!({"id": id, "name": id, "uxPurpose": purpose, "details": details})
        };
        let records = [
            record(self, "role", "role", 5),
            record(self, "policy", "policy", 4),
            record(self, "other", "policy", 2),
            record(self, "set", "set", 1),
        ];
        json!({
            "entities": entities,
            "records": records,
            "teams": [{"name": "t", "roleIds": ["role"]}],
        })
    }

    /// A condition.
    pub fn condition(&mut self) -> Value {
        self.boolean(3)
    }

    fn descriptor(&mut self, depth: usize) -> Value {
        let kind = if depth == 0 { self.below(3) } else { self.below(10) };
        match kind {
            0 | 1 => self.allow(),
            2 => {
                let ids: Vec<_> = (0..self.below(3)).map(|_| self.one(RECORDS)).collect();
                json!({"__type": "PermissionDescriptorCompose", "permissionDescriptors": ids})
            }
            3 | 4 => {
                let entries: Vec<_> =
                    (0..self.below(4)).map(|_| self.descriptor(depth - 1)).collect();
                json!({"__type": "PermissionDescriptorGroup", "entries": entries})
            }
            5 | 6 => json!({
                "__type": "PermissionDescriptorCondition",
                "condition": self.boolean(depth),
                "subNode": self.descriptor(depth - 1),
            }),
            7 => {
                let mut node = json!({"__type": "PermissionDescriptorIfThenElse", "condition": self.boolean(depth)});
                for branch in ["subNodeForTrue", "subNodeForFalse"] {
                    if self.below(4) > 0 {
                        node[branch] = self.descriptor(depth - 1);
                    }
                }
                node
            }
            _ => {
                let mut options = Vec::new();
                for _ in 0..self.below(4) {
                    let mut option = json!({"value": self.expression(1)});
                    if self.below(5) > 0 {
                        option["node"] = self.descriptor(depth - 1);
                    }
                    options.push(option);
                }
                let mut node = json!({"__type": "PermissionDescriptorSelect", "options": options});
                if self.below(6) > 0 {
                    node["selector"] = self.expression(1);
                }
                node
            }
        }
    }

    fn allow(&mut self) -> Value {
        let permissions: Vec<_> = (0..self.below(5)).map(|_| self.one(SCOPES)).collect();
        let mut node = json!({"__type": "PermissionDescriptorAllow", "permissions": permissions});
        if self.below(3) == 0 {
            node["constraints"] = json!({"MaxOpenDuration": self.below(4) * 600});
        }
        node
    }

    fn boolean(&mut self, depth: usize) -> Value {
        let kind = if depth == 0 { 0 } else { self.below(5) };
        let binary = |random: &mut Self, name: &str| json!({"__type": name, "left": random.boolean(depth - 1), "right": random.boolean(depth - 1)});
        match kind {
            1 => binary(self, "PermissionExpressionAnd"),
            2 => binary(self, "PermissionExpressionOr"),
            3 => json!({"__type": "PermissionExpressionNot", "node": self.boolean(depth - 1)}),
            _ if self.below(3) == 0 => {
                json!({"__type": "PermissionExpressionHasTag", "context": self.context(), "key": self.one(KEYS)})
            }
            _ => {
                let (left, right) = (self.expression(depth), self.expression(depth));
                json!({"__type": "PermissionExpressionEqual", "left": left, "right": right})
            }
        }
    }

    fn context(&mut self) -> Value {
        let name = if self.below(8) == 0 { "Team" } else { self.one(TYPES).1 };
        json!({"__type": format!("PermissionExpression{name}")})
    }

    fn expression(&mut self, depth: usize) -> Value {
        match self.below(11) {
            0 | 1 => self.context(),
            2..=4 => {
                json!({"__type": "PermissionExpressionTag", "context": self.context(), "key": self.one(KEYS)})
            }
            5 | 6 => {
                let value = self.one(VALUES);
                // Pulumi's emitter leaves out zero values.
                let omit = value.is_empty() && self.below(2) == 0;
                if omit {
                    json!({"__type": "PermissionLiteralExpressionString"})
                } else {
                    json!({"__type": "PermissionLiteralExpressionString", "value": value})
                }
            }
            7 => json!({"__type": "PermissionLiteralExpressionNumber", "value": self.below(2)}),
            8 => json!({"__type": "PermissionLiteralExpressionBool", "value": self.below(2) == 0}),
            9 => {
                let (name, id) = if self.below(6) == 0 {
                    ("Team", "t")
                } else {
                    (self.one(TYPES).1, self.one(IDS))
                };
                json!({"__type": format!("PermissionLiteralExpression{name}"), "identity": id})
            }
            _ if depth == 0 => json!({"__type": "PermissionLiteralExpressionBool"}),
            _ => self.boolean(depth - 1),
        }
    }
}
