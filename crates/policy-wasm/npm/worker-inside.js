// Runs in the worker: keeps what was made there, and answers one question after another.
import { init, parse, scopes } from "./index.js";
import { load } from "./inventory.js";
import { failure, success } from "./result.js";

const kept = new Map();
let next = 0;
let started;
/** Where the module is loaded from, also when it is tried again. */
let source;

const keep = (object) => {
  kept.set(++next, object);
  return next;
};

/** A preview as it crosses: its bits are handed over, not copied. */
const shown = (preview) => {
  const { subject, organization, size, columns, limits, bits } = preview.matrix;
  const plain = ({ rows: _, ...column }) => column;
  return { info: { subject, organization, size, columns: columns.map(plain), limits: limits.map(plain) }, bits };
};

const made = (answer, told) => (answer.type === "success" ? success({ handle: keep(answer.value), ...told(answer.value) }) : answer);

const WITHOUT_HANDLE = {
  start: () => success(null),
  parse: (definition) => parse(definition),
  scopes: () => scopes(),
  load: ({ columns, rest, text }) =>
    made(load({ columns, rest, text: () => (text === undefined ? failure("wrong-table", "") : success(text)) }), ({ size }) => ({ size })),
};

const WITH_HANDLE = {
  preview: (inventory, asked) => made(inventory.preview(asked), shown),
  update: (preview, asked) => {
    const answer = preview.update(asked);
    return answer.type === "success" ? success(shown(preview)) : answer;
  },
  diagnostics: (preview) => preview.lint(),
  diffWith: (preview, other) => preview.diff(kept.get(other)),
};

const answer = (what, handle, given) => {
  if (what in WITHOUT_HANDLE) return WITHOUT_HANDLE[what](...given);
  const object = kept.get(handle);
  if (!object) return failure("freed", "expected what is still alive, found what was freed");
  return what in WITH_HANDLE ? WITH_HANDLE[what](object, ...given) : object[what](...given);
};

self.addEventListener("message", async ({ data: { id, what, handle, given } }) => {
  if (what === "free") {
    kept.get(handle)?.free();
    kept.delete(handle);
    return;
  }
  let found;
  try {
    if (what === "start") [source] = given;
    started ??= init(source);
    await started;
    found = answer(what, handle, given);
  } catch (error) {
    started = kept.size ? started : undefined;
    found = failure("worker", String(error?.message ?? error));
  }
  const bits = found.type === "success" && found.value?.bits;
  // What is handed over is gone here: the preview itself keeps the picture, not the bits.
  self.postMessage({ id, answer: found }, bits ? [bits.buffer] : []);
});
