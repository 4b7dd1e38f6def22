// A Node script as a host: what a program does with the package, and every case of `tests/cases`.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import * as policy from "@scopesight/policy";
import { check } from "../harness/cases.js";

const cases = process.env.SCOPESIGHT_CASES;
const demo = readFileSync(process.env.SCOPESIGHT_DEMO, "utf8");

const ALLOW = { __type: "PermissionDescriptorAllow", permissions: ["stack:read"] };
const STACK = { type: "stack", id: "1", name: "shop/prod", tags: { env: "prod" } };

const value = (result) => {
  assert.equal(result.type, "success", JSON.stringify(result));
  return result.value;
};

test("before the module is started, questions fail and say so", () => {
  assert.equal(policy.createInventory([STACK]).code, "not-started");
  assert.equal(policy.parse("{}").code, "not-started");
});

test("it starts from the package's own file, once", async () => {
  await Promise.all([policy.init(), policy.init()]);
  assert.match(policy.version(), /^\d+\.\d+\.\d+$/);
});

for (const name of readdirSync(cases)) {
  test(`every case of ${name} holds`, () => {
    const { count, wrong } = check(policy, readFileSync(`${cases}/${name}`, "utf8"));
    assert.deepEqual(wrong, []);
    assert.ok(count > 0);
  });
}

test("objects and text of a snapshot are the same inventory", () => {
  const snapshot = JSON.parse(demo);
  const one = value(policy.createInventory(demo));
  const other = value(policy.createInventory(snapshot));
  const apart = value(policy.createInventory(snapshot.entities, { ...snapshot, entities: undefined }));
  assert.equal(one.size, snapshot.entities.length);
  for (const { id } of snapshot.records.filter(({ uxPurpose }) => uxPurpose === "role")) {
    const document = value(one.document({ role: id }));
    assert.equal(value(other.document({ role: id })), document);
    assert.equal(value(apart.document({ role: id })), document);
    const { entities } = JSON.parse(document);
    const preview = value(other.preview({ role: id }));
    assert.deepEqual(entities.map((_, row) => preview.matrix.scopes(row)), entities.map(({ scopes }) => scopes));
    assert.equal(value(preview.digest()).digest, value(value(one.preview({ role: id })).digest()).digest);
  }
});

test("what is wrong with an entity is said with a pointer, whatever way it came", () => {
  const wrong = [
    [[STACK, { ...STACK, type: "stacks", id: "2" }], "wrong-shape", "/entities/1/type"],
    [[STACK, { ...STACK, id: 2 }], "wrong-shape", "/entities/1/id"],
    [[STACK, { ...STACK, id: "2", tags: { env: 1 } }], "wrong-shape", "/entities/1/tags/env"],
    [[STACK, { ...STACK, id: "2", colour: "red" }], "wrong-shape", "/entities/1/colour"],
    [[STACK, { ...STACK }], "repeated", "/entities/1"],
    [[STACK, undefined], "wrong-shape", "/entities/1"],
  ];
  for (const [entities, code, pointer] of wrong) {
    const failure = policy.createInventory(entities);
    assert.deepEqual([failure.type, failure.code, failure.pointer], ["failure", code, pointer], JSON.stringify(failure));
    assert.ok(failure.message.length > 10);
  }
  const round = { entities: [], records: [] };
  round.self = round;
  assert.equal(policy.createInventory(round).code, "not-json");
  assert.equal(policy.createInventory("{").code, "not-json");
  assert.equal(policy.createInventory(7).code, "wrong-shape");
});

test("nothing is thrown, whatever is given", () => {
  const inventory = value(policy.createInventory([STACK]));
  const preview = value(inventory.preview(ALLOW));
  const cell = { row: 0, scope: "stack:read" };
  const asks = [
    (odd) => policy.createInventory(odd),
    (odd) => policy.createInventory([odd]),
    (odd) => policy.createInventory([{ ...STACK, tags: odd }]),
    (odd) => policy.createInventory([STACK], odd),
    (odd) => policy.createInventory([STACK], { records: [odd] }),
    (odd) => policy.parse(odd),
    ...["preview", "prove", "lint", "document", "explain", "who"].map((name) => (odd) => inventory[name](odd)),
    (odd) => inventory.diff(odd, ALLOW),
    (odd) => inventory.diff(ALLOW, odd),
    (odd) => inventory.explain({ subject: odd, scope: "stack:read" }),
    (odd) => inventory.explain({ subject: ALLOW, scope: odd }),
    (odd) => inventory.explain({ subject: ALLOW, scope: "role:read" }, odd),
    (odd) => inventory.who({ scope: "role:read" }, odd),
    (odd) => inventory.proveDraft(odd, ALLOW),
    (odd) => inventory.proveDraft("admin", odd),
    (odd) => value(inventory.preview(ALLOW)).update(odd),
    (odd) => preview.diff(odd),
    (odd) => preview.explain(odd),
    (odd) => preview.explain({ ...cell, scope: odd }),
    (odd) => preview.explain({ entity: odd, scope: "stack:read" }),
    (odd) => preview.explain(cell, odd),
    (odd) => preview.rules(0, odd),
  ];
  const thrown = () => {
    throw new Error("thrown");
  };
  const getters = ["__type", "role", "type", "entities", "tags", "scope", "subject"].map((name) => Object.defineProperty({}, name, { get: thrown, enumerable: true }));
  const trap = new Proxy({}, { get: thrown, has: thrown, ownKeys: thrown });
  const round = { __type: "PermissionDescriptorAllow" };
  round.round = round;
  const given = [undefined, null, 0, NaN, 10n, Symbol("odd"), thrown, true, "", "{", [], {}, new Date(), new Map(), round, { role: 5 }, { role: round }, trap, ...getters];
  for (const odd of given) {
    for (const ask of asks) {
      const { type, code, message, pointer } = ask(odd);
      if (type !== "success") assert.deepEqual([type, typeof code, typeof message, typeof pointer], ["failure", "string", "string", "string"]);
    }
  }
  const wrong = [() => policy.parse({}), () => preview.rules(0, {}), () => inventory.proveDraft({}, ALLOW), () => preview.explain(null), () => inventory.explain(), () => policy.createInventory(getters[3])];
  for (const ask of wrong) assert.equal(ask().code, "wrong-shape", String(ask));
  // The module still answers, and as before.
  assert.deepEqual(value(inventory.preview(ALLOW)).matrix.scopes(0), ["stack:read"]);
});

test("odd texts come through unchanged", () => {
  const odd = ["", "a\0b", "ü", "𝄞", "\u2028", '"', "\\"];
  const entities = odd.map((id) => ({ type: "stack", id, name: id, tags: { [id]: id, z: id } }));
  const inventory = value(policy.createInventory(entities));
  const { entities: found } = JSON.parse(value(inventory.document(ALLOW)));
  assert.deepEqual(found.map(({ id }) => id), odd);
  const tagged = (key) => ({
    __type: "PermissionDescriptorCondition",
    condition: { __type: "PermissionExpressionHasTag", context: { __type: "PermissionExpressionStack" }, key },
    subNode: ALLOW,
  });
  odd.forEach((key, row) => assert.ok(value(inventory.preview(tagged(key))).matrix.has(row, "stack:read"), JSON.stringify(key)));
  const half = { ...STACK, id: "\ud834" };
  assert.equal(policy.createInventory([half]).type, "failure");
});

test("a NUL in the tag of one entity leaves every other entity its own tags", () => {
  const entities = [
    { ...STACK, tags: { "x\0y": "env\0dev" } },
    { ...STACK, id: "2" },
    { ...STACK, id: "3", tags: { team: "a" } },
  ];
  const tagged = (key, value) => ({
    __type: "PermissionDescriptorCondition",
    condition: {
      __type: "PermissionExpressionEqual",
      left: { __type: "PermissionExpressionTag", context: { __type: "PermissionExpressionStack" }, key },
      right: { __type: "PermissionLiteralExpressionString", value },
    },
    subNode: ALLOW,
  });
  const inventory = value(policy.createInventory(entities));
  const rows = (key, text) => Array.from(value(inventory.preview(tagged(key, text))).matrix.rows("stack", "stack:read"));
  assert.deepEqual(rows("x\0y", "env\0dev"), [0]);
  assert.deepEqual(rows("env", "prod"), [1]);
  assert.deepEqual(rows("team", "a"), [2]);
  assert.deepEqual(rows("env", "dev"), []);
});

test("a preview is asked in every form of a draft, and updated", () => {
  const inventory = value(policy.createInventory([STACK]));
  const forms = [ALLOW, JSON.stringify(ALLOW), { details: ALLOW, name: "x" }, JSON.stringify({ details: ALLOW }), { draft: { details: ALLOW } }];
  for (const form of forms) assert.deepEqual(value(inventory.preview(form)).matrix.scopes(0), ["stack:read"]);
  const preview = value(inventory.preview(ALLOW));
  const before = preview.matrix;
  const failure = preview.update({ ...ALLOW, permission: [] });
  assert.equal(failure.code, "unknown-field");
  assert.equal(preview.matrix, before);
  value(preview.update({ ...ALLOW, permissions: ["stack:write"] }));
  assert.deepEqual(preview.matrix.scopes(0), ["stack:write"]);
  assert.deepEqual(before.scopes(0), ["stack:read"]);
});

test("differences, reasons, proofs and findings answer", () => {
  const never = { name: "no deletes", never: { scope: "stack:delete" } };
  const inventory = value(policy.createInventory([STACK], { guardrails: [never] }));
  const preview = value(inventory.preview({ ...ALLOW, permissions: ["stack:read", "stack:delete"] }));
  const diff = value(preview.diff(ALLOW));
  assert.equal(diff.relation, "wider");
  assert.deepEqual(diff.entities, [{ type: "stack", id: "1", gained: ["stack:delete"], lost: [] }]);
  assert.deepEqual(value(preview.diff(value(inventory.preview(ALLOW)))).entities, diff.entities);
  assert.equal(value(preview.explain({ row: 0, scope: "stack:read" })).allowed, true);
  const why = value(preview.explain({ entity: { type: "stack", id: "1" }, scope: "stack:write" }));
  assert.equal(why.allowed, false);
  assert.ok(why.repairs.length > 0);
  assert.equal(preview.explain({ row: 7, scope: "stack:read" }).code, "unknown-row");
  assert.equal(value(preview.rules(0, "stack:read"))[0].pointer, "");
  assert.equal(value(preview.prove()).hold, false);
  assert.equal(value(inventory.prove(ALLOW)).hold, true);
  assert.deepEqual(value(inventory.lint()).roles, []);
  assert.equal(value(inventory.lint({ ...ALLOW, permissions: ["stack:reed"] })).roles[0].diagnostics[0].code, "unknown-scope");
});

test("a host may do with its list what it likes: reasons are of what was loaded", () => {
  const of = (env) => ({ ...STACK, id: env, name: env, tags: { env } });
  const entities = [of("prod"), of("dev")];
  const preview = value(value(policy.createInventory(entities)).preview(ALLOW));
  const asked = () => value(preview.explain({ row: 1, scope: "stack:read" })).entity.id;
  entities.reverse();
  assert.equal(asked(), "dev");
  entities[1].id = "other";
  entities.length = 0;
  assert.equal(asked(), "dev");
  assert.equal(preview.explain({ row: 2, scope: "stack:read" }).code, "unknown-row");
});

test("where there is no such row nothing is granted, and nothing of another row is told", () => {
  const open = { __type: "PermissionDescriptorAllow", permissions: ["environment:open"], constraints: { MaxOpenDuration: 60 } };
  const preview = value(value(policy.createInventory([{ type: "environment", id: "e", name: "a/b" }])).preview(open));
  const { matrix } = preview;
  assert.deepEqual([matrix.has(0, "environment:open"), matrix.scopes(0), matrix.limit(0, "environment:open")], [true, ["environment:open"], 60]);
  for (const row of [undefined, null, NaN, -1, 0.5, 1, 32, 2 ** 32, "0", true, [], {}, 0n, Symbol("0")]) {
    assert.deepEqual([matrix.has(row, "environment:open"), matrix.scopes(row), matrix.limit(row, "environment:open")], [false, [], undefined], String(row));
    assert.equal(preview.rules(row, "environment:open").code, "unknown-row", String(row));
    if (row !== undefined) assert.equal(preview.explain({ row, scope: "environment:open" }).code, "unknown-row", String(row));
  }
});

test("what was freed says so", () => {
  const inventory = value(policy.createInventory([STACK]));
  const preview = value(inventory.preview(ALLOW));
  assert.equal(inventory[Symbol.dispose], inventory.free);
  inventory.free();
  inventory.free();
  assert.equal(inventory.preview(ALLOW).code, "freed");
  // Its cells need no module, and its picture is its own.
  assert.deepEqual(preview.matrix.scopes(0), ["stack:read"]);
  assert.equal(value(preview.rules(0, "stack:read")).length, 1);
  const cells = [{ row: 0, scope: "stack:read" }, { entity: { type: "stack", id: "1" }, scope: "stack:read" }];
  const asked = [() => preview.diff(ALLOW), () => preview.prove(), ...cells.map((cell) => () => preview.explain(cell))];
  for (const ask of asked) assert.equal(ask().code, "freed", String(ask));
  preview[Symbol.dispose]();
  asked.push(() => preview.digest(), () => preview.lint(), () => preview.rules(0, "stack:read"), () => preview.update(ALLOW));
  for (const ask of asked) assert.equal(ask().code, "freed", String(ask));
});

test("what nobody holds any longer is freed", async () => {
  const entities = Array.from({ length: 2000 }, (_, index) => ({ ...STACK, id: String(index) }));
  const bytes = () => process.memoryUsage().arrayBuffers + process.memoryUsage().external;
  const round = async () => {
    for (let turn = 0; turn < 40; turn++) value(policy.createInventory(entities)).preview(ALLOW);
    for (let turn = 0; turn < 3; turn++) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return bytes();
  };
  await round();
  const settled = await round();
  for (let turn = 0; turn < 3; turn++) await round();
  const grown = (await round()) - settled;
  assert.ok(grown < 2_000_000, `grew by ${grown} bytes`);
});

test("the elements can be imported where none can be made, as on a server", async () => {
  const elements = await import("@scopesight/elements");
  assert.deepEqual(Object.keys(elements).sort(), ["ScopesightPreview", "ScopesightRoleEditor", "ScopesightTokenPreview", "init"]);
});
