//! The history of the tables; steps are only ever added.

pub(crate) const STEPS: [(i64, &str, &str); 7] = [
    (1, "organizations", include_str!("../migrations/0001_organizations.sql")),
    (2, "guardrails", include_str!("../migrations/0002_guardrails.sql")),
    (3, "audit", include_str!("../migrations/0003_audit.sql")),
    (4, "teams", include_str!("../migrations/0004_teams.sql")),
    (5, "keys", include_str!("../migrations/0005_keys.sql")),
    (6, "entities", include_str!("../migrations/0006_entities.sql")),
    (7, "first tokens", include_str!("../migrations/0007_first_tokens.sql")),
];
