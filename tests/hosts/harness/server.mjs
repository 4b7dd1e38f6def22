// Serves the hosts as a strict console would: nothing inline, and nothing from anywhere else.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Serves the files below `folder`, and those below `folders[name]` under `/name/`. */
export const serve = async (folder, folders = {}) => {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://host").pathname));
    const [, first, ...rest] = path.split("/");
    const file = folders[first] ? join(folders[first], ...rest) : join(folder, path);
    try {
      const content = await readFile(path.endsWith("/") ? join(file, "index.html") : file);
      response.writeHead(200, {
        "content-type": TYPES[extname(path.endsWith("/") ? ".html" : file)] ?? TYPES[".html"],
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        // Memory and time are measured as exactly as browsers let a page measure them.
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
};
