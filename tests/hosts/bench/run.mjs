// Measures in Chromium and prints one flat object of numbers.
import { brotliCompressSync, constants } from "node:zlib";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { open } from "../harness/browser.mjs";
import { serve } from "../harness/server.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const server = await serve(folder);
const browser = await open();
try {
  await browser.go(`${server.url}/bench/${process.argv.includes("--quick") ? "?quick" : ""}`);
  const { figures, error } = JSON.parse(await browser.wait("return document.querySelector('#outcome')?.textContent"));
  if (error) throw new Error(error);
  const bytes = (path) => {
    const content = readFileSync(`${folder}/${path}`);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    return brotliCompressSync(content, { params }).length;
  };
  figures.package_policy_brotli_bytes = bytes("node_modules/@scopesight/policy/wasm/policy_bg.wasm");
  figures.package_elements_brotli_bytes = bytes("node_modules/@scopesight/elements/wasm/elements_bg.wasm");
  figures.package_cedar_brotli_bytes = bytes("node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm");
  figures.package_regorus_brotli_bytes = bytes("peers/rego_bg.wasm");
  console.log(JSON.stringify(figures));
} finally {
  await browser.close();
  server.close();
}
