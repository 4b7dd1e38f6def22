// <scopesight-preview>: what a draft, or somebody, may do on everything there is.
import { ScopesightElement, accessors } from "./element.js";
import { PreviewView } from "./wasm/elements.js";

export class ScopesightPreview extends ScopesightElement {
  static observedAttributes = ["inventory", "records", "baseline", "draft", "locale"];
  static told = ["inventory", "baseline", "draft"];

  mount(root, hear) {
    return PreviewView.mount(root, hear);
  }

  heard(name, detail) {
    this.tell(name, detail);
  }
}

accessors(ScopesightPreview, ["inventory", "records", "baseline", "draft"]);
