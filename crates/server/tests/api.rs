//! `docs/API.md` says what the routes say.

use std::{env, fs};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/API.md");

#[test]
fn the_page_about_the_api_is_the_one_that_the_routes_make() {
    let made = server::api_page();
    if env::var_os("SCOPESIGHT_UPDATE").is_some() {
        fs::write(PAGE, &made).unwrap();
    }
    let page = fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        page == made,
        "docs/API.md is behind: `SCOPESIGHT_UPDATE=1 cargo test -p server --test api` writes it anew"
    );
}
