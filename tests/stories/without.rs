//! People who may look and not change, or not even look.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::harness::{Browser, Stage, story};
use crate::keyboard::retype;
use crate::person::{VALUE, follow, open_role, press, sign_in, text_of, wait_for_text};

const NEW: &str = "newcomer";
const LACKING: &str = ".lacking";
const KEPT: &str = "For my laptop";
const TOKEN: &str = "For the build";

#[tokio::test]
async fn whoever_may_look_at_nothing_has_their_own_tokens() -> Result<()> {
    story("whoever_may_look_at_nothing", async |stage: &Stage| {
        let admin = stage.open("/").await?;
        sign_in(&admin).await?;
        let details = json!({"__type": "PermissionDescriptorAllow", "permissions": ["stack:read", "audit_logs:read"]});
        let role = json!({"name": "Looks at stacks", "description": "", "uxPurpose": "role", "details": details});
        let (status, made) = admin.send("POST", "/api/orgs/acme/roles", role).await?;
        ensure!(status == 200, "{status}: {made}");
        let token = taken_in(&admin, &made["id"]).await?;

        let browser = stage.open("/orgs/acme/roles").await?;
        sign_in_as(&browser, &token).await?;
        wait_for_text(&browser, "h1", "You may not look at who may do what in acme").await?;
        wait_for_text(&browser, "main", "role:read").await?;
        browser.is_told_as("an organization that may not be looked at").await?;
        follow(&browser, "Audit log").await?;
        wait_for_text(&browser, "h1", "Audit log").await?;
        wait_for_text(&browser, "[data-testid=audit]", NEW).await?;
        browser.visit("/orgs/acme/people").await?;
        wait_for_text(&browser, "h1", "You may not look at who may do what in acme").await?;
        follow(&browser, "Your access tokens").await?;
        wait_for_text(&browser, "h1", "Your access tokens").await?;
        // The browser is signed in by the first one from then on.
        for token in [KEPT, TOKEN] {
            follow(&browser, "Create token…").await?;
            wait_for_text(&browser, "h1", "Create token").await?;
            let what = By::XPath("//label[contains(., 'Description')]/input");
            retype(&browser, &browser.query(what).first().await?, token).await?;
            press(&browser, "Create token").await?;
            press(&browser, "Copy value").await?;
            follow(&browser, "Done, show the token").await?;
            wait_for_text(&browser, "h1", "Your access tokens").await?;
            wait_for_text(&browser, "table", token).await?;
        }
        press(&browser, &format!("Revoke {TOKEN}")).await?;
        wait_for_text(&browser, "dialog[open]", "refused at once").await?;
        press(&browser, "Revoke token").await?;
        wait_for_text(&browser, "[aria-label=News]", "is revoked").await?;
        let is_gone = By::XPath(format!("//table//th[contains(., '{TOKEN}')]"));
        ensure!(browser.query(is_gone).not_exists().await?, "it is still listed");
        let (_, tokens) = browser.send("GET", "/api/user/tokens", Value::Null).await?;
        let tokens = tokens.to_string();
        ensure!(tokens.contains(KEPT) && !tokens.contains(TOKEN), "it is not revoked: {tokens}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_may_only_look_is_told_before_they_begin() -> Result<()> {
    story("whoever_may_only_look", async |stage: &Stage| {
        let admin = stage.open("/").await?;
        sign_in(&admin).await?;
        ensure!(admin.query(By::Css(LACKING)).not_exists().await?, "administrators may all of it");
        let (_, roles) =
            admin.send("GET", "/api/orgs/acme/roles?uxPurpose=role", Value::Null).await?;
        let all = roles["roles"].as_array().context("no roles")?;
        let auditor = all.iter().find(|role| role["name"] == "Auditor").context("no Auditor")?;
        let token = taken_in(&admin, &auditor["id"]).await?;

        let browser = stage.open("/orgs/acme/roles").await?;
        sign_in_as(&browser, &token).await?;
        wait_for_text(&browser, LACKING, "Creating a role needs role:create").await?;
        ensure!(!is_enabled(&browser, "Create role…").await?, "it can be begun");
        open_role(&browser, "Payments deployer").await?;
        wait_for_text(&browser, LACKING, "You may try a draft here.").await?;
        let value = browser.query(By::Css(VALUE)).first().await?;
        retype(&browser, &value, "data").await?;
        wait_for_text(&browser, "[data-testid=save-state]", "Unsaved, 1 change").await?;
        ensure!(!is_enabled(&browser, "Save…").await?, "it can be saved");
        value.send_keys(Key::Control + "s").await?;
        wait_for_text(&browser, "[data-testid=save-failure]", "it needs role:update").await?;
        press(&browser, "Discard").await?;
        for (page, scope) in [
            ("settings", "organization:update"),
            ("people/ada", "org_member:delete"),
            ("teams/payments", "team:update"),
            ("guardrails", "role:update"),
            ("tokens", "org_token:delete"),
        ] {
            browser.visit(&format!("/orgs/acme/{page}")).await?;
            wait_for_text(&browser, LACKING, scope).await?;
        }
        browser.visit("/orgs/acme/people/ada").await?;
        wait_for_text(&browser, "h1", "ada").await?;
        ensure!(!is_enabled(&browser, "Remove…").await?, "it can be begun");
        // Beginning with the only kind that can be made.
        browser.visit("/orgs/acme/new-token").await?;
        wait_for_text(&browser, ".token-form__holder", &format!("It acts as you, {NEW}")).await?;
        let text = text_of(&browser, LACKING).await?;
        ensure!(text.contains("org_token:create"), "it says `{text}`");
        Ok(())
    })
    .await
}

/// Takes the newcomer in with a role, and answers what they sign in with.
async fn taken_in(admin: &Browser, role: &Value) -> Result<String> {
    let path = format!("/api/orgs/acme/scopesight/people/{NEW}");
    let (status, said) = admin.send("POST", &path, json!({"fgaRoleId": role})).await?;
    let token = said.pointer("/firstToken/tokenValue").and_then(Value::as_str);
    Ok(token.with_context(|| format!("{status}: {said}"))?.to_owned())
}

async fn sign_in_as(browser: &Browser, token: &str) -> Result<()> {
    let field = browser.query(By::Css("input[type=password]")).first().await?;
    retype(browser, &field, token).await?;
    press(browser, "Sign in").await
}

async fn is_enabled(browser: &Browser, name: &str) -> Result<bool> {
    let button = By::XPath(format!("//button[normalize-space(.)='{name}']"));
    let button = browser.query(button).first().await;
    Ok(button.with_context(|| format!("no button `{name}`"))?.is_enabled().await?)
}
