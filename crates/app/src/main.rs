//! The web UI as one program.

mod ahead;
mod pages;
mod part;
mod parts;

use frontend::app::App;
use frontend::pages::roles::marks::Finder;
use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| {
        provide_context(Finder(parts::findings));
        view! { <App pages=pages::pages/> }
    });
    ahead::watch();
}
