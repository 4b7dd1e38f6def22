// Chromium, asked through its driver: the WebDriver protocol over `fetch`.
import { spawn } from "node:child_process";

const PATIENCE_MS = 30_000;

/** Starts a driver: itself, and the port on which it listens. */
const start = () => new Promise((resolve, reject) => {
  const driver = spawn(process.env.CHROMEDRIVER ?? "chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  driver.on("error", reject);
  driver.on("exit", () => reject(new Error(`the driver ended: ${said}`)));
  driver.stdout.on("data", (data) => {
    said += data;
    const found = /successfully on port (\d+)/.exec(said);
    if (found) resolve({ driver, port: found[1] });
  });
});

/** Starts a headless browser. */
export const open = async () => {
  // A driver takes a port that is free for IPv6, and ends where somebody has the same for IPv4.
  const { driver, port } = await start().catch(start).catch(start);
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message.split("\n")[0]}`);
    return value;
  };
  const args = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--enable-precise-memory-info", "--js-flags=--expose-gc"];
  const capabilities = { alwaysMatch: { "goog:chromeOptions": { args }, "goog:loggingPrefs": { browser: "ALL" } } };
  const { sessionId } = await ask("POST", "/session", { capabilities }).catch((error) => {
    driver.kill();
    throw error;
  });
  const session = `/session/${sessionId}`;
  const run = (script, ...args) => ask("POST", `${session}/execute/sync`, { script, args });
  return {
    run,
    go: (url) => ask("POST", `${session}/url`, { url }),
    /** What `script` returns as soon as that is anything. */
    async wait(script, ...args) {
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = await run(script, ...args);
        if (found || found === 0) return found;
        if (Date.now() > until) throw new Error(`waited in vain for ${script}\n${JSON.stringify(await this.log())}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async click(element) {
      await ask("POST", `${session}/element/${Object.values(element)[0]}/click`, {});
    },
    async type(element, text) {
      await ask("POST", `${session}/element/${Object.values(element)[0]}/value`, { text });
    },
    /** What the console was told, such as of what the policy refused; told once. */
    async log() {
      const entries = await ask("POST", `${session}/se/log`, { type: "browser" });
      return entries.filter(({ message }) => !message.includes("favicon.ico")).map(({ level, message }) => `${level} ${message}`);
    },
    async close() {
      await ask("DELETE", session).catch(() => {});
      driver.kill();
    },
  };
};
