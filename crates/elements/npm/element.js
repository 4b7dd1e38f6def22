// What the elements have in common: a shadow root, a view in it while they are in a page, and properties.
import { init } from "./start.js";
import { text } from "./styles.js";

let sheet;

/** The style sheet, made once: made by script, it is nothing inline that a page's policy would refuse. */
const styles = () => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
  }
  return sheet;
};

// Where elements cannot be made, such as on a server, the module can be imported all the same.
const Base = globalThis.HTMLElement ?? class {};

export class ScopesightElement extends Base {
  /** Every property that may be set. */
  static get properties() {
    return this.observedAttributes;
  }

  #root;
  #view;
  #given = new Map();
  /** Counts arrivals and departures: what was waited for may no longer be wanted. */
  #stay = 0;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styles()];
    this.#root = document.createElement("div");
    this.#root.className = "root";
    // Whatever the language of the page: it is what the words are.
    this.#root.lang = "en";
    shadow.append(this.#root);
  }

  connectedCallback() {
    for (const name of this.constructor.properties) this.#upgrade(name);
    const stay = ++this.#stay;
    if (this.#view) return;
    init().then(
      () => {
        if (stay === this.#stay && this.isConnected && !this.#view) this.#mount();
      },
      (error) => this.tell("failure", { code: "not-started", message: String(error?.message ?? error), pointer: "" }),
    );
  }

  /** Whoever is moved comes back at once, and keeps what was typed and chosen. */
  connectedMoveCallback() {}

  disconnectedCallback() {
    const stay = ++this.#stay;
    queueMicrotask(() => {
      if (stay !== this.#stay || this.isConnected) return;
      this.#view?.free();
      this.#view = undefined;
    });
  }

  attributeChangedCallback(name, _, value) {
    if (name !== "locale") this[name] = value ?? undefined;
  }

  get locale() {
    return this.getAttribute("locale") ?? "";
  }

  set locale(locale) {
    if (locale) this.setAttribute("locale", locale);
    else this.removeAttribute("locale");
  }

  /** What holds the view. */
  get root() {
    return this.#root;
  }

  /** What was given for a property. */
  given(name) {
    return this.#given.get(name);
  }

  /** Keeps what is given for a property, and has the view take it. */
  give(name, value) {
    if (value === undefined || value === null) this.#given.delete(name);
    else this.#given.set(name, value);
    if (this.#view) this.#tell(name);
  }

  get view() {
    return this.#view;
  }

  /** Tells listeners; whether none of them prevented what comes next. */
  tell(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** Has `view` take what is given for a property, or that it is nothing. */
  take(view, name, value) {
    switch (name) {
      case "inventory":
      case "records":
        return view.inventory(snapshot(this.inventory, this.records));
      case "baseline":
        return asked(value, (text) => view.baselineDefinition(text), (text) => view.baselineSubject(text));
      case "draft":
        return asked(value, (text) => view.definition(text), (text) => view.subject(text));
    }
  }

  #mount() {
    this.#view = this.mount(this.#root, (name, detail) => this.heard(name, JSON.parse(detail)));
    for (const name of this.constructor.told) if (this.#given.has(name)) this.#tell(name);
  }

  #tell(name) {
    let answer;
    try {
      answer = this.take(this.#view, name, this.#given.get(name));
    } catch (error) {
      // What cannot be written as JSON the view has to know of as well: it would show what was given before unmarked.
      answer = this.#view.refused(VIEWED[name] ?? name, String(error?.message ?? error));
    }
    const { type, fault } = answer === undefined ? { type: "success" } : JSON.parse(answer);
    if (type === "failure") this.tell("failure", { property: name, ...fault });
  }

  /** A property that was set before the element was defined hides the accessor. */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }
}

/** What a view calls a property that it knows by another name. */
const VIEWED = { records: "inventory", token: "draft" };

/** `value` as JSON text. */
const written = (value) => {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`expected an object, found ${typeof value}`);
  return text;
};

/** The JSON text of a snapshot, where there is one; `records` are those that go with a list of entities. */
const snapshot = (inventory, records) => {
  if (inventory === undefined) return undefined;
  // Text that is a snapshot crosses as it is written, however long it is.
  if (typeof inventory === "string" && !records && !/^\s*\[/.test(inventory)) return inventory;
  const value = typeof inventory === "string" ? JSON.parse(inventory) : inventory;
  const whole = Array.isArray(value) ? { entities: value, records: [] } : value;
  return written(records ? { ...whole, records: typeof records === "string" ? JSON.parse(records) : records } : whole);
};

const NAMED = ["role", "token", "user", "team", "draft"];

/** Has `define` or `ask` take what was given for a draft: a definition or its text, a draft, somebody by name, or nothing. */
const asked = (value, define, ask) => {
  if (value === undefined) return ask(undefined);
  const isText = typeof value === "string";
  const read = isText ? parsed(value) : value;
  // Text crosses as it is written: a reader of JSON here would forget a field that stands twice.
  const text = isText ? value : written(value);
  if (typeof read !== "object" || read === null || "__type" in read) return define(text);
  return ask(NAMED.some((name) => name in read) ? text : `{"draft":${text}}`);
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    // The module says what is wrong with it.
    return undefined;
  }
};

/** Gives `element` an accessor for each of `names`. */
export const accessors = (element, names) => {
  for (const name of names) {
    Object.defineProperty(element.prototype, name, {
      get() {
        return this.given(name);
      },
      set(value) {
        this.give(name, value);
      },
      enumerable: true,
      configurable: true,
    });
  }
};
