-- When entities and their tags came and were last changed, who changed a tag last, and what else is said of an entity,
-- as JSON. What is there from before is as old as its organization.

ALTER TABLE entities ADD COLUMN details TEXT;
ALTER TABLE entities ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entities ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entity_tags ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entity_tags ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entity_tags ADD COLUMN modified_by TEXT NOT NULL DEFAULT '';
UPDATE entities SET
    created = (SELECT created FROM organizations WHERE organizations.id = entities.organization_id),
    modified = (SELECT created FROM organizations WHERE organizations.id = entities.organization_id);
UPDATE entity_tags SET
    created = (SELECT created FROM organizations WHERE organizations.id = entity_tags.organization_id),
    modified = (SELECT created FROM organizations WHERE organizations.id = entity_tags.organization_id);
