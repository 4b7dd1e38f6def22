// The role editor: what it holds while its host tells it more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "../harness/made.mjs";

const { run, wait, type, area, log } = page();
const HELD = { __type: "PermissionDescriptorAllow", permissions: ["stack:read"] };

test("another inventory changes what the preview is of, and nothing that is being typed", async () => {
  await run("make('scopesight-role-editor', { inventory: [stack('one-stack')], draft: allow('stack:read') })");
  await wait("return inside('.matrix')?.textContent.includes('one-stack')");
  const text = await area();
  await type(text, "\uE009a\uE000{");
  await wait("return told('draft-change').at(-1)?.problem");
  const before = await run("made.inventory = [stack('one-stack'), stack('two-stack')]; return inside('textarea').value");
  await wait("return inside('.matrix')?.textContent.includes('two-stack')");
  assert.equal(await run("return inside('textarea').value"), before);
  assert.equal(before, "{");
  await run("made.records = []");
  // The same field takes what is typed on.
  await type(text, '"__type": "PermissionDescriptorAllow", "permissions": ["stack:delete"]}');
  await wait("return told('draft-change').at(-1)?.draft?.permissions[0] === 'stack:delete'");
  assert.deepEqual(await run("return told('failure')"), []);
  assert.deepEqual(await log(), []);
});

test("what is saved is looked up anew in another inventory", async () => {
  const records = (...permissions) => `[{ id: "r", name: "r", uxPurpose: "role", details: allow(${permissions.map((scope) => `"${scope}"`)}) }]`;
  await run(`make('scopesight-role-editor', { inventory: { entities: [stack('a')], records: ${records("stack:read")} }, draft: allow('stack:read'), baseline: { role: 'r' } })`);
  await wait("return inside('.matrix')");
  const before = await run("return inside('[part~=summary]').textContent");
  await run(`made.inventory = { entities: [stack('a')], records: ${records("stack:delete")} }`);
  await wait("return inside('[part~=summary]').textContent !== arguments[0]", before);
  assert.deepEqual(await run("return JSON.parse(made.value)"), HELD);
});

for (const [order, given] of [
  ["first", "draft: { role: 'typo' }, inventory: demo"],
  ["afterwards", "inventory: demo, draft: { role: 'typo' }"],
]) {
  test(`a role that is not in the inventory, named ${order}, is told and not edited as an empty one`, async () => {
    await run(`make('scopesight-role-editor', { ${given} }, { name: 'definition' })`);
    await wait("return inside('[role=alert]')?.textContent.includes('typo')");
    const [found] = await run("await settled(); return [{ failures: told('failure'), changes: told('draft-change').length, editor: !!inside('[part~=save]'), sent: new FormData(form).has('definition') }]");
    assert.deepEqual(found.failures.map(({ property, code }) => [property, code]), [["draft", "unknown-subject"]]);
    assert.deepEqual([found.changes, found.editor, found.sent], [0, false, false]);
  });
}

test("the inventory in which the role is opens the editor", async () => {
  await run("make('scopesight-role-editor', { inventory: demo, draft: { role: 'late' } })");
  await wait("return inside('[role=alert]')");
  await run("made.inventory = { ...demo, records: [...demo.records, { id: 'late', name: 'late', uxPurpose: 'role', details: allow('stack:read') }] }");
  await wait("return inside('.matrix')");
  assert.deepEqual(await run("return [JSON.parse(made.value), told('failure').length]"), [HELD, 1]);
});

test("a draft that cannot be read is told and not edited as an empty one", async () => {
  await run("make('scopesight-role-editor', { inventory: demo, draft: { __type: 'Typo' } })");
  await wait("return inside('[role=alert]')");
  assert.deepEqual(await run("await settled(); return [told('failure').map(({ property, code }) => [property, code]), told('draft-change')]"), [[["draft", "unknown-type"]], []]);
});

for (const property of ["draft", "baseline"]) {
  for (const [what, odd] of [
    ["refers to itself", "(() => { const loop = {}; loop.loop = loop; return loop; })()"],
    ["has a number that JSON has not", "{ __type: 'PermissionDescriptorAllow', permissions: [1n] }"],
  ]) {
    test(`a ${property} that ${what} is told and not edited as an empty one`, async () => {
      await run(`make('scopesight-role-editor', { ${property}: ${odd}, inventory: demo }, { name: 'definition' })`);
      await wait("return inside('[role=alert]')");
      const [found] = await run("await settled(); return [{ failures: told('failure'), changes: told('draft-change').length, editor: !!inside('[part~=save]'), sent: new FormData(form).has('definition') }]");
      assert.deepEqual(found.failures.map(({ property, code }) => [property, code]), [[property, "not-json"]]);
      assert.deepEqual([found.changes, found.editor, found.sent], [0, false, false]);
      await run(`made.${property} = allow('stack:read')`);
      await wait("return inside('.matrix')");
      assert.deepEqual(await run("return JSON.parse(made.value)"), HELD);
      // One that is open stays.
      await run(`made.${property} = ${odd}; await settled()`);
      assert.deepEqual(await run("return [JSON.parse(made.value), told('failure').length]"), [HELD, 2]);
    });
  }
}

test("what is said to be saved and is not found is told, and not taken for nothing", async () => {
  await run("make('scopesight-role-editor', { baseline: { role: 'typo' }, draft: allow('stack:read') }); await settled(); made.inventory = demo");
  await wait("return inside('[role=alert]')?.textContent.includes('typo')");
  assert.deepEqual(await run("return told('failure').map(({ property, code }) => [property, code])"), [["baseline", "unknown-subject"]]);
  // Once there is an editor, what was last understood stays.
  await run("made.baseline = allow('stack:read')");
  await wait("return inside('.matrix')");
  await run("heard.length = 0; made.baseline = { role: 'typo' }; made.draft = { role: 'typo' }");
  assert.deepEqual(await run("await settled(); return told('failure').map(({ property }) => property)"), ["baseline", "draft"]);
  assert.deepEqual(await run("return JSON.parse(made.value)"), HELD);
  // Nor does it come up by itself once it is there: something else is being edited.
  await run("made.inventory = { ...demo, records: [{ id: 'typo', name: 'typo', uxPurpose: 'role', details: allow('stack:delete') }] }; await settled()");
  assert.deepEqual(await run("return JSON.parse(made.value)"), HELD);
});

test("nothing is given in the place of what was given before", async () => {
  await run("make('scopesight-role-editor', { inventory: demo, draft: allow('stack:delete'), baseline: allow('stack:read') })");
  await wait("return inside('.matrix')");
  await run("made.draft = undefined");
  await wait("return told('draft-change').at(-1).draft.permissions?.[0] === 'stack:read'");
  const text = await area();
  await type(text, "x");
  await wait("return told('draft-change').at(-1).problem");
  // A framework writes back what it was told: no draft, while there is none.
  await run("made.draft = undefined; await settled()");
  assert.match(await run("return made.value"), /x$/);
  await run("made.inventory = undefined");
  await wait("return inside('.loading')");
  await run("made.inventory = demo");
  await wait("return inside('.matrix')");
  assert.match(await run("return made.value"), /x$/);
  await run("made.baseline = undefined; made.draft = allow('stack:write'); await settled(); made.draft = undefined");
  await wait("return told('draft-change').at(-1).text.includes('Group')");
});
