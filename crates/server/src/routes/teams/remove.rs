//! Ending a team.

use axum::Extension;
use axum::extract::State as Shared;
use axum::response::NoContent;
use store::{Change, Token, TokenKind};

use super::find;
use crate::State;
use crate::extract::{Parameters, Segments};
use crate::gate::Admitted;
use crate::refusal::Refusal;
use crate::routes::breaking::Breaking;

/// `DELETE …/teams/{team}?breakGuardrails=`: with its tokens and everything that it gave.
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, name)): Segments<(String, String)>,
    Parameters(options): Parameters<Breaking>,
) -> Result<NoContent, Refusal> {
    let may_break = options.break_guardrails;
    let deleted = state.write(&organization, admitted.right(), may_break, |loaded, _| {
        find(loaded, &name)?;
        let is_own =
            |token: &&Token| matches!(&token.kind, TokenKind::Team { team } if *team == name);
        // One by one, so that each is told of by its own name.
        let tokens = loaded.contents.tokens.iter().filter(is_own);
        let revoked = tokens.map(|token| Change::RevokeToken { id: token.id.clone() });
        let team = Change::DeleteTeam { name: name.clone() };
        Ok((revoked.chain([team]).collect(), ()))
    });
    deleted.await?;
    Ok(NoContent)
}
