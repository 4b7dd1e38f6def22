// The compiler over every host that is written in TypeScript.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));

for (const [name, project] of [["of a program", "types"]]) {
  test(`tsc --strict passes over the types ${name}`, () => {
    try {
      execFileSync(process.execPath, ["node_modules/typescript/lib/tsc.js", "--project", project], { cwd: folder, encoding: "utf8" });
    } catch (error) {
      assert.fail(error.stdout);
    }
  });
}
