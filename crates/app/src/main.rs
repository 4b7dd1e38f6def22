//! The web UI as one program.

mod ahead;
mod pages;
mod part;
mod parts;

use frontend::app::App;
use frontend::pages::roles::marks::Finder;
use leptos::prelude::*;

fn main() {
    #[cfg(feature = "gallery")]
    if location().pathname().is_ok_and(|path| path == "/gallery") {
        return leptos::mount::mount_to_body(frontend::preview::gallery::GalleryPage);
    }
    leptos::mount::mount_to_body(|| {
        provide_context(Finder(parts::findings));
        view! { <App pages=pages::pages/> }
    });
    ahead::watch();
}
