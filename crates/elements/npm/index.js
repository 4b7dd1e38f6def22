// Defines the elements. Whoever wants to name them otherwise imports the classes and defines subclasses.
import { ScopesightPreview } from "./preview.js";
import { ScopesightRoleEditor } from "./role-editor.js";
import { ScopesightTokenPreview } from "./token-preview.js";

export { init } from "./start.js";
export { ScopesightPreview, ScopesightRoleEditor, ScopesightTokenPreview };

// Where elements cannot be made, such as on a server, there is nothing to define.
const registry = globalThis.customElements;

const define = (name, element) => {
  if (registry && !registry.get(name)) registry.define(name, element);
};

define("scopesight-preview", ScopesightPreview);
define("scopesight-role-editor", ScopesightRoleEditor);
define("scopesight-token-preview", ScopesightTokenPreview);
