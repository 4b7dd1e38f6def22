// Entities and whatever else an organization has, loaded once and asked many times.
import { Engine } from "./wasm/policy.js";
import { alive, answered, object, ready, result, success, text } from "./result.js";
import { subject } from "./subject.js";
import { pieces } from "./pieces.js";
import { preview } from "./preview.js";

const SECRET = Symbol("inventory");

/** An inventory of what `pieces` made. */
export const load = (from) =>
  ready(() => {
    const engine = new Engine();
    let loaded;
    if (from.columns) {
      const { types, ids, names, tags, pairs, worn, ends } = from.columns;
      loaded = result(engine.loadTable(from.rest, types, ids, names, tags, pairs, worn, ends));
    }
    // What stands twice is named by the reader of JSON.
    if (!loaded || (loaded.type === "failure" && loaded.code === "wrong-table")) {
      const written = from.text();
      loaded = written.type === "success" ? result(engine.load(written.value)) : written;
    }
    if (loaded.type === "success") return success(new Inventory(SECRET, engine));
    engine.free();
    return loaded;
  });

export const createInventory = (entities, beside) => {
  const from = answered(() => pieces(entities, beside));
  return from.type === "success" ? load(from.value) : from;
};

export class Inventory {
  #engine;

  constructor(secret, engine) {
    if (secret !== SECRET) throw new TypeError("an inventory is made by `createInventory`");
    this.#engine = engine;
  }

  get size() {
    return this.#engine ? this.#engine.size() : 0;
  }

  preview(asked) {
    return alive(this.#engine, () => preview(() => this.#engine, asked));
  }

  diff(from, to) {
    return alive(this.#engine, (engine) => result(engine.diff(subject(from), subject(to))));
  }

  explain(question, now) {
    return alive(this.#engine, (engine) =>
      object(question, "a question with `subject` and `scope`", () => result(engine.explain({ ...question, subject: subject(question.subject) }, now))),
    );
  }

  who(asked, now = Date.now() / 1000) {
    return alive(this.#engine, (engine) => result(engine.who(asked, now)));
  }

  prove(asked) {
    return alive(this.#engine, (engine) => result(engine.prove(asked === undefined ? undefined : subject(asked))));
  }

  proveDraft(role, draft) {
    return alive(this.#engine, (engine) => text(role, "the id or name of a role", () => result(engine.proveDraft(role, subject(draft)))));
  }

  lint(asked) {
    return alive(this.#engine, (engine) => result(engine.lint(asked === undefined ? undefined : subject(asked))));
  }

  document(asked) {
    return alive(this.#engine, (engine) => result(engine.previewDocument(subject(asked))));
  }

  free() {
    this.#engine?.free();
    this.#engine = undefined;
  }
}

// Where the symbol is not there yet, `free` is.
if (Symbol.dispose) Inventory.prototype[Symbol.dispose] = Inventory.prototype.free;
