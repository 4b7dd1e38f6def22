-- Times are milliseconds since the Unix epoch, except `expires` of tokens: seconds, 0 for never.
-- `position` keeps the order in which things came.

CREATE TABLE organizations (
    id              TEXT    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL UNIQUE,
    revision        INTEGER NOT NULL,
    settings        TEXT    NOT NULL,
    default_role_id TEXT,
    created         INTEGER NOT NULL
);

CREATE TABLE users (
    login   TEXT    NOT NULL PRIMARY KEY,
    created INTEGER NOT NULL
);

CREATE TABLE records (
    organization_id    TEXT    NOT NULL REFERENCES organizations (id),
    id                 TEXT    NOT NULL,
    position           INTEGER NOT NULL,
    name               TEXT    NOT NULL,
    description        TEXT    NOT NULL,
    purpose            TEXT    NOT NULL,
    resource_type      TEXT,
    default_identifier TEXT,
    details            TEXT    NOT NULL,
    version            INTEGER NOT NULL,
    created            INTEGER NOT NULL,
    modified           INTEGER NOT NULL,
    created_by         TEXT    NOT NULL,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, purpose, name)
);

CREATE TABLE entities (
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    type            TEXT    NOT NULL,
    id              TEXT    NOT NULL,
    position        INTEGER NOT NULL,
    name            TEXT    NOT NULL,
    PRIMARY KEY (organization_id, type, id)
);

CREATE TABLE entity_tags (
    organization_id TEXT NOT NULL,
    type            TEXT NOT NULL,
    id              TEXT NOT NULL,
    key             TEXT NOT NULL,
    value           TEXT NOT NULL,
    PRIMARY KEY (organization_id, type, id, key),
    FOREIGN KEY (organization_id, type, id)
        REFERENCES entities (organization_id, type, id) ON DELETE CASCADE
);

CREATE TABLE members (
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    login           TEXT    NOT NULL REFERENCES users (login),
    position        INTEGER NOT NULL,
    role_id         TEXT,
    created         INTEGER NOT NULL,
    PRIMARY KEY (organization_id, login)
);
CREATE INDEX members_by_login ON members (login);

CREATE TABLE teams (
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    name            TEXT    NOT NULL,
    position        INTEGER NOT NULL,
    description     TEXT    NOT NULL,
    PRIMARY KEY (organization_id, name)
);

CREATE TABLE team_members (
    organization_id TEXT    NOT NULL,
    team            TEXT    NOT NULL,
    login           TEXT    NOT NULL REFERENCES users (login),
    position        INTEGER NOT NULL,
    is_admin        INTEGER NOT NULL,
    PRIMARY KEY (organization_id, team, login),
    FOREIGN KEY (organization_id, team) REFERENCES teams (organization_id, name) ON DELETE CASCADE
);

CREATE TABLE team_roles (
    organization_id TEXT    NOT NULL,
    team            TEXT    NOT NULL,
    role_id         TEXT    NOT NULL,
    position        INTEGER NOT NULL,
    PRIMARY KEY (organization_id, team, role_id),
    FOREIGN KEY (organization_id, team) REFERENCES teams (organization_id, name) ON DELETE CASCADE
);

CREATE TABLE team_grants (
    organization_id   TEXT    NOT NULL,
    team              TEXT    NOT NULL,
    entity_type       TEXT    NOT NULL,
    entity_id         TEXT    NOT NULL,
    permission_set_id TEXT    NOT NULL,
    position          INTEGER NOT NULL,
    PRIMARY KEY (organization_id, team, entity_type, entity_id, permission_set_id),
    FOREIGN KEY (organization_id, team) REFERENCES teams (organization_id, name) ON DELETE CASCADE
);

CREATE TABLE creator_grants (
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    principal_type  TEXT    NOT NULL,
    principal_id    TEXT    NOT NULL,
    entity_type     TEXT    NOT NULL,
    entity_id       TEXT    NOT NULL,
    position        INTEGER NOT NULL,
    PRIMARY KEY (organization_id, principal_type, principal_id, entity_type, entity_id)
);

-- `organization_id` is NULL for a personal token that is good in all organizations of its user;
-- `hash` is NULL for a token that came without its secret.
-- A revoked token stays: its name is never given again.
CREATE TABLE tokens (
    token_key       INTEGER NOT NULL PRIMARY KEY,
    organization_id TEXT    REFERENCES organizations (id),
    id              TEXT    NOT NULL,
    hash            BLOB    UNIQUE,
    name            TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    login           TEXT    REFERENCES users (login),
    team            TEXT,
    role_id         TEXT,
    expires         INTEGER NOT NULL,
    created         INTEGER NOT NULL,
    created_by      TEXT    NOT NULL,
    last_used       INTEGER,
    revoked         INTEGER
);
CREATE UNIQUE INDEX tokens_by_id ON tokens (coalesce(organization_id, ''), id);
CREATE INDEX tokens_by_login ON tokens (login);

CREATE TABLE sessions (
    hash      BLOB    NOT NULL PRIMARY KEY,
    token_key INTEGER NOT NULL REFERENCES tokens (token_key) ON DELETE CASCADE,
    created   INTEGER NOT NULL,
    expires   INTEGER NOT NULL
);
CREATE INDEX sessions_by_expires ON sessions (expires);
CREATE INDEX sessions_by_token ON sessions (token_key);
