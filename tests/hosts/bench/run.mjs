// Measures in Chromium and prints one flat object of numbers.
import { fileURLToPath } from "node:url";
import { open } from "../harness/browser.mjs";
import { serve } from "../harness/server.mjs";
import { size } from "../harness/size.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const server = await serve(folder);
const browser = await open();
try {
  await browser.go(`${server.url}/bench/${process.argv.includes("--quick") ? "?quick" : ""}`);
  const { figures, error } = JSON.parse(await browser.wait("return document.querySelector('#outcome')?.textContent"));
  if (error) throw new Error(error);
  const bytes = (path) => size(`${folder}/${path}`);
  figures.package_policy_brotli_bytes = bytes("node_modules/@scopesight/policy/wasm/policy_bg.wasm");
  figures.package_elements_brotli_bytes = bytes("node_modules/@scopesight/elements/wasm/elements_bg.wasm");
  figures.package_cedar_brotli_bytes = bytes("node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm");
  figures.package_regorus_brotli_bytes = bytes("peers/rego_bg.wasm");
  console.log(JSON.stringify(figures));
} finally {
  await browser.close();
  server.close();
}
