//! The web UI: what a role lets its holder do, shown while it is being written.

pub mod api;
pub mod app;
pub mod components;
pub mod pages;
pub mod preview;
pub mod routes;
pub mod state;

/// Draws the web UI into the page.
pub fn start() {
    #[cfg(feature = "gallery")]
    if leptos::prelude::location().pathname().is_ok_and(|path| path == "/gallery") {
        return leptos::mount::mount_to_body(preview::gallery::GalleryPage);
    }
    leptos::mount::mount_to_body(app::App);
}
