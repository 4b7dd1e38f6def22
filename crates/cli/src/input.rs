//! What commands read: snapshots, drafts, and the names of subjects and entities.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, anyhow};
use clap::{Args, ValueEnum};
use policy::Organization;
use wire::{
    Fault, Snapshot, Subject,
    snapshot::{EntityKey, EntityType},
    subject::Draft,
};

/// The snapshot a command works on, and how it answers.
#[derive(Args)]
pub(crate) struct Source {
    /// The snapshot: one JSON document with entities, records and, where needed, people.
    #[arg(long, value_name = "FILE")]
    pub(crate) snapshot: PathBuf,
    /// Text for people, or one JSON document.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// How a command answers.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Table,
    Json,
}

impl Source {
    /// The organization in the snapshot.
    pub(crate) fn load(&self) -> Result<Organization> {
        let organization = Snapshot::parse(&read(&self.snapshot)?).and_then(Snapshot::load);
        organization.map_err(|fault| in_file(&self.snapshot, &fault))
    }
}

/// Whose access is asked about.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct SubjectArguments {
    /// A role of the snapshot, by id or by unique name.
    #[arg(long, value_name = "ID")]
    role: Option<String>,
    /// A file with a definition that is not saved: a descriptor, or an object with `details`; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    /// An access token, by id or by unique name.
    #[arg(long, value_name = "ID")]
    token: Option<String>,
    /// A person.
    #[arg(long, value_name = "LOGIN")]
    user: Option<String>,
    /// A team.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
}

/// A question about one subject: the snapshot it stands in, and whose access is asked about.
#[derive(Args)]
pub(crate) struct Question {
    #[command(flatten)]
    pub(crate) source: Source,
    #[command(flatten)]
    pub(crate) subject: SubjectArguments,
}

impl Question {
    /// The organization of the snapshot, and what `ask` says about the subject in it.
    pub(crate) fn answer<T>(
        &self,
        ask: impl FnOnce(&Organization, &Subject) -> Result<T, Fault>,
    ) -> Result<(Organization, T)> {
        let organization = self.source.load()?;
        let subject = self.subject.read()?;
        let answer = ask(&organization, &subject).map_err(|fault| self.subject.blame(fault))?;
        Ok((organization, answer))
    }
}

impl SubjectArguments {
    /// The subject, with the text of a draft read from its file.
    pub(crate) fn read(&self) -> Result<Subject> {
        if let Some(file) = &self.draft {
            return draft(file);
        }
        let subject = None
            .or_else(|| self.role.clone().map(Subject::Role))
            .or_else(|| self.token.clone().map(Subject::Token))
            .or_else(|| self.user.clone().map(Subject::User))
            .or_else(|| self.team.clone().map(Subject::Team));
        subject.context("name a role, a draft, a token, a user or a team")
    }

    /// Says in which file a definition was refused.
    pub(crate) fn blame(&self, fault: Fault) -> anyhow::Error {
        match &self.draft {
            Some(file) if fault.code != "unknown-subject" => in_file(file, &fault),
            _ => fault.into(),
        }
    }
}

/// The draft in `file`.
pub(crate) fn draft(file: &Path) -> Result<Subject> {
    let draft = Draft::parse(&read(file)?).map_err(|fault| in_file(file, &fault))?;
    // Whatever is wrong with the definition is found before anything else is looked at.
    policy::Descriptor::parse(draft.details.get()).map_err(|error| in_file(file, &error.into()))?;
    Ok(Subject::Draft(draft))
}

/// When a question is asked: tokens expire.
#[derive(Args)]
pub(crate) struct Moment {
    /// When, in Unix seconds; now when left out.
    #[arg(long, value_name = "SECONDS")]
    at: Option<u64>,
}

impl Moment {
    /// The time asked about, in Unix seconds.
    pub(crate) fn secs(&self) -> Result<u64> {
        self.at.map_or_else(now, Ok)
    }
}

/// Now, in Unix seconds.
pub(crate) fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

/// The role with this id or name, or the draft in the file of this name.
///
/// `-` is the draft on standard input.
pub(crate) fn role_or_file(organization: &Organization, name: &str) -> Result<Subject> {
    let role = Subject::Role(name.to_owned());
    let file = Path::new(name);
    match role.resolve(organization) {
        Err(fault) if fault.code == "unknown-subject" => {
            if name == "-" || file.exists() {
                return draft(file);
            }
            // What it was probably meant to be is only told of names.
            let (_, near) = fault.message.split_once(", did you mean ").unwrap_or_default();
            let near =
                if near.is_empty() { String::new() } else { format!(", did you mean {near}") };
            Err(anyhow!("there is no role and no file `{name}`{near}"))
        }
        Err(fault) => Err(fault.into()),
        Ok(_) => Ok(role),
    }
}

/// Refuses a question about a scope of entities that names none, and says what is missing.
pub(crate) fn check_place(scope: policy::Scope, entity: Option<&EntityKey>) -> Result<()> {
    use policy::ResourceType;
    if entity.is_some() || scope.applies_to(ResourceType::Global) {
        return Ok(());
    }
    let types: Vec<_> = scope.resource_types().map(ResourceType::name).collect();
    let Some(first) = types.first() else { return Ok(()) };
    let article = if first.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let types = types.join(" or ");
    Err(anyhow!("`{scope}` is used on {article} {types}: add `--entity {first}/NAME`"))
}

/// Parses `TYPE/ID`.
pub(crate) fn entity(text: &str) -> Result<EntityKey, String> {
    let expected = "expected `stack/ID`, `environment/ID` or `insights-account/ID`";
    let (name, id) = text.split_once('/').ok_or(expected)?;
    let entity_type = policy::EntityType::from_name(name).ok_or(expected)?;
    Ok(EntityKey { entity_type: EntityType::from(entity_type), id: id.to_owned() })
}

/// Parses the name of a scope.
pub(crate) fn scope(name: &str) -> Result<policy::Scope, Fault> {
    wire::explain::scope(name)
}

/// The text of `file`, or of standard input where it is `-`.
pub(crate) fn read(file: &Path) -> Result<String> {
    let read = if file == Path::new("-") {
        io::read_to_string(io::stdin()).context("cannot read standard input")
    } else {
        fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))
    };
    read.map(without_mark)
}

/// `text` without the byte order mark that some programs begin a file with, and that is no part of JSON.
fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

/// The same of a file that may be large: not more than `max_bytes` of it and one.
pub(crate) fn read_at_most(file: &Path, max_bytes: usize) -> Result<String> {
    let limit = u64::try_from(max_bytes)?.saturating_add(1);
    let read = || {
        let mut text = String::new();
        if file == Path::new("-") {
            io::stdin().take(limit).read_to_string(&mut text)?;
        } else {
            fs::File::open(file)?.take(limit).read_to_string(&mut text)?;
        }
        Ok::<_, io::Error>(text)
    };
    read().map(without_mark).with_context(|| format!("cannot read `{}`", file.display()))
}

/// A fault, with the file in which it was found.
pub(crate) fn in_file(file: &Path, fault: &Fault) -> anyhow::Error {
    anyhow!("{}: {fault}", file.display())
}
