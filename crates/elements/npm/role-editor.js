// <scopesight-role-editor>: the rules of a role beside what they come to. Its value in a form is the definition.
import { ScopesightElement, accessors } from "./element.js";
import { RoleView } from "./wasm/elements.js";

export class ScopesightRoleEditor extends ScopesightElement {
  static formAssociated = true;
  static observedAttributes = ["inventory", "records", "baseline", "draft", "locale"];
  static told = ["inventory", "baseline", "draft"];

  #internals = this.attachInternals?.();
  #value = "";

  mount(root, hear) {
    return RoleView.mount(root, hear);
  }

  heard(name, detail) {
    if (name === "draft-change") {
      this.#value = detail.text;
      this.#internals?.setFormValue(this.#value, this.#value);
      if (detail.problem) this.#internals?.setValidity({ customError: true }, detail.problem.message, this.shadowRoot.firstElementChild);
      else this.#internals?.setValidity({});
      this.tell(name, { draft: detail.problem ? undefined : JSON.parse(detail.text), ...detail });
      return;
    }
    this.tell(name, name === "save-request" ? { ...detail, draft: JSON.parse(detail.text) } : detail);
  }

  /** The definition as JSON text, as it is in the editor. */
  get value() {
    return this.#value;
  }

  set value(text) {
    this.draft = text;
  }

  get form() {
    return this.#internals?.form ?? null;
  }

  get name() {
    return this.getAttribute("name") ?? "";
  }

  set name(name) {
    this.setAttribute("name", name);
  }

  get validity() {
    return this.#internals?.validity;
  }

  get validationMessage() {
    return this.#internals?.validationMessage ?? "";
  }

  checkValidity() {
    return this.#internals?.checkValidity() ?? true;
  }

  reportValidity() {
    return this.#internals?.reportValidity() ?? true;
  }

  formResetCallback() {
    const baseline = this.baseline ?? this.getAttribute("draft");
    if (baseline !== undefined && baseline !== null) this.draft = baseline;
  }

  formStateRestoreCallback(state) {
    if (typeof state === "string") this.draft = state;
  }
}

accessors(ScopesightRoleEditor, ["inventory", "records", "baseline", "draft"]);
