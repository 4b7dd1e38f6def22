// Compiling and starting the module, once.
import load, { initSync as loadSync } from "./wasm/policy.js";

let starting;
let started = false;

export const isStarted = () => started;

export const start = (source) => {
  if (started) return Promise.resolve();
  starting ??= load({ module_or_path: source }).then(
    () => {
      started = true;
    },
    (error) => {
      // Such as a network that was away: the next call tries again.
      starting = undefined;
      throw error;
    },
  );
  return starting;
};

export const initSync = (module) => {
  if (started) return;
  loadSync({ module });
  started = true;
};
