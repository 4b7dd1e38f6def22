// For browsers and bundlers: the module lies beside this file.
import { start } from "./start.js";

export { initSync } from "./start.js";
export { createInventory, Inventory } from "./inventory.js";
export { Preview } from "./preview.js";
export { Matrix } from "./matrix.js";
export { parse, scopes, version } from "./language.js";

export const init = (source) => start(source ?? new URL("./wasm/policy_bg.wasm", import.meta.url));
