// The elements in a plain page, under a policy that allows nothing inline.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { host } from "../harness/host.mjs";

let page;
const run = (script, ...args) => page.browser.run(script, ...args);
const wait = (script, ...args) => page.browser.wait(script, ...args);
const inside = (id, selector) => `document.getElementById('${id}').shadowRoot.querySelector('${selector}')`;

before(async () => {
  page = await host();
  await page.browser.go(`${page.url}/elements/`);
  await wait("return document.documentElement.dataset.ready");
});
after(() => page?.close());

test("every element draws itself, twice the preview, each with its own inventory and draft", async () => {
  for (const id of ["one", "other", "token", "editor"]) await wait(`return ${inside(id, ".matrix")}`);
  const texts = await run("return ['one', 'other', 'token', 'editor'].map((id) => document.getElementById(id).shadowRoot.textContent)");
  assert.match(texts[0], /delete/);
  assert.doesNotMatch(texts[1], /stack:delete/);
  assert.notEqual(texts[2], texts[1]);
  assert.match(texts[3], /Rules/);
});

test("a cell that is chosen is told with its entity, out of the shadow root", async () => {
  await run("window.heard.length = 0");
  await page.browser.click(await wait(`return ${inside("one", ".matrix [role=gridcell]")}`));
  const { id, detail } = await wait("return window.heard.find(({ name }) => name === 'cell-select')");
  assert.equal(id, "one");
  assert.match(detail.scope, /^stack:/);
  assert.equal(detail.entity.type, "stack");
  assert.equal(await run("return window.demo.entities[arguments[0]].id", detail.row), detail.entity.id);
});

test("what the editor holds is the form's value, told when it changes, and saved on request", async () => {
  await run("window.heard.length = 0");
  assert.deepEqual(await run("return JSON.parse(new FormData(document.getElementById('form')).get('definition'))"), await run("return window.allow('stack:read', 'stack:write')"));
  const json = await run(`return [...${inside("editor", ".tabs")}.querySelectorAll('button')].find((tab) => tab.textContent === 'JSON')`);
  await page.browser.click(json);
  const area = await wait(`return ${inside("editor", "textarea")}`);
  await page.browser.type(area, '\uE009a\uE000{"__type": "PermissionDescriptorAllow", "permissions": ["stack:export"]}');
  const change = await wait("return window.heard.findLast(({ name, detail }) => name === 'draft-change' && detail.draft?.permissions?.[0] === 'stack:export')");
  assert.equal(change.id, "editor");
  assert.match(await run("return new FormData(document.getElementById('form')).get('definition')"), /stack:export/);
  await page.browser.click(await run(`return ${inside("editor", "[part=save]")}`));
  const save = await wait("return window.heard.find(({ name }) => name === 'save-request')");
  assert.deepEqual(save.detail.draft, { __type: "PermissionDescriptorAllow", permissions: ["stack:export"] });
  assert.match(save.detail.digest, /^[0-9a-f]{64}$/);
});

test("JSON that is not understood makes the form invalid, and nothing typed is lost", async () => {
  const area = await wait(`return ${inside("editor", "textarea")}`);
  await page.browser.type(area, "x");
  await wait("return !document.getElementById('editor').checkValidity()");
  assert.match(await run("return document.getElementById('editor').value"), /stack:export/);
  await run("document.getElementById('form').reset()");
  await wait("return document.getElementById('editor').checkValidity()");
  assert.deepEqual(await run("return JSON.parse(document.getElementById('editor').value)"), await run("return window.allow('stack:read')"));
});

test("what cannot be shown is told with code and pointer, and the last good preview stays", async () => {
  await run("window.heard.length = 0; document.getElementById('other').draft = { __type: 'PermissionDescriptorAllow', permission: [] }");
  const { detail } = await wait("return window.heard.find(({ name }) => name === 'failure')");
  assert.deepEqual([detail.property, detail.code, detail.pointer], ["draft", "unknown-field", "/permission"]);
  await wait(`return ${inside("other", ".preview--stale .matrix")}`);
});

test("colours and parts are set from outside", async () => {
  const accent = await run(`return getComputedStyle(${inside("other", ".preview")}).getPropertyValue('--color-accent')`);
  assert.equal(accent.replaceAll(" ", ""), "rgb(1,2,3)");
  assert.equal(await run(`return getComputedStyle(${inside("one", ".preview")}).paddingInlineStart`), "77px");
  const colour = `return getComputedStyle(${inside("one", ".preview")}).backgroundColor`;
  const light = await run(`document.getElementById('one').dataset.theme = 'light'; ${colour}`);
  const dark = await run(`document.getElementById('one').dataset.theme = 'dark'; ${colour}`);
  assert.notEqual(light, dark);
});

test("an element that is moved keeps what was typed into it", async () => {
  await run(`${inside("one", "input[type=search]")}.value = 'shop'; ${inside("one", "input[type=search]")}.dispatchEvent(new Event('input', { bubbles: true }))`);
  await run("document.getElementById('there').append(document.getElementById('one'))");
  await wait(`return ${inside("one", ".matrix")}`);
  assert.equal(await run(`return ${inside("one", "input[type=search]")}.value`), "shop");
  await run("document.getElementById('one').remove()");
  await run("window.kept = document.createElement('scopesight-preview'); window.kept.id = 'one'; window.kept.setAttribute('draft', JSON.stringify(window.allow('stack:read'))); window.kept.inventory = window.demo; document.getElementById('here').append(window.kept)");
  await wait(`return ${inside("one", ".matrix")}`);
});

test("a hundred times mounted and removed, every element leaves nothing behind", async () => {
  const round = `
    const done = arguments[arguments.length - 1];
    const pause = () => new Promise((resolve) => setTimeout(resolve, 0));
    window.rounds = (async () => {
      for (let turn = 0; turn < arguments[0]; turn++) {
        const made = ["scopesight-preview", "scopesight-token-preview", "scopesight-role-editor"].map((name) => {
          const element = document.createElement(name);
          element.inventory = window.demo;
          if (name === "scopesight-token-preview") element.token = { type: "organization" };
          else element.draft = window.allow("stack:read");
          document.getElementById("there").append(element);
          return element;
        });
        await pause();
        for (const element of made) {
          if (!element.shadowRoot.querySelector(".matrix")) throw new Error("nothing was drawn");
          element.remove();
        }
        await pause();
      }
      for (let turn = 0; turn < 4; turn++) { window.gc(); await pause(); }
      window.done = { bytes: performance.memory.usedJSHeapSize, module: window.moduleBytes?.() ?? 0, nodes: document.getElementById("there").childNodes.length };
    })().catch((error) => { window.done = { error: String(error.stack ?? error) }; });
    return true;
  `;
  const settle = async (turns) => {
    await run("window.done = undefined");
    await run(round, turns);
    const done = await wait("return window.done");
    assert.equal(done.error, undefined);
    return done;
  };
  // What is made once is there after the first of them.
  await settle(20);
  const before = await settle(10);
  const after = await settle(100);
  assert.equal(after.nodes, 0);
  assert.ok(after.bytes - before.bytes < 1_500_000, `the heap grew from ${before.bytes} to ${after.bytes}`);
  assert.ok(after.module > 0 && after.module - before.module <= 1 << 20, `the module grew from ${before.module} to ${after.module}`);
});

test("the policy of the page refused nothing, and nothing went wrong unheard", async () => {
  assert.deepEqual(await page.browser.log(), []);
});
