//! Organization-wide settings.

use super::records::write;
use super::sample::{create, organization};
use crate::{Change, Contents, Organization, Revision, Store};

/// As they were written, and nothing else with them.
pub async fn the_settings_are_replaced(store: &impl Store) {
    let acme = create(store, "acme").await;
    let settings = r#"{"defaultStackPermission":  0}"#.to_owned();
    let change = Change::UpdateSettings { settings: settings.clone() };
    write(store, &acme, &[change]).await.unwrap();
    let contents = store.contents(&acme.id).await.unwrap().unwrap();
    let expected = organization("acme").0;
    let organization = Organization { settings, revision: Revision(2), ..acme };
    assert_eq!(contents, Contents { organization, ..expected });
}
