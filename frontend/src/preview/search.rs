//! What is typed into the search box: names, tags as `env=prod`, and scopes.

use policy::{Entity, EntityType, Inventory, ResourceType, Scope, ScopeSet};

use crate::state::sought::has;

/// A search among the entities and the scopes of one type. Every word has to be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    /// Part of a name, in lower case.
    Name(String),
    /// A tag, and its value or how that begins.
    Tag { key: String, value: String, is_whole: bool },
    /// Part of a scope.
    Scope(String),
}

impl Search {
    /// Reads `text` for the entities of one type.
    ///
    /// A word with `=` is a tag. A word with `:` that some scope contains is a scope, and so is a word that is
    /// in no name but in a scope.
    pub fn parse(text: &str, inventory: &Inventory, entity_type: EntityType) -> Self {
        let word = |word: &str| {
            if let Some((key, value)) = word.split_once('=') {
                let is_whole = !inventory.with_tag_value(entity_type, key, value).is_empty();
                return Word::Tag { key: key.to_owned(), value: value.to_owned(), is_whole };
            }
            let word = word.to_lowercase();
            let is_scope = ScopeSet::of_type(ResourceType::Entity(entity_type))
                .iter()
                .any(|scope| scope.name().contains(&word));
            let is_name = || {
                let mut rows = inventory.of_type(entity_type).iter();
                rows.any(|row| inventory.entity(row).is_some_and(|entity| has(&entity.name, &word)))
            };
            if is_scope && (word.contains(':') || !is_name()) {
                Word::Scope(word)
            } else {
                Word::Name(word)
            }
        };
        // People write lists with commas. A value of a tag that has one is found by what stands before it.
        let words = text.split(|letter: char| letter.is_whitespace() || letter == ',');
        Self { words: words.filter(|part| !part.is_empty()).map(word).collect() }
    }

    /// Whether nothing is searched for among entities.
    pub fn is_open(&self) -> bool {
        self.words.iter().all(|word| matches!(word, Word::Scope(_)))
    }

    /// Whether `entity` is among what is searched for.
    pub fn finds(&self, entity: &Entity) -> bool {
        self.words.iter().all(|word| match word {
            Word::Name(part) => has(&entity.name, part),
            Word::Tag { key, value, is_whole: true } => entity.tag(key) == Some(value),
            Word::Tag { key, value, is_whole: false } => {
                entity.tag(key).is_some_and(|tag| tag.starts_with(value.as_str()))
            }
            Word::Scope(_) => true,
        })
    }

    /// Whether the column of `scope` is among what is searched for.
    pub fn finds_scope(&self, scope: Scope) -> bool {
        let mut parts = self.words.iter().filter_map(|word| match word {
            Word::Scope(part) => Some(part),
            Word::Name(_) | Word::Tag { .. } => None,
        });
        let Some(first) = parts.next() else { return true };
        // Two scopes in one search are two columns: nothing could be called both.
        std::iter::once(first).chain(parts).any(|part| scope.name().contains(part.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use policy::{Entity, EntityType, Inventory, Scope};

    use super::Search;

    fn found(text: &str) -> Vec<String> {
        let entity = |name: &str, env: &str| Entity {
            entity_type: EntityType::Stack,
            id: name.to_owned(),
            name: name.to_owned(),
            tags: match env {
                "" => Vec::new(),
                env => vec![("env".to_owned(), env.to_owned())],
            },
        };
        let entities = vec![
            entity("shop/prod", "prod"),
            entity("shop/live", "production"),
            entity("Delete-me/dev", ""),
        ];
        let inventory = Inventory::new(entities);
        let search = Search::parse(text, &inventory, EntityType::Stack);
        let found = inventory.entities().iter().filter(|entity| search.finds(entity));
        found.map(|entity| entity.name.clone()).collect()
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(found("SHOP"), ["shop/prod", "shop/live"]);
        assert_eq!(found("shop liv"), ["shop/live"]);
        assert_eq!(found("delete"), ["Delete-me/dev"]);
    }

    #[test]
    fn tags_are_found_by_their_value_and_while_it_is_typed() {
        assert_eq!(found("env=prod"), ["shop/prod"]);
        assert_eq!(found("env=produ"), ["shop/live"]);
        assert_eq!(found("env="), ["shop/prod", "shop/live"]);
        assert_eq!(found("env=staging"), Vec::<String>::new());
    }

    #[test]
    fn words_stand_between_commas_as_between_spaces() {
        assert_eq!(found("shop, env=prod, stack:delete"), ["shop/prod"]);
        assert_eq!(found("shop,env=production"), ["shop/live"]);
        assert_eq!(found(","), found(""));
    }

    #[test]
    fn scopes_choose_columns_and_leave_the_rows() {
        assert_eq!(found("stack:delete").len(), 3);
        let search = Search::parse("stack:delete rename", &Inventory::default(), EntityType::Stack);
        let shows = |name| search.finds_scope(Scope::from_name(name).unwrap());
        assert!(shows("stack:delete") && shows("stack:rename") && !shows("stack:read"));
    }
}
