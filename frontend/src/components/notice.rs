//! Short news at the edge of the page.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

const SHOWN_SECS: u64 = 6;

/// The news that are on screen.
#[derive(Debug, Clone, Copy)]
pub struct Notices {
    list: RwSignal<Vec<Notice>>,
    next: StoredValue<u64>,
}

#[derive(Clone)]
struct Notice {
    id: u64,
    text: String,
    action: Option<(String, Action)>,
}

/// Something to do; it outlives the place it was offered from.
pub type Action = Arc<dyn Fn() + Send + Sync>;

impl Default for Notices {
    fn default() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }
}

impl Notices {
    /// Tells `text`, for a few seconds.
    pub fn tell(self, text: impl Into<String>) {
        // The last word counts: what was told before has been read or is no longer true.
        self.list.update(|list| list.retain(|notice| notice.action.is_some()));
        let id = self.push(text.into(), None);
        set_timeout(move || self.remove(id), Duration::from_secs(SHOWN_SECS));
    }

    /// Offers something to do, until it is done or put away.
    pub fn offer(self, text: impl Into<String>, button: impl Into<String>, action: Action) {
        self.push(text.into(), Some((button.into(), action)));
    }

    /// Takes back everything that was offered.
    pub fn withdraw(self) {
        self.list.update(|list| list.retain(|notice| notice.action.is_none()));
    }

    fn push(self, text: String, action: Option<(String, Action)>) -> u64 {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.list.update(|list| list.push(Notice { id, text, action }));
        id
    }

    fn remove(self, id: u64) {
        self.list.update(|list| list.retain(|notice| notice.id != id));
    }
}

/// The edge of the page where news are told.
#[component]
pub fn NoticeList() -> impl IntoView {
    let notices = expect_context::<Notices>();
    view! {
        <div class="toasts" role="status" aria-label="News">
            <For each=move || notices.list.get() key=|notice| notice.id let:notice>
                <div class="toast">
                    <span>{notice.text}</span>
                    {notice
                        .action
                        .map(|(button, action)| {
                            let act = move |_| {
                                notices.remove(notice.id);
                                action();
                            };
                            view! {
                                <button class="button button--small" type="button" on:click=act>
                                    {button}
                                </button>
                            }
                        })}
                    <button
                        class="toast__close"
                        type="button"
                        aria-label="Put away"
                        on:click=move |_| notices.remove(notice.id)
                    >
                        <Icon glyph=Glyph::Cross/>
                    </button>
                </div>
            </For>
        </div>
    }
}
