// Compiling and starting the module, once for all elements of a page.
import load from "./wasm/elements.js";

let starting;

export const init = (source) =>
  (starting ??= load({ module_or_path: source ?? new URL("./wasm/elements_bg.wasm", import.meta.url) }).then(
    () => undefined,
    (error) => {
      starting = undefined;
      throw error;
    },
  ));
