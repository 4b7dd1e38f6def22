// What crosses into the module, or to a worker: a snapshot whose entities are columns where they can be.
import { columns } from "./columns.js";
import { json, success } from "./result.js";

/** `entities` alone, or a whole snapshot, as an object or as text; `beside` is the rest of a snapshot. */
export const pieces = (entities, beside = {}) => {
  if (typeof entities === "string") return success({ text: () => success(entities) });
  const snapshot = Array.isArray(entities) ? { records: [], ...beside, entities } : entities;
  const list = snapshot?.entities;
  const text = () => json(snapshot);
  const table = Array.isArray(list) ? columns(list) : undefined;
  if (!table) return success({ text });
  const rest = json({ ...snapshot, entities: [] });
  if (rest.type === "failure") return rest;
  return success({ columns: table, rest: rest.value, text });
};
