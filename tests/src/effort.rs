//! How much is searched where.

use std::ops::Div;

/// Of how many rounds one is gone through in a browser.
const STEP: u8 = 8;

/// How many of `all` are gone through here: each of them natively and in Node, and an eighth in a browser, where the
/// module is the one that Node has been through all of them with.
pub fn share<N: Div<Output = N> + From<u8>>(all: N) -> N {
    all / N::from(step())
}

/// Which of what is gone through one by one are gone through here: every one, or every eighth.
pub fn step() -> u8 {
    if is_in_browser() { STEP } else { 1 }
}

#[cfg(target_arch = "wasm32")]
fn is_in_browser() -> bool {
    let process = js_sys::Reflect::get(&js_sys::global(), &"process".into());
    process.is_ok_and(|process| process.is_undefined())
}

#[cfg(not(target_arch = "wasm32"))]
const fn is_in_browser() -> bool {
    false
}
