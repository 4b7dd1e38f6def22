// A page without a bundler: the package by its address, in the page and in a worker.
import * as policy from "/node_modules/@scopesight/policy/index.js";
import { createPolicyWorker } from "/node_modules/@scopesight/policy/worker.js";
import { check } from "/harness/cases.js";

const text = async (address) => (await fetch(address)).text();

const value = (result) => {
  if (result.type === "failure") throw new Error(JSON.stringify(result));
  return result.value;
};

/** What the cases come to in this page: how many there are, and those that do not hold. */
const cases = async () => {
  const names = JSON.parse(await text("/cases.json"));
  const files = await Promise.all(names.map((name) => text(`/cases/${name}`)));
  return files.map((file, place) => ({ name: names[place], ...check(policy, file) }));
};

/** What a worker answers about the demo, beside what the page itself does. */
const inWorker = async () => {
  const snapshot = JSON.parse(await text("/demo/acme.json"));
  const here = value(policy.createInventory(snapshot));
  const worker = createPolicyWorker();
  const there = value(await worker.createInventory(snapshot));
  const roles = snapshot.records.filter(({ uxPurpose }) => uxPurpose === "role");
  const alike = [];
  for (const { id } of roles) {
    const near = value(here.preview({ role: id }));
    const far = value(await there.preview({ role: id }));
    const cell = { row: 0, scope: "stack:delete" };
    const both = [
      [near.matrix.bits, far.matrix.bits].map(String),
      [near.matrix.columns, far.matrix.columns].map((columns) => JSON.stringify(columns.map(({ scopes, count }) => ({ scopes, count })))),
      [near.diagnostics, value(await far.diagnostics())].map((found) => JSON.stringify(found)),
      [near.explain(cell), await far.explain(cell)].map((found) => JSON.stringify(found)),
      [near.digest(), await far.digest()].map((found) => JSON.stringify(found)),
      [near.diff(near), await far.diff(far)].map((found) => JSON.stringify(found)),
    ];
    alike.push(...both.map(([one, other]) => one === other));
    far.free();
  }
  const twice = await worker.createInventory([snapshot.entities[0], snapshot.entities[0]]);
  const wrong = await worker.createInventory([{ ...snapshot.entities[0], id: 1 }]);
  const refused = await there.preview({ __type: "PermissionDescriptorAlow" });
  there.free();
  const freed = await there.preview({ role: roles[0].id });
  worker.end();
  const ended = await worker.scopes();
  return {
    alike: alike.every((one) => one),
    compared: alike.length,
    failures: [twice, wrong, refused, freed, ended].map(({ code, pointer }) => `${code} ${pointer}`),
  };
};

try {
  await policy.init();
  const outcome = { cases: await cases(), worker: await inWorker() };
  document.querySelector("#outcome").textContent = JSON.stringify(outcome);
} catch (error) {
  document.querySelector("#outcome").textContent = JSON.stringify({ error: String(error?.stack ?? error) });
}
