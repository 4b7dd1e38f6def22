//! The organization that is being looked at.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Failure};
use crate::components::loading::Loading;
use crate::components::notice::Notices;
use crate::state::arrivals::{Arrivals, Mark};
use crate::state::workspace::{RoleEntry, Workspace};

/// The organization that is being looked at, shared by its pages.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// The name of the organization.
    pub name: RwSignal<Option<String>>,
    workspace: RwSignal<Loading<Arc<Workspace>>>,
    roles: RwSignal<Option<Vec<RoleEntry>>>,
    /// How often it was opened or cleared: what was asked for before is not put on it any more.
    turn: StoredValue<u64>,
    /// What was asked for in this turn, and which answer is here.
    arrivals: StoredValue<Arrivals>,
    /// The hash of what the server answered, so that the same answer changes nothing.
    answered: StoredValue<Option<u64>>,
}

impl Default for Desk {
    fn default() -> Self {
        Self::with(Loading::Waiting)
    }
}

impl Desk {
    /// A desk with an organization that did not come from the server.
    pub fn holding(workspace: Arc<Workspace>) -> Self {
        Self::with(Loading::Ready(workspace))
    }

    fn with(workspace: Loading<Arc<Workspace>>) -> Self {
        Self {
            name: RwSignal::new(None),
            workspace: RwSignal::new(workspace),
            roles: RwSignal::new(None),
            turn: StoredValue::new(0),
            arrivals: StoredValue::default(),
            answered: StoredValue::new(None),
        }
    }

    /// Holds the organization as it is now; the pages stay.
    pub fn hold(self, workspace: Arc<Workspace>) {
        self.forget();
        self.workspace.set(Loading::Ready(workspace));
    }

    /// The name of the organization.
    pub fn name(self) -> Option<String> {
        self.name.get()
    }

    /// The organization, as far as it has come.
    pub fn workspace(self) -> Loading<Arc<Workspace>> {
        self.workspace.get()
    }

    /// The organization, if it is here.
    pub fn ready(self) -> Option<Arc<Workspace>> {
        self.workspace.with(|workspace| match workspace {
            Loading::Ready(workspace) => Some(workspace.clone()),
            _ => None,
        })
    }

    /// The same, without hearing of later ones.
    pub fn ready_untracked(self) -> Option<Arc<Workspace>> {
        untrack(|| self.ready())
    }

    /// Why the organization is not shown to whoever is signed in, where they may not look at it.
    pub fn refusal(self) -> Option<Failure> {
        self.workspace.with(|workspace| match workspace {
            Loading::Failed(failure) if failure.status() == Some(403) => Some(failure.clone()),
            _ => None,
        })
    }

    /// Its roles, which can be here before the rest is.
    pub fn roles(self) -> Option<Vec<RoleEntry>> {
        match self.workspace.get() {
            Loading::Ready(workspace) => Some(workspace.roles()),
            Loading::Waiting => self.roles.get(),
            Loading::Failed(_) => None,
        }
    }

    /// Brings another organization to the desk, or the same one anew; its roles before the rest if somebody
    /// waits for no more than their list.
    pub fn open(self, name: &str, roles_first: bool) {
        let turn = self.clear();
        self.name.set(Some(name.to_owned()));
        if roles_first {
            let name = name.to_owned();
            spawn_local(async move {
                // Where they do not come, the whole says why.
                let Ok(roles) = fetch_roles(&name).await else { return };
                if self.turn.get_value() == turn {
                    self.roles.set(Some(roles));
                }
            });
        }
        let name = name.to_owned();
        spawn_local(async move {
            if let Err(failure) = self.bring(&name, turn).await
                && self.turn.get_value() == turn
                // What was asked for later may have come.
                && self.ready_untracked().is_none()
            {
                self.workspace.set(Loading::Failed(failure));
            }
        });
    }

    /// Takes everything off the desk, whatever is on its way to it as well; answers which turn has begun.
    pub fn clear(self) -> u64 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.name.set(None);
        self.workspace.set(Loading::Waiting);
        self.roles.set(None);
        self.forget();
        self.turn.get_value()
    }

    /// Brings what was saved meanwhile; the pages stay.
    pub async fn refresh(self) -> Result<(), Failure> {
        match self.name.get_untracked() {
            Some(name) => self.bring(&name, self.turn.get_value()).await,
            None => Ok(()),
        }
    }

    /// Asks for the organization of this name and has the answer on the desk, unless something newer is there.
    async fn bring(self, name: &str, turn: u64) -> Result<(), Failure> {
        let sent = self.arrivals.try_update_value(Arrivals::send).unwrap_or_default();
        let (text, mark) = api::snapshot(name).await?;
        // Another organization may have been opened meanwhile.
        if self.turn.get_value() == turn { self.put(&text, sent, mark) } else { Ok(()) }
    }

    /// Has what the server answered on the desk, unless it or something newer is there.
    fn put(self, text: &str, sent: u64, mark: Option<Mark>) -> Result<(), Failure> {
        // Requests overtake one another, and the earlier one may bring what was before the later one.
        let is_taken = self.arrivals.try_update_value(|arrivals| arrivals.take(sent, mark));
        if is_taken == Some(false) {
            return Ok(());
        }
        let answered = Some(hash(text));
        if self.answered.get_value() == answered && self.ready_untracked().is_some() {
            return Ok(());
        }
        self.workspace.set(Loading::Ready(Arc::new(parse(text)?)));
        self.answered.set_value(answered);
        Ok(())
    }

    /// Nothing that the server answered is here any more.
    fn forget(self) {
        self.answered.set_value(None);
        self.arrivals.update_value(Arrivals::forget);
    }

    /// Brings what was saved just now, and says so where it does not come; whether it came.
    pub async fn follow_up(self, notices: Notices) -> bool {
        let answer = self.refresh().await;
        if let Err(failure) = &answer {
            notices.tell(format!("Saved, but the page is behind. {}", failure.in_words()));
        }
        answer.is_ok()
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The roles, of an organization without its entities: nothing else is to be read from that.
async fn fetch_roles(name: &str) -> Result<Vec<RoleEntry>, Failure> {
    Ok(parse(&api::outline(name).await?)?.roles())
}

fn parse(text: &str) -> Result<Workspace, Failure> {
    Workspace::parse(text).map_err(|fault| Failure::Unreadable(fault.to_string()))
}
