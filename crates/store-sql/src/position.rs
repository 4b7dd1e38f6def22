//! What comes after what is there.

use sqlx::AnyConnection;
use store::WriteError;

use crate::change::other;

/// The position that follows those that `query` finds for `keys`.
pub(crate) async fn next(
    connection: &mut AnyConnection,
    query: &'static str,
    keys: &[&str],
) -> Result<i64, WriteError> {
    let query = keys.iter().fold(sqlx::query_as(query), |query, key| query.bind(*key));
    let (position,): (i64,) = query.fetch_one(connection).await.map_err(other)?;
    Ok(position)
}
