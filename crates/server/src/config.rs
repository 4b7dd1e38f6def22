//! What can be set.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::{Secret, Tls, TokenKey};

/// Where the server listens unless told otherwise: reachable from this machine only.
pub const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);
/// The database unless told otherwise: a file where the server was started.
pub const DEFAULT_DATABASE: &str = "sqlite://scopesight.db";
/// The organization that is made unless told otherwise.
pub const DEFAULT_ORGANIZATION: &str = "main";

/// Everything that can be set; the default runs with no set-up.
#[expect(clippy::struct_excessive_bools, reason = "each of them is a setting by its own name")]
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The certificate to speak TLS with; without one HTTP is spoken, for this machine or a proxy that speaks TLS.
    pub tls: Option<Tls>,
    /// `sqlite://PATH`, whose file is made when it is not there, or `postgres://…`.
    pub database: String,
    /// The organization that is made when it is not there.
    pub organization: String,
    /// The snapshot of an organization that is also made when it is not there.
    pub demo: Option<&'static str>,
    /// The value of the admin's first token; made up when there is none.
    pub admin_token: Option<Secret>,
    /// The key that the values of tokens are hashed with; unless there is one, it is in a file beside the database.
    pub token_key: Option<TokenKey>,
    /// Serves the web UI from this folder instead of the one in the program.
    pub web_dir: Option<PathBuf>,
    /// How large the body of a request may be. A definition has at most 1 MB (1,048,576 bytes);
    /// escaped as JSON it can be twice that, plus its name and description.
    pub body_limit_bytes: usize,
    /// How long a request may take before it is given up.
    pub request_timeout_secs: u64,
    /// How long a browser stays signed in.
    pub session_secs: u64,
    /// Whether nobody may hand out more than they hold. Pulumi does not say that it guards this; we do unless
    /// told otherwise.
    pub guards_handing_out: bool,
    /// Whether the last who can manage roles cannot lose that; ours as well.
    pub guards_last_manager: bool,
    /// Whether a team may hold several roles; in Pulumi's API a new one takes the place of the one before.
    pub several_team_roles: bool,
    /// Whether a proxy stands before the server and adds the address of whoever it serves to `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// How many connections to PostgreSQL there are at the most.
    pub connections: u32,
    /// How many requests one address may make in a minute; as many as it likes where it is 0. Those for health and
    /// metrics are not counted.
    pub requests_per_minute: u32,
    /// How many wrong tokens one address may try in a minute.
    pub failed_sign_ins_per_minute: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: DEFAULT_LISTEN,
            tls: None,
            database: DEFAULT_DATABASE.to_owned(),
            organization: DEFAULT_ORGANIZATION.to_owned(),
            demo: None,
            admin_token: None,
            token_key: None,
            web_dir: None,
            body_limit_bytes: 2_621_440, // 2.5 × 1024 × 1024
            request_timeout_secs: 30,
            session_secs: 12 * 60 * 60,
            guards_handing_out: true,
            guards_last_manager: true,
            several_team_roles: false,
            behind_proxy: false,
            connections: 10,
            requests_per_minute: 0,
            failed_sign_ins_per_minute: 20,
        }
    }
}
