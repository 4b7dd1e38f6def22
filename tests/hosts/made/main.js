// A page in which tests make elements, each told what it is to be told.
import { init } from "/node_modules/@scopesight/elements/index.js";

window.demo = await (await fetch("/demo/acme.json")).json();
window.allow = (...permissions) => ({ __type: "PermissionDescriptorAllow", permissions });
window.stack = (name) => ({ type: "stack", id: name, name, tags: {} });

window.heard = [];
for (const name of ["cell-select", "draft-change", "save-request", "failure"]) {
  document.addEventListener(name, ({ detail }) => window.heard.push({ name, detail }));
}

/** An element in the place of all that are there; in the form where it has one. */
window.make = (name, given = {}, attributes = {}) => {
  document.querySelectorAll("#fields > *, #outside > *").forEach((element) => element.remove());
  window.heard.length = 0;
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  document.getElementById(name === "scopesight-role-editor" ? "fields" : "outside").append(made);
  Object.assign(made, given);
  window.made = made;
};
window.inside = (selector) => window.made.shadowRoot.querySelector(selector);
window.told = (name) => window.heard.filter((event) => event.name === name).map(({ detail }) => detail);
/** Until what was set has come to something. */
window.settled = () => new Promise((resolve) => setTimeout(resolve, 50));

await init();
document.documentElement.dataset.ready = "yes";
