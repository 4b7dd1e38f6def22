//! What a server can be told: by arguments, by the environment, or by a file.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Arg, Args as _, Command};
use server::{Config, Tls};
use toml::Spanned;

/// How large a file of settings may be.
const MAX_BYTES: u64 = 1024 * 1024;
/// What every folder of the web UI has.
const PAGE: &str = "index.html";

// A doc comment here would take the place of the command's own.
// Each setting has one name: `--listen`, `SCOPESIGHT_LISTEN`, and `listen` in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8787]
    #[arg(long, env = "SCOPESIGHT_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// The certificate to speak TLS with, as PEM, with those that vouch for it
    #[arg(long, env = "SCOPESIGHT_TLS_CERTIFICATE", value_name = "FILE")]
    tls_certificate: Option<PathBuf>,
    /// The private key of the certificate, as PEM
    #[arg(long, env = "SCOPESIGHT_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
    /// The database: `sqlite://PATH`, made when it is not there, or `postgres://…`; give a password in the environment
    /// or the file, as arguments are seen by everyone on the machine; a file `scopesight.db` unless it is said
    #[arg(long, env = "SCOPESIGHT_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// How many connections to PostgreSQL there are at the most [default: 10]
    #[arg(long, env = "SCOPESIGHT_CONNECTIONS", value_name = "NUMBER")]
    connections: Option<u32>,
    /// The organization to make when it is not there [default: main]
    #[arg(long, env = "SCOPESIGHT_ORGANIZATION", value_name = "NAME")]
    organization: Option<String>,
    /// Whether a proxy stands before the server and adds whom it serves to `X-Forwarded-For`
    #[arg(long, env = "SCOPESIGHT_BEHIND_PROXY", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    behind_proxy: Option<bool>,
    /// The folder to serve the web UI from, instead of the one in the program
    #[arg(long, env = "SCOPESIGHT_WEB_DIR", value_name = "DIR")]
    web_dir: Option<PathBuf>,
    /// How many bytes the body of a request may have [default: 2621440]
    #[arg(long, env = "SCOPESIGHT_BODY_LIMIT_BYTES", value_name = "BYTES")]
    body_limit_bytes: Option<usize>,
    /// How long a request may take before it is given up [default: 30]
    #[arg(long, env = "SCOPESIGHT_REQUEST_TIMEOUT_SECS", value_name = "SECONDS")]
    request_timeout_secs: Option<u64>,
    /// How long a browser stays signed in [default: 43200]
    #[arg(long, env = "SCOPESIGHT_SESSION_SECS", value_name = "SECONDS")]
    session_secs: Option<u64>,
    /// How many requests one address may make in a minute, beside those for health and metrics; 0 for as many as it
    /// likes [default: 0]
    #[arg(long, env = "SCOPESIGHT_REQUESTS_PER_MINUTE", value_name = "NUMBER")]
    requests_per_minute: Option<u32>,
    /// How many wrong tokens one address may try in a minute [default: 20]
    #[arg(long, env = "SCOPESIGHT_FAILED_SIGN_INS_PER_MINUTE", value_name = "NUMBER")]
    failed_sign_ins_per_minute: Option<u32>,
    /// Let a team hold several roles; otherwise a new one takes the place of the one before
    #[arg(long, env = "SCOPESIGHT_SEVERAL_TEAM_ROLES", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    several_team_roles: Option<bool>,
    /// Let people hand out more than they hold, by roles, tokens, teams and memberships
    #[arg(long, env = "SCOPESIGHT_ALLOW_HANDING_OUT_MORE", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    allow_handing_out_more: Option<bool>,
    /// Let the last who can manage roles lose that
    #[arg(long, env = "SCOPESIGHT_ALLOW_LOCK_OUT", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    allow_lock_out: Option<bool>,
}

impl Settings {
    /// What the file at `path` says, as TOML.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let unreadable = || format!("cannot read the settings `{shown}`");
        if fs::metadata(path).with_context(unreadable)?.len() > MAX_BYTES {
            bail!("the settings `{shown}` have more than {MAX_BYTES} bytes");
        }
        let text = fs::read_to_string(path).with_context(unreadable)?;
        Self::parse(&text).map_err(|Wrong { at, expected }| {
            let line = 1 + text.get(..at).map_or(0, |before| before.matches('\n').count());
            anyhow::anyhow!("the settings `{shown}`, line {line}: {expected}")
        })
    }

    /// What `text` says; what is wrong is told without what stands there, which may be a password in the wrong place.
    fn parse(text: &str) -> Result<Self, Wrong> {
        let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        let said: BTreeMap<Spanned<String>, toml::Value> = toml::from_str(text)
            .map_err(|error| Wrong { at: start(&error), expected: "expected TOML".to_owned() })?;
        let mut said: Vec<_> =
            said.keys().map(|key| (key.span().start, key.as_ref().as_str())).collect();
        said.sort_unstable();
        let command = Self::augment_args(Command::new("settings"));
        let known = |name: &str| command.get_arguments().find(|of| of.get_long() == Some(name));
        if let Some((at, _)) = said.iter().find(|(_, name)| known(name).is_none()) {
            let names: Vec<_> = command.get_arguments().filter_map(Arg::get_long).collect();
            let expected = format!("expected a setting, one of `{}`", names.join("`, `"));
            return Err(Wrong { at: *at, expected });
        }
        toml::from_str(text).map_err(|error| {
            let at = start(&error);
            let name = said.iter().rev().find(|(key, _)| *key <= at).map(|(_, name)| *name);
            let expected = name.and_then(known).map_or("other values", expected);
            let name = name.map(|name| format!("`{name}`: ")).unwrap_or_default();
            Wrong { at, expected: format!("{name}expected {expected}") }
        })
    }

    /// These, and where they say nothing, `others`.
    pub(crate) fn or(self, others: Self) -> Self {
        Self {
            listen: self.listen.or(others.listen),
            tls_certificate: self.tls_certificate.or(others.tls_certificate),
            tls_key: self.tls_key.or(others.tls_key),
            database: self.database.or(others.database),
            connections: self.connections.or(others.connections),
            organization: self.organization.or(others.organization),
            behind_proxy: self.behind_proxy.or(others.behind_proxy),
            web_dir: self.web_dir.or(others.web_dir),
            body_limit_bytes: self.body_limit_bytes.or(others.body_limit_bytes),
            request_timeout_secs: self.request_timeout_secs.or(others.request_timeout_secs),
            session_secs: self.session_secs.or(others.session_secs),
            requests_per_minute: self.requests_per_minute.or(others.requests_per_minute),
            failed_sign_ins_per_minute: self
                .failed_sign_ins_per_minute
                .or(others.failed_sign_ins_per_minute),
            several_team_roles: self.several_team_roles.or(others.several_team_roles),
            allow_handing_out_more: self.allow_handing_out_more.or(others.allow_handing_out_more),
            allow_lock_out: self.allow_lock_out.or(others.allow_lock_out),
        }
    }

    /// What the server is configured with; what nothing is said of stays as it is by default.
    pub(crate) fn into_config(self) -> Result<Config> {
        let default = Config::default();
        let tls = match (self.tls_certificate, self.tls_key) {
            (None, None) => None,
            (Some(certificate), Some(key)) => Some(Tls { certificate, key }),
            (Some(_), None) => bail!("`tls-certificate` is set, and `tls-key` is not"),
            (None, Some(_)) => bail!("`tls-key` is set, and `tls-certificate` is not"),
        };
        let organization = self.organization.unwrap_or(default.organization);
        check_name(&organization)?;
        for (name, is_zero) in [
            ("connections", self.connections == Some(0)),
            ("body-limit-bytes", self.body_limit_bytes == Some(0)),
            ("request-timeout-secs", self.request_timeout_secs == Some(0)),
            ("session-secs", self.session_secs == Some(0)),
        ] {
            // Under such a limit the server could not answer anything.
            if is_zero {
                bail!("`{name}`: expected a whole number from 1, found 0");
            }
        }
        if let Some(folder) = self.web_dir.as_ref().filter(|folder| !folder.join(PAGE).is_file()) {
            bail!("`web-dir`: expected a folder with `{PAGE}`, found `{}`", folder.display());
        }
        Ok(Config {
            listen: self.listen.unwrap_or(default.listen),
            tls,
            database: self.database.unwrap_or(default.database),
            connections: self.connections.unwrap_or(default.connections),
            organization,
            behind_proxy: self.behind_proxy.unwrap_or(default.behind_proxy),
            web_dir: self.web_dir.or(default.web_dir),
            body_limit_bytes: self.body_limit_bytes.unwrap_or(default.body_limit_bytes),
            request_timeout_secs: self.request_timeout_secs.unwrap_or(default.request_timeout_secs),
            session_secs: self.session_secs.unwrap_or(default.session_secs),
            requests_per_minute: self.requests_per_minute.unwrap_or(default.requests_per_minute),
            failed_sign_ins_per_minute: self
                .failed_sign_ins_per_minute
                .unwrap_or(default.failed_sign_ins_per_minute),
            several_team_roles: self.several_team_roles.unwrap_or(default.several_team_roles),
            guards_handing_out: !self.allow_handing_out_more.unwrap_or(!default.guards_handing_out),
            guards_last_manager: !self.allow_lock_out.unwrap_or(!default.guards_last_manager),
            ..Config::default()
        })
    }
}

/// Where something is wrong in a file of settings, in bytes from its beginning, and what would be right there.
struct Wrong {
    at: usize,
    expected: String,
}

/// What stands for a setting in a file.
fn expected(setting: &Arg) -> &'static str {
    match setting.get_value_names().and_then(<[_]>::first).map(AsRef::as_ref) {
        Some("ADDR") => "an address with a port, such as `\"127.0.0.1:8787\"`",
        Some("BOOL") => "`true` or `false`",
        Some("NUMBER" | "SECONDS" | "BYTES") => "a whole number, such as `10`",
        _ => "text in quotes",
    }
}

/// Refuses a name that cannot stand in an address.
fn check_name(text: &str) -> Result<()> {
    let is_fit = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    if text.is_empty() || text.len() > 64 || !text.chars().all(is_fit) {
        bail!("`organization`: expected 1 to 64 letters, digits, `-`, `_` or `.`");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::Settings;

    fn read(text: &str) -> Result<Settings, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        Settings::read(file.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_says_what_arguments_do_not() {
        let file =
            read("listen = \"0.0.0.0:80\"\nconnections = 3\nallow-lock-out = true\n").unwrap();
        let said = Settings { connections: Some(7), ..Settings::default() };
        let config = said.or(file).into_config().unwrap();
        assert_eq!(config.listen.to_string(), "0.0.0.0:80");
        assert_eq!((config.connections, config.organization.as_str()), (7, "main"));
        assert!(config.guards_handing_out && !config.guards_last_manager);
        let nothing = Settings::default().into_config().unwrap();
        assert!(nothing.guards_handing_out && nothing.guards_last_manager && nothing.tls.is_none());
    }

    #[test]
    fn settings_under_which_nothing_could_be_answered_are_refused() {
        for name in ["connections", "body-limit-bytes", "request-timeout-secs", "session-secs"] {
            let refused = read(&format!("{name} = 0")).unwrap().into_config().unwrap_err();
            let expected = format!("`{name}`: expected a whole number from 1, found 0");
            assert_eq!(refused.to_string(), expected);
            assert!(read(&format!("{name} = 1")).unwrap().into_config().is_ok());
        }
        // As many requests as one likes, and no wrong token at all.
        for name in ["requests-per-minute", "failed-sign-ins-per-minute"] {
            assert!(read(&format!("{name} = 0")).unwrap().into_config().is_ok());
        }
        let folder = tempfile::tempdir().unwrap();
        let web_dir =
            |folder: &Path| Settings { web_dir: Some(folder.to_owned()), ..Settings::default() };
        for empty in [folder.path().to_owned(), folder.path().join("nowhere")] {
            let refused = web_dir(&empty).into_config().unwrap_err().to_string();
            assert!(
                refused.contains("`web-dir`: expected a folder with `index.html`"),
                "{refused}"
            );
        }
        fs::write(folder.path().join("index.html"), "").unwrap();
        assert!(web_dir(folder.path()).into_config().is_ok());
    }

    #[test]
    fn what_is_wrong_in_a_file_is_said_with_its_line_and_without_what_stands_there() {
        let unknown =
            read("listen = \"[::]:1\"\ndatabse = \"postgres://u:secret@h/d\"\n").unwrap_err();
        assert!(unknown.contains("line 2: expected a setting, one of `listen`"), "{unknown}");
        assert!(unknown.contains("`database`") && !unknown.contains("databse"), "{unknown}");
        assert!(!unknown.contains("secret"), "{unknown}");
        let broken = read("database = \"postgres://u:secret@h/d\n").unwrap_err();
        assert!(broken.contains("line 1") && !broken.contains("secret"), "{broken}");
        let half = read("tls-key = \"a.pem\"").unwrap().into_config().unwrap_err().to_string();
        assert_eq!(half, "`tls-key` is set, and `tls-certificate` is not");
        let name = read("organization = \"a/b\"").unwrap().into_config().unwrap_err().to_string();
        assert!(name.ends_with("digits, `-`, `_` or `.`"), "{name}");
    }

    #[test]
    fn a_secret_in_the_wrong_place_is_not_said() {
        const SECRET: &str = "postgres://u:SECRETPW@h/d";
        for (text, words) in [
            (
                format!("connections = \"{SECRET}\""),
                "line 1: `connections`: expected a whole number",
            ),
            (
                format!("allow-lock-out = true\nbehind-proxy = \"{SECRET}\""),
                "line 2: `behind-proxy`: expected `true` or `false`",
            ),
            (format!("listen = \"{SECRET}\""), "line 1: `listen`: expected an address with a port"),
            (format!("database = [\"{SECRET}\"]"), "line 1: `database`: expected text in quotes"),
            (format!("connections = 3\n\"{SECRET}\" = 1"), "line 2: expected a setting"),
            (format!("[\"{SECRET}\"]\na = 1"), "line 1: expected a setting"),
            (format!("database = {{ url = \"{SECRET}\" }}"), "line 1: `database`: expected text"),
            (format!("database = {SECRET}"), "line 1: expected TOML"),
            (format!("\"{SECRET}\" = 1\n\"{SECRET}\" = 2"), "expected TOML"),
            (SECRET.to_owned(), "line 1: expected TOML"),
            ("connections = -3".to_owned(), "line 1: `connections`: expected a whole number"),
        ] {
            let wrong = read(&text).unwrap_err();
            assert!(wrong.contains(words), "{text}: {wrong}");
            assert!(!wrong.contains("SECRETPW") && !wrong.contains("-3"), "{wrong}");
        }
    }
}
