//! A button that makes a file.

use std::path::Path;

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// A button that makes a file when it is pressed.
#[component]
pub fn Download(
    /// What the button says.
    label: &'static str,
    /// The name of the file.
    #[prop(into)]
    name: Signal<String>,
    /// What the file is made of.
    content: Callback<(), String>,
) -> impl IntoView {
    let save = move |_| {
        // Without it there is no file, and the page is as it was.
        drop(offer(&name.get_untracked(), &content.run(())));
    };
    view! {
        <button class="button button--small" type="button" on:click=save>
            {label}
        </button>
    }
}

/// Lets the browser save `content`.
fn offer(name: &str, content: &str) -> Result<(), JsValue> {
    let is_csv = Path::new(name).extension().is_some_and(|ending| ending == "csv");
    let media_type = if is_csv { "text/csv" } else { "application/json" };
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&JsValue::from_str(content));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}
