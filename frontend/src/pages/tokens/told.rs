//! The value of a new token, told this once.

use leptos::prelude::*;
use leptos_router::components::A;
use wire::rest::token::CreatedToken;

use crate::components::clipboard::ByHand;
use crate::components::token_value::TokenValue;
use crate::routes::Page;

/// The value of a new token, told this once, with how to try it.
#[component]
pub fn Told(
    /// The token.
    token: CreatedToken,
    /// The name of the organization.
    organization: String,
    /// Whether the value was copied.
    is_kept: RwSignal<bool>,
) -> impl IntoView {
    let by_hand = expect_context::<ByHand>();
    let CreatedToken { id, token_value } = token;
    let home = window().location().origin().unwrap_or_default();
    // The shell asks for the value, so that it is neither on the screen again nor in the history of commands.
    let try_it = format!(
        "read -rs PULUMI_ACCESS_TOKEN && export PULUMI_ACCESS_TOKEN\ncurl -H \"Authorization: token $PULUMI_ACCESS_TOKEN\" {home}/api/user"
    );
    let command = try_it.clone();
    let copy_command = move |_| {
        by_hand.take(command.clone(), "The commands are on the clipboard, without the value");
    };
    let page = Page::Token { organization, id };
    view! {
        <div class="told" data-testid="told">
            <p class="text">
                "This is its value, and the only time that it is shown. Copy it to where it is going to be used: nobody can read it again, here or on the server."
            </p>
            <TokenValue value=token_value is_kept/>
            <h2 class="told__heading">"Try it"</h2>
            <p class="text">
                "Paste the value when the first command waits, and press Enter; it does not show. The second answers who the token is."
            </p>
            <pre class="told__command" tabindex="0" aria-label="Commands to try the token"><code>{try_it}</code></pre>
            <button class="button button--small told__copy" type="button" on:click=copy_command>
                "Copy commands"
            </button>
            <div class="told__actions">
                <A href=page.path() attr:class="button">"Done, show the token"</A>
            </div>
        </div>
    }
}
