//! The key that the values of tokens are hashed with.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use hmac::digest::Key;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::{Keys, SecretHash, Store, Unavailable};

/// What is hashed to show that a server has the key.
const CHECK: &str = "scopesight token key";
/// How many hexadecimal digits a key has.
const DIGITS: usize = 64;

/// The key that the values of tokens and sessions are hashed with: whoever has the database and not the key cannot
/// even tell whether a value that they have is one of those.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenKey([u8; 32]);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It is not 256 bits.
    #[error("a token key has {DIGITS} hexadecimal digits")]
    Malformed,
    /// The file does not hold a key.
    #[error("the file `{path}` holds no token key: expected {DIGITS} hexadecimal digits")]
    MalformedFile {
        /// The file.
        path: String,
    },
    /// The file cannot be read or made.
    #[error("cannot use the file `{path}` for the token key: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The tokens in the database were hashed with a key, and there is none.
    #[error(
        "the tokens in the database were hashed with a key that is not here: bring back the file `{path}`, or set `SCOPESIGHT_TOKEN_KEY`"
    )]
    Missing {
        /// The file where it would be.
        path: String,
    },
    /// Several servers share the database, and this one was given none.
    #[error(
        "a database that servers share needs the key in `SCOPESIGHT_TOKEN_KEY`, the same for all of them: {DIGITS} hexadecimal digits, such as `openssl rand -hex 32` prints"
    )]
    Needed,
    /// The tokens in the database were hashed with another key.
    #[error("the token key is not the one that the tokens in the database were hashed with")]
    Other,
    /// There is no randomness to make one from.
    #[error("{0}")]
    Random(String),
    /// The store does not answer.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl TokenKey {
    /// The key written as 64 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] for anything else, without repeating it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| KeyError::Malformed)?;
        Ok(Self(bytes))
    }

    /// The key of these 256 random bits.
    #[must_use]
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// The HMAC-SHA-256 of `value`, which is of this `kind`.
    pub(crate) fn hash(&self, kind: &str, value: &str) -> SecretHash {
        SecretHash(self.mac(kind, value).finalize().into_bytes().into())
    }

    fn mac(&self, kind: &str, value: &str) -> Hmac<Sha256> {
        // HMAC pads a key that is shorter than a block with zeros.
        let mut block = Key::<Hmac<Sha256>>::default();
        block.iter_mut().zip(self.0).for_each(|(place, byte)| *place = byte);
        let mut mac = Hmac::<Sha256>::new(&block);
        mac.update(kind.as_bytes());
        mac.update(b"\0");
        mac.update(value.as_bytes());
        mac
    }

    /// The key of a server: the one it was `given`, or else the one in the file at `path`, which is made with
    /// `random` where neither it nor a token that was hashed with one is there.
    ///
    /// Without a path, of a database that several servers share, it has to be given.
    pub(crate) async fn obtain(
        store: &dyn Store,
        given: Option<Self>,
        path: Option<PathBuf>,
        random: impl FnOnce() -> Result<[u8; 32], String>,
    ) -> Result<Self, KeyError> {
        let Some(path) = path else {
            let key = given.ok_or(KeyError::Needed)?;
            key.check(store).await?;
            return Ok(key);
        };
        // A file that is not needed may be damaged.
        let found = if given.is_some() { given } else { read(&path)? };
        let key = match found {
            Some(key) => key,
            None if store.find_key_check().await?.is_some() => {
                return Err(KeyError::Missing { path: path.display().to_string() });
            }
            None => make(&path, Self(random().map_err(KeyError::Random)?))?,
        };
        key.check(store).await?;
        Ok(key)
    }

    /// Refuses a key that is not the one of the store; a store without one takes this.
    async fn check(&self, store: &(impl Keys + ?Sized)) -> Result<(), KeyError> {
        let own = self.mac("check", CHECK);
        let kept = store.keep_key_check(&hex::encode(own.clone().finalize().into_bytes())).await?;
        // A damaged one is another one.
        let kept = hex::decode(kept).unwrap_or_default();
        own.verify_slice(&kept).map_err(|_| KeyError::Other)
    }
}

/// Never the key: secrets do not end in logs.
impl fmt::Debug for TokenKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenKey(..)")
    }
}

/// The key in the file at `path`, if there is one.
fn read(path: &Path) -> Result<Option<TokenKey>, KeyError> {
    match fs::read_to_string(path) {
        Ok(text) => {
            warn_of_readers(path);
            let malformed = |_| KeyError::MalformedFile { path: path.display().to_string() };
            TokenKey::parse(&text).map(Some).map_err(malformed)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(KeyError::File { path: path.display().to_string(), source }),
    }
}

/// Makes the file at `path`, readable for its owner alone, with `key` in it; the key that is in it then, which is
/// another one's where that was faster.
fn make(path: &Path, key: TokenKey) -> Result<TokenKey, KeyError> {
    let unusable = |source| KeyError::File { path: path.display().to_string(), source };
    // It appears whole or not at all, and never in the place of another one.
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let draft = PathBuf::from(draft);
    let write = || {
        let mut file = create(&draft)?;
        writeln!(file, "{}", hex::encode(key.0))?;
        file.sync_all()?;
        fs::hard_link(&draft, path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            // So that the name survives a power cut as well as the bytes.
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    let written: std::io::Result<()> = write();
    // What is left of it would be as secret as the key.
    let _ = fs::remove_file(&draft);
    match written {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            read(path)?.ok_or_else(|| unusable(error))
        }
        Err(error) => Err(unusable(error)),
    }
}

#[cfg(unix)]
fn create(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn warn_of_readers(path: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let mode = fs::metadata(path).map_or(0, |data| data.permissions().mode());
    if mode & 0o077 != 0 {
        tracing::warn!(path = %path.display(), "others on this machine may read the token key");
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &Path) {}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use store_sql::SqlStore;
    use tempfile::TempDir;

    use super::{KeyError, TokenKey};

    const GIVEN: &str = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";

    async fn fresh() -> (SqlStore, PathBuf, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = store_sqlite::open(&folder.path().join("test.db")).await.unwrap();
        let path = folder.path().join("test.db.key");
        (store, path, folder)
    }

    async fn obtain(
        store: &SqlStore,
        path: &Path,
        given: Option<&str>,
        random: u8,
    ) -> Result<TokenKey, KeyError> {
        let given = given.map(|text| TokenKey::parse(text).unwrap());
        TokenKey::obtain(store, given, Some(path.to_owned()), || Ok([random; 32])).await
    }

    #[test]
    fn a_hash_is_the_hmac_of_the_kind_and_the_value() {
        let key = TokenKey::parse(&format!("{GIVEN}\n")).unwrap();
        // printf 'token\0pul-1' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b…0b
        let expected = "b1f97631485b1bb4c4837664aca40e241d30623761428b6e036410fa0f4502d8";
        assert_eq!(hex::encode(key.hash("token", "pul-1").0), expected);
        assert_ne!(key.hash("token", "pul-1"), key.hash("session", "pul-1"));
        assert_eq!(format!("{key:?}"), "TokenKey(..)");
    }

    #[test]
    fn a_key_is_256_bits() {
        for text in ["", "0b", GIVEN.get(1..).unwrap(), &format!("{GIVEN}0b"), &"+".repeat(64)] {
            let error = TokenKey::parse(text).unwrap_err().to_string();
            assert_eq!(error, "a token key has 64 hexadecimal digits");
        }
    }

    #[tokio::test]
    async fn a_key_is_made_once_and_read_by_nobody_else() {
        let (store, path, _folder) = fresh().await;
        let key = obtain(&store, &path, None, 1).await.unwrap();
        assert_eq!(key, TokenKey::new([1; 32]));
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{}\n", "01".repeat(32)));
        assert_eq!(obtain(&store, &path, None, 2).await.unwrap(), key);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let files = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(files, 4, "the database, its log, the log's index, and the key");
    }

    #[tokio::test]
    async fn the_key_that_is_given_counts_and_no_file_is_made() {
        let (store, path, _folder) = fresh().await;
        let key = obtain(&store, &path, Some(GIVEN), 1).await.unwrap();
        assert_eq!(key, TokenKey::new([0x0b; 32]));
        assert!(!path.exists());
        fs::write(&path, "0b0b").unwrap();
        let again = obtain(&store, &path, Some(GIVEN), 1).await.unwrap();
        assert_eq!(again, key, "whatever a file says that is not needed");
    }

    #[tokio::test]
    async fn where_servers_share_a_database_the_key_has_to_be_given() {
        let (store, path, _folder) = fresh().await;
        let given = TokenKey::parse(GIVEN).unwrap();
        let random = || -> Result<[u8; 32], String> { panic!("no key is made up") };
        let needed = TokenKey::obtain(&store, None, None, random).await.unwrap_err().to_string();
        assert!(needed.contains("SCOPESIGHT_TOKEN_KEY"), "{needed}");
        let key = TokenKey::obtain(&store, Some(given.clone()), None, random).await.unwrap();
        assert_eq!(key, given);
        let other = TokenKey::obtain(&store, Some(TokenKey::new([1; 32])), None, random).await;
        assert!(matches!(other, Err(KeyError::Other)));
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn a_server_without_the_key_of_the_database_does_not_start() {
        let (store, path, _folder) = fresh().await;
        obtain(&store, &path, None, 1).await.unwrap();
        let other = obtain(&store, &path, Some(GIVEN), 1).await;
        assert!(matches!(other, Err(KeyError::Other)));
        fs::remove_file(&path).unwrap();
        let missing = obtain(&store, &path, None, 2).await.unwrap_err();
        assert!(matches!(missing, KeyError::Missing { .. }));
        assert!(missing.to_string().contains("test.db.key"), "{missing}");
        assert!(!path.exists(), "no other key takes its place");
        fs::write(&path, "not a key").unwrap();
        let malformed = obtain(&store, &path, None, 2).await.unwrap_err().to_string();
        assert!(
            malformed.contains("test.db.key") && !malformed.contains("not a key"),
            "{malformed}"
        );
    }
}
