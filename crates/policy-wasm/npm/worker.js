// The engine in a worker, asked from the page: the same questions, each answered by a promise.
import { Matrix } from "./matrix.js";
import { pieces } from "./pieces.js";
import { answered, failure, json, success } from "./result.js";

export { Matrix };

const beside = () => new Worker(new URL("./worker-inside.js", import.meta.url), { type: "module" });

export const createPolicyWorker = ({ worker, source } = {}) => new PolicyWorker(new Line(worker ?? beside, source));

const refused = (error) => failure("worker", error?.message || "the worker could not be started");

/** The way to the worker and back. */
class Line {
  #worker;
  /** What is answered to every question, where none is passed on any longer. */
  #over;
  #open = new Map();
  #next = 0;
  // Whoever forgets to free what is in the worker has it freed.
  #forgotten = new FinalizationRegistry((handle) => this.free(handle));

  constructor(worker, source) {
    try {
      this.#worker = typeof worker === "function" ? worker() : worker;
    } catch (error) {
      // Such as a worker from another origin.
      this.#over = refused(error);
    }
    let isRunning = false;
    this.#worker?.addEventListener("message", ({ data: { id, answer } }) => {
      isRunning = true;
      // What went wrong in a worker of the host's own was something else.
      if (this.#over?.code === "worker") this.#over = undefined;
      this.#open.get(id)?.(answer);
      this.#open.delete(id);
    });
    this.#worker?.addEventListener("error", (event) => {
      // One that has answered lives on; one that never did, such as where its file is not there, never will.
      if (!isRunning) this.#over ??= refused(event);
      this.#close(refused(event));
    });
    this.started = this.ask("start", 0, [source]);
  }

  ask(what, handle, given, transfer = []) {
    if (this.#over) return Promise.resolve(this.#over);
    const id = ++this.#next;
    const unsent = this.#send({ id, what, handle, given }, transfer);
    return unsent ? Promise.resolve(unsent) : new Promise((resolve) => this.#open.set(id, resolve));
  }

  /** Sends a question; why not, where it cannot be sent. */
  #send(question, transfer) {
    try {
      this.#worker.postMessage(question, transfer);
    } catch (error) {
      if (transfer.length > 0) return failure("worker", error.message);
      // What cannot be cloned, such as a proxy, is sent as it is written: in the page it is read so too.
      const written = question.given.map((one) => (one === undefined ? success() : json(one)));
      const wrong = written.find(({ type }) => type === "failure");
      if (wrong) return wrong;
      const given = written.map(({ value }) => (value === undefined ? undefined : JSON.parse(value)));
      this.#worker.postMessage({ ...question, given });
    }
  }

  watch(object, handle) {
    this.#forgotten.register(object, handle, object);
  }

  free(handle, object) {
    if (object) this.#forgotten.unregister(object);
    if (!this.#over) this.#worker.postMessage({ id: 0, what: "free", handle, given: [] });
  }

  end() {
    this.#worker?.terminate();
    this.#over = failure("freed", "expected a worker, found one that was ended");
    this.#close(failure("freed", "the worker was ended"));
  }

  #close(answer) {
    for (const resolve of this.#open.values()) resolve(answer);
    this.#open.clear();
  }
}

class PolicyWorker {
  #line;

  constructor(line) {
    this.#line = line;
  }

  get started() {
    return this.#line.started;
  }

  async createInventory(entities, rest) {
    const from = answered(() => pieces(entities, rest));
    if (from.type === "failure") return from;
    const { columns, rest: beside, text } = from.value;
    const whole = () => {
      const written = text();
      return written.type === "success" ? this.#line.ask("load", 0, [{ text: written.value }]) : written;
    };
    let answer = await (columns ? this.#line.ask("load", 0, [{ columns, rest: beside }], [columns.types.buffer, columns.worn.buffer, columns.ends.buffer]) : whole());
    // The worker has not the objects, which the reader of JSON is to say what is wrong with.
    if (answer.type === "failure" && answer.code === "wrong-table") answer = await whole();
    return answer.type === "success" ? success(new RemoteInventory(this.#line, answer.value)) : answer;
  }

  parse(definition) {
    return this.#line.ask("parse", 0, [definition]);
  }

  scopes() {
    return this.#line.ask("scopes", 0, []);
  }

  end() {
    this.#line.end();
  }
}

/** Something in the worker that is freed with what stands for it here. */
class Remote {
  #line;
  #handle;

  constructor(line, handle) {
    this.#line = line;
    this.#handle = handle;
    line.watch(this, handle);
  }

  ask(what, ...given) {
    if (this.#handle === undefined) return Promise.resolve(failure("freed", "expected what is still alive, found what was freed"));
    return this.#line.ask(what, this.#handle, given);
  }

  handleOf() {
    return this.#handle;
  }

  lineOf() {
    return this.#line;
  }

  free() {
    if (this.#handle !== undefined) this.#line.free(this.#handle, this);
    this.#handle = undefined;
  }
}

class RemoteInventory extends Remote {
  constructor(line, { handle, size }) {
    super(line, handle);
    this.size = size;
  }

  async preview(asked) {
    const answer = await this.ask("preview", asked);
    return answer.type === "success" ? success(new RemotePreview(this, answer.value)) : answer;
  }
}

for (const what of ["diff", "explain", "who", "prove", "proveDraft", "lint", "document"]) {
  RemoteInventory.prototype[what] = function (...given) {
    return this.ask(what, ...given);
  };
}

class RemotePreview extends Remote {
  /** Held, as in the worker it is asked along with the preview. */
  #inventory;

  constructor(inventory, { handle, info, bits }) {
    super(inventory.lineOf(), handle);
    this.#inventory = inventory;
    this.matrix = new Matrix(info, bits);
  }

  async update(asked) {
    const answer = await this.ask("update", asked);
    if (answer.type === "failure") return answer;
    this.matrix = new Matrix(answer.value.info, answer.value.bits);
    return success(this);
  }

  free() {
    super.free();
    this.#inventory = undefined;
  }

  diff(baseline) {
    return baseline instanceof RemotePreview ? this.ask("diffWith", baseline.handleOf()) : this.ask("diff", baseline);
  }

}

for (const what of ["diagnostics", "explain", "rules", "digest", "prove"]) {
  RemotePreview.prototype[what] = function (...given) {
    return this.ask(what, ...given);
  };
}

if (Symbol.dispose) {
  Remote.prototype[Symbol.dispose] = Remote.prototype.free;
  PolicyWorker.prototype[Symbol.dispose] = PolicyWorker.prototype.end;
}
