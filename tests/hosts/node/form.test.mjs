// The role editor as a control of a form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "../harness/made.mjs";

const { run, wait, type, area, log } = page();
const made = async (given = "draft: allow('stack:read')", attributes = "{ name: 'definition' }") => {
  await run(`make('scopesight-role-editor', { inventory: demo, baseline: allow('stack:read'), ${given} }, ${attributes})`);
  await wait("return inside('.matrix')");
};
const typed = async (text) => {
  await type(await area(), text);
  await wait("return told('draft-change').at(-1).problem");
};

test("a reset takes back what is not understood, also where nothing else differs", async () => {
  await made();
  await typed("x");
  assert.equal(await run("return form.checkValidity()"), false);
  await run("form.reset()");
  await wait("return form.checkValidity()");
  assert.deepEqual(await run("return [JSON.parse(made.value), JSON.parse(inside('textarea').value)]"), Array(2).fill({ __type: "PermissionDescriptorAllow", permissions: ["stack:read"] }));
});

test("a reset takes back rules that are not finished", async () => {
  await made();
  const cards = () => run("return inside('[part~=draft]').querySelectorAll('.rule').length");
  const before = await cards();
  for (const words of ["Add rule", "For chosen entities"]) {
    await run("[...inside('[part~=draft]').querySelectorAll('button')].find(({ textContent }) => textContent.includes(arguments[0])).click(); await settled()", words);
  }
  assert.equal(await cards(), before + 1);
  await run("form.reset(); await settled()");
  assert.equal(await cards(), before);
});

test("a form that cannot be sent says so where the person can see it", async () => {
  await made();
  await typed("x");
  await log();
  await run("document.activeElement.blur(); form.requestSubmit()");
  assert.equal(await run("return made.shadowRoot.activeElement?.textContent"), "JSON");
  assert.deepEqual(await log(), []);
});

test("in a fieldset that is disabled nothing can be changed", async () => {
  await made();
  await run("fields.disabled = true");
  const focused = () => run("document.activeElement.blur(); const tab = inside('.tabs').lastElementChild; tab.focus(); return made.shadowRoot.activeElement === tab");
  assert.equal(await focused(), false);
  await run("fields.disabled = false");
  assert.equal(await focused(), true);
});

test("an editor that is disabled takes and submits nothing", async () => {
  await made();
  const found = () => run("document.activeElement.blur(); const tab = inside('.tabs').lastElementChild; tab.focus(); return [made.disabled, made.hasAttribute('disabled'), made.matches(':disabled'), made.shadowRoot.activeElement === tab, new FormData(form).has('definition')]");
  await run("made.disabled = true");
  assert.deepEqual(await found(), [true, true, true, false, false]);
  await run("made.disabled = false");
  assert.deepEqual(await found(), [false, false, false, true, true]);
  await run("made.setAttribute('disabled', '')");
  assert.deepEqual(await found(), [true, true, true, false, false]);
});

test("a value that was set before the element was defined is held, and tells what it is", async () => {
  const text = JSON.stringify({ __type: "PermissionDescriptorAllow", permissions: ["stack:export"] });
  await run(`
    make("scopesight-role-editor");
    made.remove();
    made = document.implementation.createHTMLDocument().createElement("scopesight-role-editor");
    Object.assign(made, { inventory: demo, value: arguments[0], name: "definition", disabled: false });
    fields.append(made);
  `, text);
  await wait("return inside('.matrix')");
  assert.deepEqual(await run("return [made.value, made.getAttribute('name'), new FormData(form).get('definition')]"), [text, "definition", text]);
});

test("a value that is set is there at once, and is what is typed where it is not understood", async () => {
  await made();
  const found = await run("made.value = '{'; const found = made.value; await settled(); return [found, made.value, made.validity.customError, told('failure').length]");
  assert.deepEqual(found, ["{", "{", true, 0]);
  const text = JSON.stringify({ __type: "PermissionDescriptorAllow", permissions: ["stack:export"] });
  assert.equal(await run("made.value = arguments[0]; return made.value", text), text);
  await wait("return told('draft-change').at(-1).draft?.permissions[0] === 'stack:export'");
  assert.equal(await run("return made.checkValidity()"), true);
});
