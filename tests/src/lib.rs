//! Behaviour as data and its runners.
