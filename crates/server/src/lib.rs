//! HTTP: Pulumi's access-management API, enforced.
