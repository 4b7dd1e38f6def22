// Workers that do not start, questions that cannot be sent, and what is freed.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { host } from "../harness/host.mjs";

let page;
/** What `script` comes to in the page; it may wait. */
const run = (script) => page.browser.run(`return (async () => { ${script} })()`);

before(async () => {
  page = await host();
  await page.browser.go(`${page.url}/worker/`);
  await page.browser.wait("return document.documentElement.dataset.ready");
});
after(() => page?.close());

for (const [what, made] of [
  ["whose file is not there", "new Worker('/nowhere.js', { type: 'module' })"],
  ["that the page's policy refuses", "new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' })))"],
]) {
  test(`a worker ${what} answers every question, also those that come later`, async () => {
    const codes = await run(`
      const worker = createPolicyWorker({ worker: ${made} });
      const first = await answered(worker.createInventory([stack]));
      return [first, await answered(worker.scopes()), await answered(worker.started)].map(({ code }) => code);
    `);
    assert.deepEqual(codes, ["worker", "worker", "worker"]);
  });
}

test("an error in a host's own worker that has nothing to do with the engine ends nothing", async () => {
  const type = await run(`
    const worker = createPolicyWorker({ worker: new Worker("/worker/own.js", { type: "module" }) });
    await answered(worker.started);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { type } = await answered(worker.scopes());
    worker.end();
    return type;
  `);
  assert.equal(type, "success");
});

test("what cannot be cloned is asked as it is written, or refused, and never thrown", async () => {
  const found = await run(`
    const worker = createPolicyWorker();
    const inventory = value(await worker.createInventory([stack]));
    const proxied = await answered(inventory.preview(new Proxy(allow, {})));
    const cell = { entity: new Proxy({ type: "stack", id: "1" }, {}), scope: "stack:read" };
    const why = proxied.type === "success" ? await answered(proxied.value.explain(cell)) : proxied;
    const refused = await answered(inventory.preview(() => allow));
    worker.end();
    return [proxied.value?.matrix.scopes(0) ?? proxied, why.value?.allowed ?? why, refused.code];
  `);
  assert.deepEqual(found, [["stack:read"], true, "not-json"]);
});

test("a worker is never asked so that a promise is broken", async () => {
  const found = await run(`
    const worker = createPolicyWorker();
    const inventory = value(await worker.createInventory([stack]));
    const preview = value(await inventory.preview(allow));
    const getter = { get entities() { throw new Error("thrown"); } };
    const asked = [preview.explain(null), preview.explain(), preview.rules(0, {}), preview.rules(NaN, "stack:read"), inventory.explain(), worker.parse({}), worker.createInventory(getter)];
    const answers = await Promise.all(asked.map(answered));
    worker.end();
    return answers.map(({ code }) => code);
  `);
  assert.deepEqual(found, ["wrong-shape", "wrong-shape", "wrong-shape", "unknown-row", "wrong-shape", "wrong-shape", "wrong-shape"]);
});

test("a preview keeps the inventory it asks, also when nobody else holds it", async () => {
  const found = await run(`
    const worker = createPolicyWorker();
    const preview = value(await (async () => value(await worker.createInventory([stack])).preview(allow))());
    for (let turn = 0; turn < 5; turn++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const answers = [await preview.diff(allow), await preview.prove(), await preview.explain({ row: 0, scope: "stack:read" })];
    worker.end();
    return answers.map(({ type, code }) => code ?? type);
  `);
  assert.deepEqual(found, ["success", "success", "success"]);
});

test("after a start that failed the module is asked for again where it was said to be", async () => {
  const found = await run(`
    const worker = createPolicyWorker({ source: "/nowhere.wasm" });
    const answers = [await answered(worker.started), await answered(worker.scopes())];
    worker.end();
    return answers.map(({ type, code }) => code ?? type);
  `);
  assert.deepEqual(found, ["worker", "worker"]);
});

test("a worker is made from the file that the package exports", () => {
  const file = import.meta.resolve("@scopesight/policy/worker-inside.js");
  assert.ok(existsSync(fileURLToPath(file)));
});
