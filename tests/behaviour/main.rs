//! The same behaviour natively, in Node and in Chromium.

#![cfg(test)]

mod adversarial;
mod agreement;
mod cases;
mod compare;
mod decider;
mod digest;
mod documents;
mod drafted;
mod edits;
mod escalation;
mod exhaustive;
mod guardrails;
mod impact;
mod kinds;
mod limits;
mod lint;
mod lint_conditions;
mod live;
mod never;
mod overlap;
mod repair;
mod replay;
mod standing;
mod suggestion;
mod usage;
mod ways;
mod widening;

/// A test that runs natively and as WASM.
macro_rules! everywhere {
    ($($(#[$doc:meta])* fn $name:ident() $body:block)+) => {$(
        $(#[$doc])*
        #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
        #[cfg_attr(not(target_arch = "wasm32"), test)]
        fn $name() $body
    )+};
}
pub(crate) use everywhere;
