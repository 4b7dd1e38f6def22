//! What the URL of a database says after its question mark.

use std::str::FromStr as _;

use sqlx::any::AnyConnectOptions;

use crate::OpenError;

/// What sqlx takes from it. Of anything else it would write the name and the value to the log, and go on without.
const KNOWN: [&str; 18] = [
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "ssl-root-cert",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "statement-cache-capacity",
    "user",
];

/// Refuses a URL with a parameter that nobody knows: it would be without effect, and its value may be a secret.
pub(crate) fn check(url: &str) -> Result<(), OpenError> {
    let url = AnyConnectOptions::from_str(url).map_err(OpenError::Open)?.database_url;
    let mut names = url.query_pairs().map(|(name, _)| name);
    let Some(unknown) = names.find(|name| !is_known(name)) else { return Ok(()) };
    // Where an `@` follows, the question mark may stand in a password that is not escaped.
    let is_password = url.query().is_some_and(|query| query.contains('@'));
    let is_name = unknown.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte));
    let is_told = is_name && !is_password && unknown.len() <= 40;
    let shown = if is_told { format!(" `{unknown}`") } else { String::new() };
    Err(OpenError::Parameter { shown, known: KNOWN.join("`, `") })
}

/// Settings of the database itself may be given one by one.
fn is_known(name: &str) -> bool {
    let is_option = name.starts_with("options[") && name.ends_with(']');
    is_option || KNOWN.contains(&name)
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::PgConnectOptions;

    use super::{KNOWN, check};

    #[test]
    fn a_parameter_that_does_nothing_is_refused_by_its_name_alone() {
        let refused = |query: &str| {
            check(&format!("postgres://ada:pass@db.internal/scopesight?{query}"))
                .err()
                .map(|error| error.to_string())
        };
        for known in KNOWN {
            assert_eq!(refused(&format!("{known}=1")), None);
        }
        assert_eq!(refused("sslmode=require&options[search_path]=a&options=-c%20x"), None);
        for (query, name) in [
            ("sslpassword=hunter2", " `sslpassword`"),
            ("sslmode=require&pasword=hunter2", " `pasword`"),
            ("keepalives=1", " `keepalives`"),
            ("hunter2", ""),
            ("hunter=two&b@db.internal/scopesight", ""),
        ] {
            let message = refused(query).unwrap();
            let expected = format!("the URL of the database has a parameter{name} that nothing");
            assert!(message.starts_with(&expected), "{message}");
            assert!(!message.contains("hunter") && !message.contains("pass@"), "{message}");
        }
    }

    /// None of them is told as unknown by sqlx, or refused for its value.
    #[test]
    fn what_is_known_is_taken() {
        let values = |name: &str| match name {
            "sslmode" | "ssl-mode" => "require",
            "hostaddr" => "127.0.0.1",
            "port" | "statement-cache-capacity" => "5",
            _ => "text",
        };
        let pairs: Vec<_> = KNOWN.iter().map(|name| format!("{name}={}", values(name))).collect();
        let url = format!("postgres://db.internal/scopesight?{}", pairs.join("&"));
        url.parse::<PgConnectOptions>().unwrap();
    }
}
