// What a draft, a role, a token or somebody may do on everything there is.
import { alive, failure, json, object, result, success, text } from "./result.js";
import { ask, subject } from "./subject.js";
import { Matrix, isRow } from "./matrix.js";

const SECRET = Symbol("preview");

/** The preview of `asked` in what the engine has loaded; both are gone once the inventory is freed. */
export const preview = (engine, asked) => {
  const made = new Preview(SECRET, engine);
  const answer = made.update(asked);
  if (answer.type === "failure") made.free();
  return answer;
};

export class Preview {
  #engine;
  #picture;
  #asked;
  #diagnostics;

  constructor(secret, engine) {
    if (secret !== SECRET) throw new TypeError("a preview is made by an inventory");
    this.#engine = engine;
    this.#picture = engine().picture();
  }

  update(asked) {
    return alive(this.#picture, (picture) => {
      const isText = typeof asked === "string";
      const written = isText ? success(asked) : json(asked);
      if (written.type === "failure") return written;
      // A copy, so that whoever goes on editing an object does not change what was asked.
      const copy = isText ? asked : JSON.parse(written.value);
      const answer = ask(picture, copy, written.value);
      if (answer.type === "failure") return answer;
      this.matrix = new Matrix(answer.value, picture.bits());
      this.#asked = copy;
      this.#diagnostics = undefined;
      return success(this);
    });
  }

  get diagnostics() {
    if (!this.#picture) return [];
    return (this.#diagnostics ??= this.#picture.diagnostics().value);
  }

  diff(baseline) {
    return this.#ask((engine) => engine.diff(subject(baseline instanceof Preview ? baseline.#asked : baseline), subject(this.#asked)));
  }

  explain(cell, now) {
    return alive(this.#picture, () => object(cell, "a cell with `scope`", () => this.#explain(cell, now)));
  }

  #explain({ row, scope, entity }, now) {
    if (row === undefined) return this.#ask((engine) => engine.explain({ subject: subject(this.#asked), scope, entity }, now));
    // What is loaded says who stands there: a list that the host keeps may be another by now.
    const found = this.#at(row, (picture) => result(picture.entity(row)));
    return found.type === "success" ? this.#explain({ scope, entity: found.value }, now) : found;
  }

  rules(row, scope) {
    return this.#at(row, (picture) => text(scope, "the name of a scope", () => result(picture.rules(row, scope))));
  }

  digest() {
    return alive(this.#picture, (picture) => result(picture.digest()));
  }

  prove() {
    return this.#ask((engine) => engine.prove(subject(this.#asked)));
  }

  lint() {
    return alive(this.#picture, () => success(this.diagnostics));
  }

  free() {
    this.#picture?.free();
    this.#picture = undefined;
    this.#engine = undefined;
  }

  #at(row, question) {
    return alive(this.#picture, (picture) =>
      isRow(row, this.matrix.size) ? question(picture) : failure("unknown-row", `expected a row below ${this.matrix.size}, found ${String(row)}`, "/row"),
    );
  }

  #ask(question) {
    return alive(this.#picture && this.#engine(), (engine) => result(question(engine)));
  }
}

if (Symbol.dispose) Preview.prototype[Symbol.dispose] = Preview.prototype.free;
