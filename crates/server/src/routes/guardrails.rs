//! Guardrails and example tests, and how they fare.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::response::NoContent;
use axum::{Extension, Json};
use policy::MAX_GUARDRAILS;
use store::{Change, GuardrailUpdate, Timestamp};
use wire::Fault;
use wire::prove::Teller;
use wire::rest::guardrail::{SaveGuardrail, StoredGuardrail, StoredGuardrails};
use wire::rest::name::MAX_NAME;
use wire::snapshot::Guardrail;

use crate::State;
use crate::extract::{Body, Segments};
use crate::gate::Admitted;
use crate::loaded::Loaded;
use crate::names::check_name;
use crate::refusal::Refusal;
use crate::state::blocking;
use crate::{answer, import};

/// `GET …/scopesight/guardrails`: all of them, each with how it fares now.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    Segments(organization): Segments<String>,
) -> Result<Json<StoredGuardrails>, Refusal> {
    let loaded = state.organization(&organization).await?;
    let guardrails = blocking(move || told(&loaded, |_| true)).await?;
    let holds =
        |guardrail: &StoredGuardrail| guardrail.proof.as_ref().is_some_and(|proof| proof.holds);
    Ok(Json(StoredGuardrails { hold: guardrails.iter().all(holds), guardrails }))
}

/// `GET …/scopesight/guardrails/{id}`
pub(crate) async fn find(
    Shared(state): Shared<State>,
    Segments((organization, id)): Segments<(String, String)>,
) -> Result<Json<StoredGuardrail>, Refusal> {
    one(state.organization(&organization).await?, id).await
}

/// `POST …/scopesight/guardrails`: a new one; it may be broken as things are.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments(organization): Segments<String>,
    Body(request): Body<Guardrail>,
) -> Result<Json<StoredGuardrail>, Refusal> {
    let id = state.id()?;
    let written = state.write(&organization, admitted.right(), true, |loaded, now| {
        if loaded.contents.guardrails.len() >= MAX_GUARDRAILS {
            let message = format!("the organization has {MAX_GUARDRAILS} guardrails, and no more");
            return Err(Refusal::Conflict(message));
        }
        check(loaded, &request, None)?;
        let created = stored(&id, &request, now, admitted.caller.name())?;
        Ok((vec![Change::CreateGuardrail(created)], ()))
    });
    written.await?;
    one(state.organization(&organization).await?, id).await
}

/// `PUT …/scopesight/guardrails/{id}`: all of it.
///
/// Refused with what is saved now when it has moved since it was read.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, id)): Segments<(String, String)>,
    Body(request): Body<SaveGuardrail>,
) -> Result<Json<StoredGuardrail>, Refusal> {
    let (request, version) = request.apart();
    let written = state.write(&organization, admitted.right(), true, |loaded, now| {
        let before = find_stored(loaded, &id)?;
        if before.version != version {
            let (name, version) = (&before.name, before.version);
            let message = format!("`{name}` was changed meanwhile, it is at version {version}");
            let current = Box::new(answer::guardrail(before)?);
            return Err(Refusal::StaleGuardrail { message, current });
        }
        check(loaded, &request, Some(&id))?;
        let store::Guardrail { name, statement, .. } = stored(&id, &request, now, "")?;
        let update = GuardrailUpdate { id: id.clone(), version, name, statement };
        Ok((vec![Change::UpdateGuardrail(update)], ()))
    });
    written.await?;
    one(state.organization(&organization).await?, id).await
}

/// `DELETE …/scopesight/guardrails/{id}`
pub(crate) async fn delete(
    Shared(state): Shared<State>,
    Extension(admitted): Extension<Admitted>,
    Segments((organization, id)): Segments<(String, String)>,
) -> Result<NoContent, Refusal> {
    let written = state.write(&organization, admitted.right(), true, |loaded, _| {
        find_stored(loaded, &id)?;
        Ok((vec![Change::DeleteGuardrail { id: id.clone() }], ()))
    });
    written.await?;
    Ok(NoContent)
}

fn find_stored<'l>(loaded: &'l Loaded, id: &str) -> Result<&'l store::Guardrail, Refusal> {
    let mut guardrails = loaded.contents.guardrails.iter();
    guardrails.find(|guardrail| guardrail.id == id).ok_or_else(|| Refusal::no_guardrail(id))
}

/// The one with this `id`, and how it fares.
async fn one(loaded: Arc<Loaded>, id: String) -> Result<Json<StoredGuardrail>, Refusal> {
    find_stored(&loaded, &id)?;
    let told = blocking(move || {
        let mut told = told(&loaded, |guardrail| guardrail.id == id)?;
        told.pop().ok_or_else(|| Refusal::no_guardrail(&id))
    });
    told.await.map(Json)
}

/// Those that are wanted, and how they fare.
fn told(
    loaded: &Loaded,
    is_wanted: impl Fn(&store::Guardrail) -> bool,
) -> Result<Vec<StoredGuardrail>, Refusal> {
    let mut teller = Teller::new(&loaded.engine, &loaded.engine);
    let read = loaded.engine.guardrails.iter().zip(loaded.verdicts());
    let all = loaded.contents.guardrails.iter().zip(read);
    let wanted = all.filter(|(guardrail, _)| is_wanted(guardrail));
    let told = wanted.map(|(guardrail, (read, verdict))| {
        let proof = Some(teller.tell(read, verdict));
        Ok(StoredGuardrail { proof, ..answer::guardrail(guardrail)? })
    });
    told.collect()
}

/// Refuses to write `guardrail` where it is wrong; `own` is the id that it has already.
fn check(loaded: &Loaded, guardrail: &Guardrail, own: Option<&str>) -> Result<(), Refusal> {
    let name = &guardrail.name;
    let mut all = loaded.contents.guardrails.iter();
    // What came along with a snapshot keeps the name that it has.
    if !all.any(|known| Some(&*known.id) == own && known.name == *name) {
        check_name(name, MAX_NAME, "/name")?;
    }
    guardrail.clone().load()?.check_write(&loaded.engine).map_err(Fault::from)?;
    let mut others = loaded.contents.guardrails.iter().filter(|other| Some(&*other.id) != own);
    if others.any(|other| other.name == *name) {
        return Err(Refusal::Conflict(format!("a guardrail called `{name}` exists")));
    }
    Ok(())
}

fn stored(
    id: &str,
    guardrail: &Guardrail,
    now: Timestamp,
    by: &str,
) -> Result<store::Guardrail, Refusal> {
    let stored = import::guardrail(id.to_owned(), guardrail.clone(), now, by);
    stored.map_err(|error| Refusal::Internal(error.to_string()))
}
