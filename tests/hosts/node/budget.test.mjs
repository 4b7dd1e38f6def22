// How much there is to download: what `budget.json` allows, in bytes after brotli's best.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { size } from "../harness/size.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const budget = JSON.parse(readFileSync(`${folder}/budget.json`, "utf8"));

for (const [file, most] of Object.entries(budget)) {
  test(`${file} is within its budget`, () => {
    const bytes = size(`${folder}/node_modules/${file}`);
    assert.ok(bytes <= most, `${bytes} bytes, ${bytes - most} more than the budget: look at what grew, or raise budget.json and say why`);
    // A budget that is far above what is reached lets everything grow unseen.
    assert.ok(bytes > most * 0.9, `${bytes} bytes are far below the budget of ${most}: lower it in budget.json`);
  });
}
