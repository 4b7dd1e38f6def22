// <scopesight-preview>: what a draft, or somebody, may do on everything there is.
import { ScopesightElement, accessors, asked, snapshot } from "./element.js";
import { PreviewView } from "./wasm/elements.js";

const TOLD = ["inventory", "baseline", "draft"];

export class ScopesightPreview extends ScopesightElement {
  static observedAttributes = ["inventory", "records", "baseline", "draft", "locale"];
  static told = TOLD;

  mount(root, hear) {
    return PreviewView.mount(root, hear);
  }

  take(view, name, value) {
    switch (name) {
      case "inventory":
      case "records":
        return this.inventory === undefined ? undefined : view.inventory(snapshot(this.inventory, this.records));
      case "baseline":
        if (value === undefined) return view.baselineSubject(undefined);
        return asked(value, (text) => view.baselineDefinition(text), (text) => view.baselineSubject(text));
      case "draft":
        return value === undefined ? undefined : asked(value, (text) => view.definition(text), (text) => view.subject(text));
    }
  }

  heard(name, detail) {
    this.tell(name, detail);
  }
}

accessors(ScopesightPreview, ["inventory", "records", "baseline", "draft"]);
