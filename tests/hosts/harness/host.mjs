// A browser and a server of the hosts, for one file of tests.
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./browser.mjs";
import { serve } from "./server.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));

export const host = async () => {
  const { SCOPESIGHT_CASES: cases, SCOPESIGHT_DEMO: demo } = process.env;
  await writeFile(`${folder}/cases.json`, JSON.stringify(readdirSync(cases)));
  const browser = await open();
  const server = await serve(folder, { cases, demo: dirname(demo) });
  return {
    url: server.url,
    browser,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
};
