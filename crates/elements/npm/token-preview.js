// <scopesight-token-preview>: what a token lets its holder do, also one that is not made yet.
import { ScopesightElement, accessors } from "./element.js";
import { PreviewView } from "./wasm/elements.js";

export class ScopesightTokenPreview extends ScopesightElement {
  static observedAttributes = ["inventory", "records", "baseline", "token", "locale"];
  static told = ["inventory", "baseline", "token"];

  mount(root, hear) {
    return PreviewView.mount(root, hear);
  }

  take(view, name, value) {
    if (name !== "token") return super.take(view, name, value);
    if (value === undefined) return view.subject(undefined);
    const token = typeof value === "string" && value.trimStart().startsWith("{") ? JSON.parse(value) : value;
    // By id or name one of the snapshot, as an object one that may not be made yet.
    if (typeof token === "string") return view.subject(JSON.stringify({ token }));
    return view.token(JSON.stringify({ id: "token-that-is-not-made-yet", name: "New token", ...token }));
  }

  heard(name, detail) {
    // What is shown is the token here.
    this.tell(name, name === "failure" && detail.property === "draft" ? { ...detail, property: "token" } : detail);
  }
}

accessors(ScopesightTokenPreview, ["inventory", "records", "baseline", "token"]);
