// Says what became of the tests in the words of `cargo test`, which `cargo xtask test` counts.
import { basename } from "node:path";

export default async function* report(events) {
  let passed = 0;
  let failed = 0;
  let ignored = 0;
  yield "     Running hosts (node/hosts-0)\n";
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    // A file is told as a test around those in it.
    if (data.details?.type === "suite" || data.name.endsWith(".mjs")) continue;
    const name = `${basename(data.file ?? "", ".test.mjs")}: ${data.name}`;
    const secs = `(${((data.details?.duration_ms ?? 0) / 1000).toFixed(1)} s)`;
    if (data.skip !== undefined || data.todo !== undefined) {
      ignored++;
      yield `test ${name} ... ignored\n`;
    } else if (type === "test:pass") {
      passed++;
      yield `test ${name} ... ok ${secs}\n`;
    } else {
      failed++;
      const error = data.details?.error;
      yield `test ${name} ... FAILED ${secs}\n${error?.cause?.stack ?? error?.cause ?? error}\n`;
    }
  }
  yield `test result: ${failed ? "FAILED" : "ok"}. ${passed} passed; ${failed} failed; ${ignored} ignored\n`;
}
