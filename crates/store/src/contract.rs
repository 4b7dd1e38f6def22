//! The contract every store keeps: each function is one claim, and fails by panicking.
//!
//! A store's own tests call [`contract_tests!`](crate::contract_tests) with an expression that
//! makes a fresh, empty store.

#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a broken contract is a failed test"
)]

mod audit;
mod entities;
mod guardrails;
mod many;
mod members;
mod organizations;
mod records;
mod sample;
mod settings;
mod sign_in;
mod teams;
mod tokens;

pub use audit::*;
pub use entities::*;
pub use guardrails::*;
pub use many::*;
pub use members::*;
pub use organizations::*;
pub use records::*;
pub use settings::*;
pub use sign_in::*;
pub use teams::*;
pub use tokens::*;

/// Writes one test for each claim of the contract.
///
/// `$fresh` is an expression, evaluated inside an async function for each test, that makes an
/// empty store; it may be a tuple whose first part is the store, to keep a folder alive.
#[macro_export]
macro_rules! contract_tests {
    ($fresh:expr) => {
        $crate::contract_tests! { @claims $fresh;
            an_organization_reads_back_as_it_was_created
            an_organization_that_cannot_be_created_leaves_nothing
            a_name_is_given_to_one_organization
            a_user_finds_the_organizations_it_is_a_member_of
            what_is_not_there_is_none
            a_write_moves_the_revision
            a_write_decided_at_an_older_revision_is_refused
            a_write_is_applied_whole_or_not_at_all
            a_name_is_given_to_one_record_of_a_purpose
            an_update_keeps_what_it_does_not_name
            an_update_of_an_older_version_is_refused
            a_record_that_is_held_is_not_deleted
            a_released_record_is_deleted_and_its_tokens_revoked
            the_default_role_is_held_until_another_is
            two_writers_never_both_win
            a_name_is_given_to_one_guardrail
            a_guardrail_is_changed_as_a_whole
            a_change_of_an_older_guardrail_is_refused
            a_deleted_guardrail_leaves_its_name
            a_write_is_told_in_the_log
            a_write_that_fails_is_not_told
            a_write_that_nothing_tells_of_is_refused
            what_changes_nothing_is_recorded_all_the_same
            the_tokens_of_a_person_are_told_wherever_they_belong
            a_log_is_read_page_by_page
            a_log_is_searched
            what_is_recorded_at_once_is_one_chain
            a_head_that_was_noted_is_found_again
            a_token_is_found_by_its_secret_alone
            a_token_with_another_hash_of_its_secret_is_the_same_token
            what_shows_the_key_is_kept_once
            a_replaced_token_ends_its_sessions
            a_token_that_is_put_once_is_never_replaced
            a_session_ends
            a_session_needs_its_token
            the_name_of_a_token_is_never_given_again
            a_revoked_token_opens_nothing
            a_person_makes_a_token_with_one_that_is_good
            no_session_outlives_a_first_token_by_itself
            a_person_has_tokens_of_their_own
            a_new_member_comes_last_and_once
            a_new_user_has_a_token_to_sign_in_with
            the_role_of_a_member_is_chosen_and_given_back
            whoever_is_removed_is_nowhere_any_more
            a_new_team_comes_last_and_is_read_back
            a_team_is_renamed_for_people_alone
            a_deleted_team_leaves_nothing
            people_join_and_leave_a_team
            the_roles_of_a_team_are_replaced
            a_grant_replaces_what_was_granted_there
            the_settings_are_replaced
            a_new_entity_comes_last_with_what_its_creator_has
            a_deleted_entity_leaves_nothing
            the_tags_of_an_entity_are_replaced
            what_is_said_of_an_entity_is_kept
            many_entities_come_in_their_order
            many_entities_are_read_at_one_revision
        }
    };
    (@claims $fresh:expr; $($claim:ident)+) => {
        $(
            #[tokio::test]
            async fn $claim() {
                let fresh = $fresh;
                $crate::contract::$claim(&fresh.0).await;
            }
        )+
    };
}
