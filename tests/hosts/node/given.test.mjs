// What elements are given: in every form, and nothing again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { page } from "../harness/made.mjs";

const { run, wait, log } = page();

for (const [element, property, named] of [
  ["scopesight-preview", "draft", { role: "typo" }],
  ["scopesight-preview", "draft", { user: "typo" }],
  ["scopesight-token-preview", "token", "typo"],
]) {
  for (const order of [["inventory", property], [property, "inventory"]]) {
    test(`${JSON.stringify(named)} that is not there is told by ${element}, given ${order.join(" before ")}`, async () => {
      await run("make(arguments[0]); for (const name of arguments[1]) { made[name] = name === 'inventory' ? demo : arguments[2]; await settled(); }", element, order, named);
      await wait("return inside('[role=alert]')?.textContent.includes('typo')");
      assert.deepEqual(await run("return told('failure').map(({ property, code }) => [property, code])"), [[property, "unknown-subject"]]);
    });
  }
}

for (const [what, property, given] of [
  ["a text that is no JSON", "inventory", "'[1,'"],
  ["what cannot be written as JSON", "draft", "(() => { const loop = {}; loop.loop = loop; return loop; })()"],
]) {
  test(`${what} is told with the property that it was given for`, async () => {
    await run(`make('scopesight-preview'); made.${property} = ${given}; await settled()`);
    await wait("return told('failure').length > 0");
    assert.deepEqual(await run("return told('failure').map(({ property, code }) => [property, code])"), [[property, "not-json"]]);
  });
}

const LOOP = "(() => { const loop = { __type: 'PermissionDescriptorGroup' }; loop.entries = [loop]; return loop; })()";

for (const [what, element, property, given] of [
  ["a draft that refers to itself", "scopesight-preview", "draft", LOOP],
  ["a draft with a number that JSON has not", "scopesight-preview", "draft", "{ __type: 'PermissionDescriptorAllow', permissions: [1n] }"],
  ["a draft that throws", "scopesight-preview", "draft", "{ get __type() { throw new Error('thrown'); } }"],
  ["a function for a draft", "scopesight-preview", "draft", "() => 1"],
  ["a baseline that refers to itself", "scopesight-preview", "baseline", LOOP],
  ["half a list of entities", "scopesight-preview", "inventory", `'[{"type":"stack","id"'`],
  ["an inventory that refers to itself", "scopesight-preview", "inventory", LOOP],
  ["half a list of records", "scopesight-preview", "records", "'[bad'"],
  ["half a token", "scopesight-token-preview", "token", "'{bad'"],
]) {
  test(`${what} leaves the last good preview, marked, until it is given well`, async () => {
    await run(`make('${element}', { inventory: demo, records: [], baseline: allow('stack:read'), ${element.includes("token") ? "token: { type: 'organization' }" : "draft: allow('stack:read')"} })`);
    await wait("return inside('.matrix')");
    await run(`window.before = made.${property}; made.${property} = ${given}; await settled()`);
    assert.deepEqual(await run("return [told('failure').map(({ property, code }) => [property, code]), !!inside('.preview--stale .matrix')]"), [[[property, "not-json"]], true]);
    await run(`made.${property} = window.before`);
    await wait("return inside('.preview .matrix') && !inside('.preview--stale')");
  });
}

for (const element of ["scopesight-preview", "scopesight-role-editor"]) {
  for (const given of [`'[{"type":"stack","id"'`, `'{"entities":['`]) {
    test(`${element} says that its first inventory cannot be read, and does not wait for it: ${given}`, async () => {
      await run(`make('${element}', { inventory: ${given}, draft: allow('stack:read') })`);
      await wait("return inside('[role=alert]')");
      await run("made.inventory = demo");
      await wait("return inside('.matrix') && !inside('.preview--stale')");
    });
  }
}

for (const [element, property, given] of [
  ["scopesight-preview", "draft", "allow('stack:read')"],
  ["scopesight-token-preview", "token", "{ type: 'organization' }"],
]) {
  test(`${element} with an inventory and no ${property} says that nothing is chosen, and does not wait`, async () => {
    await run(`make('${element}', { inventory: demo })`);
    await wait("return inside('.preview')?.textContent.includes('Nothing is chosen yet')");
    assert.equal(await run("return inside('.preview').getAttribute('aria-busy')"), "false");
    await run(`made.inventory = undefined`);
    await wait("return inside('.preview').getAttribute('aria-busy') === 'true'");
    await run(`made.inventory = demo; made.${property} = ${given}`);
    await wait("return inside('.matrix')");
    await run(`made.${property} = undefined`);
    await wait("return inside('.preview').textContent.includes('Nothing is chosen yet')");
  });
}

test("a preview stays marked until what it refused is given well", async () => {
  await run("make('scopesight-preview', { inventory: demo, draft: allow('stack:read') })");
  await wait("return inside('.matrix')");
  await run("made.draft = { __type: 'Typo' }; made.baseline = allow('stack:read'); await settled()");
  assert.ok(await run("return !!inside('.preview--stale')"));
  await run("made.draft = allow('stack:read')");
  await wait("return inside('.preview') && !inside('.preview--stale')");
});

for (const [element, given, property] of [
  ["scopesight-preview", "{ inventory: demo, draft: allow('stack:read') }", "draft"],
  ["scopesight-preview", "{ inventory: demo, draft: allow('stack:read') }", "inventory"],
  ["scopesight-token-preview", "{ inventory: demo, token: { type: 'organization' } }", "token"],
  ["scopesight-token-preview", "{ inventory: demo, token: { type: 'organization' } }", "inventory"],
]) {
  test(`${element} shows nobody's access any longer where ${property} is nothing again`, async () => {
    await run(`make('${element}', ${given})`);
    await wait("return inside('.matrix')");
    await run(`window.before = made.${property}; made.${property} = undefined; await settled()`);
    assert.equal(await run("return !!inside('.matrix')"), false);
    await run(`made.${property} = window.before`);
    await wait("return inside('.matrix')");
    assert.deepEqual(await run("return told('failure')"), []);
  });
}

for (const [what, draft] of [
  ["a definition", "allow('stack:read')"],
  ["a draft with its purpose", "{ details: allow('stack:read'), uxPurpose: 'role' }"],
  ["a draft that stands for itself", "{ draft: { details: allow('stack:read') } }"],
]) {
  test(`${what} and a list of entities are read from attributes`, async () => {
    await run(`make('scopesight-preview', {}, { draft: JSON.stringify(${draft}), inventory: ' ' + JSON.stringify([stack('one-stack')]) })`);
    await wait("return inside('.matrix')?.textContent.includes('one-stack') || told('failure').length > 0");
    assert.deepEqual(await run("return told('failure')"), []);
  });
}

test("what is inside is marked as English in a page of another language", async () => {
  await run("make('scopesight-preview', { inventory: demo, draft: allow('stack:read'), locale: 'de' })");
  await wait("return inside('.matrix')");
  assert.equal(await run("return inside('.matrix').closest('[lang]').lang"), "en");
});

test("a field that stands twice in a text is still told", async () => {
  await run(`make('scopesight-preview', { inventory: demo, draft: '{"__type":"PermissionDescriptorAllow","permissions":[],"permissions":["stack:read"]}' })`);
  await wait("return told('failure').length > 0");
  assert.equal(await run("return told('failure')[0].property"), "draft");
});

for (const [element, given, parts] of [
  ["scopesight-preview", "draft: allow('stack:read')", "preview summary toolbar matrix reasons"],
  ["scopesight-token-preview", "token: { type: 'organization' }", "preview summary toolbar matrix reasons"],
  ["scopesight-role-editor", "draft: allow('stack:read')", "preview summary toolbar matrix reasons draft bar tab save rules"],
]) {
  test(`the parts of ${element} are styled from outside`, async () => {
    await run(`make("${element}", { inventory: demo, ${given} })`);
    await wait("return inside('.matrix')");
    const styled = await run(`
      const sheet = new CSSStyleSheet();
      const parts = arguments[0].split(" ");
      sheet.replaceSync(parts.map((part) => \`::part(\${part}) { --seen-\${part}: yes }\`).join("\\n"));
      document.adoptedStyleSheets = [sheet];
      const found = parts.filter((part) => getComputedStyle(inside(\`[part~=\${part}]\`) ?? document.body).getPropertyValue(\`--seen-\${part}\`) === "yes");
      document.adoptedStyleSheets = [];
      return found.join(" ");
    `, parts);
    assert.equal(styled, parts);
  });
}

test("nothing went wrong unheard", async () => {
  assert.deepEqual(await log(), []);
});
