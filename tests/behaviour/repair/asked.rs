//! Questions that are asked of the engine, and what everybody holds, plainly.

use policy::{Access, Edit, Entity, Impact, Organization, Principal, Scope};
use serde_json::{Value, json};
use tests::{
    oracle::{Question, with_built_in},
    people::Naive,
    random::Random,
};
use wire::explain;

use super::{NOW, SCOPES};

/// A question, as JavaScript asks it.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) subject: Value,
    pub(super) scope: String,
    pub(super) entity: Option<Value>,
}

/// Something and a scope on it.
pub(super) type Cell = (Option<Value>, String);
pub(super) type Cells = Vec<Cell>;

impl Asked {
    /// A question about a person, a team, a token or a role of a snapshot with people.
    pub(super) fn about_somebody(random: &mut Random, snapshot: &Value) -> Option<Self> {
        let one = |random: &mut Random, of: &[&str]| of[random.below(of.len())].to_owned();
        let subject = match random.below(6) {
            0..=2 => json!({"user": one(random, &["ada", "bob", "cyd", "dee"])}),
            3 => json!({"team": one(random, &["t", "u", "v"])}),
            4 => json!({"token": one(random, &["k1", "k2", "k3", "k4"])}),
            _ => json!({"role": one(random, &["role", "other-role"])}),
        };
        Self::about(random, snapshot, subject)
    }

    pub(super) fn about(random: &mut Random, snapshot: &Value, subject: Value) -> Option<Self> {
        let scope = SCOPES[random.below(SCOPES.len())];
        let known = Scope::from_name(scope).unwrap();
        let entities = snapshot["entities"].as_array().unwrap().iter();
        let mut places: Vec<_> = entities
            .filter(|entity| {
                let entity_type =
                    policy::EntityType::from_name(entity["type"].as_str().unwrap()).unwrap();
                known.applies_to(entity_type.into())
            })
            .map(|entity| Some(json!({"type": entity["type"], "id": entity["id"]})))
            .collect();
        if known.applies_to(policy::ResourceType::Global) {
            places.push(None);
        }
        let place = random.below(places.len().max(1));
        Some(Self { subject, scope: scope.to_owned(), entity: places.get(place)?.clone() })
    }

    pub(super) fn question(&self) -> explain::Question {
        let mut question = json!({"subject": self.subject, "scope": self.scope});
        if let Some(entity) = &self.entity {
            question["entity"] = entity.clone();
        }
        wire::fault::read(&question.to_string()).unwrap()
    }

    pub(super) fn answer(&self, organization: &Organization) -> Value {
        let answer = self.question().answer(organization, Some(NOW)).unwrap();
        assert_eq!(answer.allowed, answer.repairs.is_none());
        serde_json::to_value(answer).unwrap()
    }

    pub(super) fn is_allowed(&self, organization: &Organization) -> bool {
        let subject = self.question().subject.resolve(organization).unwrap().0;
        let access = Access::at(organization, &subject, NOW).unwrap();
        access.allows(Scope::from_name(&self.scope).unwrap(), self.place(organization))
    }

    pub(super) fn place<'o>(&self, organization: &'o Organization) -> Option<&'o Entity> {
        let entity = self.entity.as_ref()?;
        let is_it = |known: &&Entity| {
            entity["type"] == known.entity_type.name() && entity["id"] == known.id.as_str()
        };
        Some(organization.inventory.entities().iter().find(is_it).unwrap())
    }

    pub(super) fn cell(&self) -> Cell {
        (self.entity.clone(), self.scope.clone())
    }

    /// Whether the impact of the same change says so as well; it speaks of people, teams and tokens.
    pub(super) fn is_told_by_impact(&self, organization: &Organization, edit: Edit) -> bool {
        let id = |kind: &str| self.subject[kind].as_str().map(str::to_owned);
        let principal = id("user")
            .map(Principal::User)
            .or_else(|| id("team").map(Principal::Team))
            .or_else(|| id("token").map(Principal::Token));
        let Some(principal) = principal else { return true };
        let impact = Impact::of(organization, &[edit], NOW).unwrap();
        let effect = impact.effects.iter().find(|effect| effect.holders.contains(&principal));
        let row = self
            .place(organization)
            .map(|entity| organization.inventory.row(entity.entity_type, &entity.id).unwrap());
        effect.is_some_and(|effect| {
            let delta = match row {
                None => effect.organization,
                Some(row) => effect
                    .entities
                    .iter()
                    .find(|entity| entity.row == row)
                    .map(|entity| entity.delta)
                    .unwrap_or_default(),
            };
            delta.gained.contains(Scope::from_name(&self.scope).unwrap())
        })
    }
}

/// What the subject and everybody else may do, plainly.
pub(super) struct Holdings {
    pub(super) own: Cells,
    pub(super) others: Vec<Cells>,
}

impl Holdings {
    pub(super) fn of(asked: &Asked, snapshot: &Value) -> Self {
        let naive = Naive::new(snapshot, NOW);
        let places = || {
            let entities = snapshot["entities"].as_array().unwrap().iter().map(Some);
            entities.chain([None])
        };
        let cells = |scopes: &dyn Fn(Option<&Value>) -> Vec<String>| -> Cells {
            let on = |place: Option<&Value>| {
                let key = place.map(|entity| json!({"type": entity["type"], "id": entity["id"]}));
                scopes(place).into_iter().map(move |scope| (key.clone(), scope))
            };
            places().flat_map(on).collect()
        };
        let held = |kind: &str, id: &str| cells(&|place| naive.held(kind, id, place).0);
        let (kind, subject) = asked.subject.as_object().unwrap().iter().next().unwrap();
        let own = match kind.as_str() {
            "role" | "draft" => {
                let mut records = with_built_in(snapshot);
                records.push(json!({"id": "the draft", "details": subject["details"]}));
                let id = subject.as_str().unwrap_or("the draft");
                let granted = |entity: Option<&Value>| {
                    Question { entity, team: None, records: &records }
                        .record(id)
                        .into_keys()
                        .collect()
                };
                cells(&granted)
            }
            kind => held(kind, subject.as_str().unwrap()),
        };
        // A person and the person's own tokens are one.
        let one = |kind: &str, id: &str| {
            let tokens = snapshot["tokens"].as_array().into_iter().flatten();
            let token = tokens
                .filter(|token| kind == "token" && token["id"] == id)
                .find(|token| token["type"] == "personal");
            token.map_or_else(
                || (kind.to_owned(), id.to_owned()),
                |token| ("user".to_owned(), token["user"].as_str().unwrap().to_owned()),
            )
        };
        let asked = one(kind, subject.as_str().unwrap_or(""));
        let mut others = Vec::new();
        for (list, key, kind) in
            [("members", "login", "user"), ("teams", "name", "team"), ("tokens", "id", "token")]
        {
            for principal in snapshot[list]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|_| snapshot["members"].is_array())
            {
                let id = principal[key].as_str().unwrap();
                if one(kind, id) != asked {
                    others.push(held(kind, id));
                }
            }
        }
        Self { own, others }
    }
}
