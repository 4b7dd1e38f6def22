-- What shows that a server has the key that the secrets of tokens are hashed with; never the key itself.

CREATE TABLE key_checks (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
