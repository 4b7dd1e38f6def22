-- Whether a personal token was made with its person, by somebody else: it ends with the first that the person makes.
ALTER TABLE tokens ADD COLUMN is_first BIGINT NOT NULL DEFAULT 0;
