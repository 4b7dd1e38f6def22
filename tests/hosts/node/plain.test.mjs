// A plain page as a host, under a policy that allows nothing inline.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { host } from "../harness/host.mjs";

let page;
let outcome;

before(async () => {
  page = await host();
  await page.browser.go(`${page.url}/plain/`);
  outcome = JSON.parse(await page.browser.wait("return document.querySelector('#outcome').textContent"));
  assert.equal(outcome.error, undefined);
});
after(() => page?.close());

for (const name of readdirSync(process.env.SCOPESIGHT_CASES)) {
  test(`every case of ${name} holds in Chromium`, () => {
    const found = outcome.cases.find((file) => file.name === name);
    assert.deepEqual(found.wrong, []);
    assert.ok(found.count > 0);
  });
}

test("a worker answers as the page does", () => {
  assert.equal(outcome.worker.alike, true);
  assert.ok(outcome.worker.compared > 10);
});

test("a worker says what is wrong as the page does", () => {
  assert.deepEqual(outcome.worker.failures, ["repeated /entities/1", "wrong-shape /entities/0/id", "unknown-type /__type", "freed ", "freed "]);
});

test("the policy of the page refused nothing", async () => {
  assert.deepEqual(await page.browser.log(), []);
});
