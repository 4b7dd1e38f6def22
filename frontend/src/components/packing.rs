//! Bytes in zlib, by what browsers bring along.

use js_sys::{Array, Function, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader, ReadableWritablePair};

/// Why bytes cannot be packed or unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackingError {
    /// There would be more of them than are wanted.
    TooLarge,
    /// They are not what was once packed.
    Damaged,
    /// The browser does not bring it along.
    Unsupported,
}

/// `bytes`, packed.
///
/// # Errors
///
/// [`PackingError::Unsupported`] in browsers from before 2023.
pub async fn packed(bytes: &[u8]) -> Result<Vec<u8>, PackingError> {
    through("CompressionStream", bytes, usize::MAX).await
}

/// What was packed into `bytes`, reading no further than `most`.
///
/// # Errors
///
/// [`PackingError::TooLarge`] for more than that, [`PackingError::Damaged`] for what was not packed, is cut off or was
/// changed, and [`PackingError::Unsupported`] in browsers from before 2023.
pub async fn unpacked(bytes: &[u8], most: usize) -> Result<Vec<u8>, PackingError> {
    through("DecompressionStream", bytes, most).await
}

async fn through(stream: &str, bytes: &[u8], most: usize) -> Result<Vec<u8>, PackingError> {
    let reader = reader(stream, bytes).map_err(|_| PackingError::Unsupported)?;
    let mut read = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| PackingError::Damaged)?;
        let field = |name: &str| Reflect::get(&piece, &name.into()).unwrap_or_default();
        if field("done").is_truthy() {
            return Ok(read);
        }
        let piece = Uint8Array::new(&field("value")).to_vec();
        if piece.len() > most.saturating_sub(read.len()) {
            // Nobody waits for the rest.
            drop(reader.cancel());
            return Err(PackingError::TooLarge);
        }
        read.extend(piece);
    }
}

/// Reads what comes out of a stream of this class while `bytes` go in.
fn reader(class: &str, bytes: &[u8]) -> Result<ReadableStreamDefaultReader, JsValue> {
    let class = Reflect::get(&window(), &class.into())?.dyn_into::<Function>()?;
    let stream = Reflect::construct(&class, &Array::of1(&"deflate".into()))?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let out = blob.stream().pipe_through(&stream.unchecked_into::<ReadableWritablePair>());
    Ok(out.get_reader().unchecked_into())
}
