//! What a role, a token or a person may do, decided purely.
