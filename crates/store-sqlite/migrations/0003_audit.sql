-- What happened in an organization: see `store::audit` for how the hashes are chained.
-- `audit_count` and `audit_head` are how many entries there are and the hash of the last one.

ALTER TABLE organizations ADD COLUMN audit_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN audit_head TEXT NOT NULL
    DEFAULT '0000000000000000000000000000000000000000000000000000000000000000';

CREATE TABLE audit_entries (
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    sequence        INTEGER NOT NULL,
    time            INTEGER NOT NULL,
    name            TEXT    NOT NULL,
    description     TEXT    NOT NULL,
    login           TEXT    NOT NULL,
    token_id        TEXT    NOT NULL,
    token_name      TEXT    NOT NULL,
    source          TEXT    NOT NULL,
    user_agent      TEXT    NOT NULL,
    details         TEXT    NOT NULL,
    hash            TEXT    NOT NULL,
    PRIMARY KEY (organization_id, sequence)
);
CREATE INDEX audit_entries_by_time ON audit_entries (organization_id, time);
CREATE INDEX audit_entries_by_name ON audit_entries (organization_id, name, sequence);
CREATE INDEX audit_entries_by_login ON audit_entries (organization_id, login, sequence);
