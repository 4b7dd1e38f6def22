//! The policy engine for JavaScript.
