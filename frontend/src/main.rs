//! Starts the web UI.

fn main() {
    frontend::start();
}
