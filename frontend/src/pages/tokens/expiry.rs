//! Choosing when a token expires.

use leptos::prelude::*;

use super::form::{Expiry, Form, MAX_DAYS};
use crate::state::moment::{DAY_SECS, day, from_now, machine_day, now};

/// The lives that are offered, in days.
const OFFERED: [u64; 4] = [7, 30, 90, 365];

/// Chooses when a token expires, within what the expiry policy allows.
#[component]
pub fn ExpiryField(
    /// The draft.
    form: Form,
    /// How many days of life the organization allows; 0 for no limit.
    #[prop(into)]
    max_days: Signal<u64>,
    /// What the server says is wrong with it.
    #[prop(into)]
    refused: Signal<Option<String>>,
) -> impl IntoView {
    let expiry = form.expiry;
    let option = move |value: Expiry, label: String, is_allowed: bool| {
        let own = value.clone();
        let is_chosen = move || match (&own, expiry.get()) {
            (Expiry::Until(_), Expiry::Until(_)) => true,
            (own, chosen) => *own == chosen,
        };
        view! {
            <label class="token-form__option" class:token-form__option--off=!is_allowed>
                <input
                    type="radio"
                    name="expiry"
                    disabled=!is_allowed
                    prop:checked=is_chosen
                    on:change=move |_| expiry.set(value.clone())
                />
                {label}
            </label>
        }
    };
    let options = move || {
        let max = max_days.get();
        let is_allowed = |days: u64| max == 0 || days <= max;
        let mut days: Vec<_> = OFFERED.to_vec();
        // The longest that is allowed is what many want.
        if max > 0 && max <= MAX_DAYS && !days.contains(&max) {
            days.push(max);
            days.sort_unstable();
        }
        let lives = days.into_iter().map(|days| {
            let label = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            option(Expiry::Days(days), label, is_allowed(days))
        });
        view! {
            {lives.collect_view()}
            {option(Expiry::Until(String::new()), "On a day of your choice".to_owned(), true)}
            {option(Expiry::Never, "Never".to_owned(), max == 0)}
        }
    };
    let is_day = Memo::new(move |_| matches!(expiry.get(), Expiry::Until(_)));
    let day_field = move || {
        is_day.get().then(|| {
            let today = now();
            let most = match max_days.get() {
                0 => MAX_DAYS,
                max => max.min(MAX_DAYS),
            };
            view! {
                <label class="field token-form__day">
                    <span class="field__label">"Last day, in UTC"</span>
                    <input
                        class="input"
                        type="date"
                        min=machine_day(today)
                        max=machine_day(today + most.saturating_sub(1) * DAY_SECS)
                        prop:value=move || match expiry.get() {
                            Expiry::Until(text) => text,
                            Expiry::Days(_) | Expiry::Never => String::new(),
                        }
                        on:input:target=move |event| expiry.set(Expiry::Until(event.target().value()))
                    />
                </label>
            }
        })
    };
    let words = move || {
        let (now, max) = (now(), max_days.get());
        let problem = refused.get().or_else(|| expiry.with(|expiry| expiry.problem(max, now)));
        if let Some(problem) = problem {
            return view! { <p class="form__problem" role="alert">{problem}</p> }.into_any();
        }
        let limit = match max {
            0 => String::new(),
            max => format!(". The expiry policy of the organization allows {max} days"),
        };
        let when = match expiry.with(|expiry| expiry.secs(now)) {
            Some(0) => "It works until it is revoked: prefer an expiry where you can".to_owned(),
            Some(secs) => format!("It expires on {}, {}", day(secs), from_now(secs, now)),
            None => String::new(),
        };
        view! { <p class="field__hint" role="status">{format!("{when}{limit}")}</p> }.into_any()
    };
    view! {
        <fieldset class="token-form__group">
            <legend>"Expires"</legend>
            <div class="token-form__options">{options}</div>
            {day_field}
            {words}
        </fieldset>
    }
}
