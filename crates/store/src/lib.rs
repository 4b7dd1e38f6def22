//! Storage traits and models.
