-- The name for people; a team from before was called by its name alone.

ALTER TABLE teams ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
UPDATE teams SET display_name = name;
