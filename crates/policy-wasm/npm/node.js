// For Node, whose `fetch` reads no files.
import { readFile } from "node:fs/promises";
import { start } from "./start.js";

export { initSync } from "./start.js";
export { createInventory, Inventory } from "./inventory.js";
export { Preview } from "./preview.js";
export { Matrix } from "./matrix.js";
export { parse, scopes, version } from "./language.js";

const beside = new URL("./wasm/policy_bg.wasm", import.meta.url);

export const init = async (source = beside) => {
  const isFile = (source instanceof URL || typeof source === "string") && String(source).startsWith("file:");
  return start(isFile ? readFile(new URL(source)) : source);
};
