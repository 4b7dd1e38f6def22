// <scopesight-role-editor>: the rules of a role beside what they come to. Its value in a form is the definition.
import { ScopesightElement, accessors } from "./element.js";
import { RoleView } from "./wasm/elements.js";

export class ScopesightRoleEditor extends ScopesightElement {
  static formAssociated = true;
  static observedAttributes = ["inventory", "records", "baseline", "draft", "locale"];
  static told = ["inventory", "baseline", "draft", "value"];
  static properties = [...ScopesightRoleEditor.observedAttributes, "value", "name", "disabled"];

  #internals = this.attachInternals?.();
  #value = "";

  mount(root, hear) {
    return RoleView.mount(root, hear);
  }

  give(name, value) {
    // A draft takes the place of a text that was given earlier.
    if (name === "draft") super.give("value", undefined);
    super.give(name, value);
  }

  take(view, name, value) {
    if (name !== "value") return super.take(view, name, value);
    if (value !== undefined) view.write(value);
  }

  heard(name, detail) {
    if (name === "draft-change") {
      this.#hold(detail.text);
      if (detail.problem) this.#internals?.setValidity({ customError: true }, detail.problem.message, this.#anchor());
      else this.#internals?.setValidity({});
      this.tell(name, { draft: detail.problem ? undefined : JSON.parse(detail.text), ...detail });
      return;
    }
    this.tell(name, name === "save-request" ? { ...detail, draft: JSON.parse(detail.text) } : detail);
  }

  #hold(text) {
    this.#value = text;
    this.#internals?.setFormValue(text, text);
  }

  /** Where the browser says that the form cannot be sent: only what takes the focus is shown to be invalid. */
  #anchor() {
    const tabs = this.root.querySelectorAll("[part~=tab]");
    return tabs[tabs.length - 1] ?? this.root;
  }

  /** The definition as JSON text, as it is in the editor. */
  get value() {
    return this.#value;
  }

  /** Takes a text as if it were typed; that of a framework that writes back what it was told is here already. */
  set value(text) {
    if (text === undefined || text === null || String(text) === this.#value) return;
    this.#hold(String(text));
    this.give("value", this.#value);
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

  get disabled() {
    return this.hasAttribute("disabled");
  }

  set disabled(isDisabled) {
    this.toggleAttribute("disabled", Boolean(isDisabled));
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
    const began = this.baseline ?? this.getAttribute("draft") ?? undefined;
    if (began !== undefined) this.draft = began;
    // What the editor holds already would leave what is typed beside it.
    this.view?.reset();
  }

  formDisabledCallback(isDisabled) {
    this.root.inert = isDisabled;
  }

  formStateRestoreCallback(state) {
    if (typeof state === "string") this.value = state;
  }
}

accessors(ScopesightRoleEditor, ["inventory", "records", "baseline", "draft"]);
