// React and Angular as hosts: type-checked, bundled, and used in Chromium under the same policy.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { angular, react } from "../harness/build.mjs";
import { host } from "../harness/host.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const compile = (program, project) => {
  try {
    execFileSync(process.execPath, [program, "--project", project], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout || error.stderr);
  }
};

let page;
before(async () => {
  process.chdir(folder);
  page = await host();
});
after(() => page?.close());

test("tsc --strict passes over the host in React, and it is bundled", async () => {
  compile("node_modules/typescript/lib/tsc.js", "react");
  await react();
});

test("Angular's compiler passes over the host in Angular, and it is bundled", async () => {
  compile("node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js", "angular");
  await angular();
});

for (const name of ["react", "angular"]) {
  test(`the host in ${name} edits a role with the elements and counts with the engine`, async () => {
    const { browser } = page;
    await browser.go(`${page.url}/${name}/`);
    const count = async (others) => Number(await browser.wait(`const found = document.querySelector('#count')?.textContent; return Number(found) > 0 && found !== arguments[0] ? found : null`, String(others)));
    const reading = await count(0);
    const matrix = (element) => `document.querySelector('${element}').shadowRoot.querySelector('.matrix')`;
    for (const element of ["scopesight-role-editor", "scopesight-preview"]) await browser.wait(`return ${matrix(element)}`);
    await browser.click(await browser.run("return document.querySelector('button')"));
    const deleting = await count(reading);
    assert.equal(deleting, 2 * reading);
    await browser.wait("return document.querySelector('scopesight-role-editor').value.includes('stack:delete')");
    // What is edited in the element comes back into the host's state.
    await browser.run("document.querySelector('scopesight-role-editor').draft = { __type: 'PermissionDescriptorAllow', permissions: ['stack:read'] }");
    assert.equal(await count(deleting), reading);
    await browser.wait("return !JSON.stringify(document.querySelector('scopesight-preview').draft).includes('stack:delete')");
    assert.deepEqual(await browser.log(), []);
  });
}
