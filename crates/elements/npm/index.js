// Defines the elements. Whoever wants to name them otherwise imports the classes and defines subclasses.
import { ScopesightPreview } from "./preview.js";
import { ScopesightRoleEditor } from "./role-editor.js";
import { ScopesightTokenPreview } from "./token-preview.js";

export { init } from "./start.js";
export { ScopesightPreview, ScopesightRoleEditor, ScopesightTokenPreview };

const define = (name, element) => {
  if (!customElements.get(name)) customElements.define(name, element);
};

define("scopesight-preview", ScopesightPreview);
define("scopesight-role-editor", ScopesightRoleEditor);
define("scopesight-token-preview", ScopesightTokenPreview);
