//! A view in its place.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use web_sys::HtmlElement;

/// A view that stays in its place until this is dropped, which leaves nothing behind.
pub(crate) struct Mounted(#[expect(dead_code, reason = "it is held to be dropped")] Box<dyn Any>);

impl Mounted {
    /// Mounts what `view` makes into `root`; `make` makes, inside, what the caller keeps hold of.
    pub(crate) fn new<T: Copy + 'static, V: IntoView + 'static>(
        root: HtmlElement,
        make: impl FnOnce() -> T + 'static,
        view: impl FnOnce(T) -> V + 'static,
    ) -> Option<(Self, T)> {
        let kept = Rc::new(RefCell::new(None));
        let keep = Rc::clone(&kept);
        let handle = leptos::mount::mount_to(root, move || {
            let value = make();
            *keep.borrow_mut() = Some(value);
            view(value)
        });
        let value = kept.borrow_mut().take()?;
        Some((Self(Box::new(handle)), value))
    }
}
