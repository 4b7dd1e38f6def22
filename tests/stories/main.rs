//! A person's way through the web UI, in headless Chromium, against the real server.
//!
//! `cargo xtask test stories` builds the server and the web UI and says where they are.
//! A story that fails leaves a screenshot of each of its browsers, and the server's log, in
//! `target/stories/`.

mod accessibility;
mod beginning;
mod clipboard;
mod consent;
mod editor;
mod focus;
mod gallery;
mod guardrails;
mod harness;
mod heat_map;
mod keyboard;
mod leaving;
mod looks;
mod matrix;
mod meanwhile;
mod parts;
mod people;
mod person;
mod refusals;
mod review;
mod session;
mod settings;
mod sign_in;
mod tokens;
mod welcome;
mod without;
