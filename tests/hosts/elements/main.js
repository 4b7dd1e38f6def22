// A page without a bundler that shows every element, twice the preview.
import { init } from "/node_modules/@scopesight/elements/index.js";

const demo = await (await fetch("/demo/acme.json")).json();
const allow = (...permissions) => ({ __type: "PermissionDescriptorAllow", permissions });
const [one, other, token, editor] = ["one", "other", "token", "editor"].map((id) => document.getElementById(id));

window.heard = [];
for (const name of ["cell-select", "draft-change", "save-request", "failure"]) {
  document.addEventListener(name, ({ target, detail }) => window.heard.push({ name, id: target.id, detail }));
}
window.demo = demo;
window.allow = allow;

one.inventory = demo;
one.draft = allow("stack:read", "stack:delete");
one.baseline = allow("stack:read");
other.inventory = demo.entities;
other.records = demo.records;
other.draft = allow("environment:read");
token.inventory = demo;
token.token = { type: "organization", roleId: demo.records.find(({ uxPurpose }) => uxPurpose === "role").id };
editor.inventory = demo;
editor.baseline = allow("stack:read");
editor.draft = allow("stack:read", "stack:write");

await init();
// The module's own bindings are not for hosts: here they tell how large its memory is.
const { default: start } = await import("/node_modules/@scopesight/elements/wasm/elements.js");
const { memory } = await start();
window.moduleBytes = () => memory.buffer.byteLength;
document.documentElement.dataset.ready = "yes";
