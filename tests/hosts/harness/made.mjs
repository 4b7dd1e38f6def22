// The page in which elements are made by script, for one file of tests.
import { after, before } from "node:test";
import { host } from "./host.mjs";

export const page = () => {
  let opened;
  before(async () => {
    opened = await host();
    await opened.browser.go(`${opened.url}/made/`);
    await opened.browser.wait("return document.documentElement.dataset.ready");
  });
  after(() => opened?.close());
  return {
    /** What `script` comes to in the page; it may wait. */
    run: (script, ...args) => opened.browser.run(`return (async () => { ${script} })()`, ...args),
    wait: (script, ...args) => opened.browser.wait(script, ...args),
    click: (element) => opened.browser.click(element),
    type: (element, text) => opened.browser.type(element, text),
    log: () => opened.browser.log(),
    /** The text of an editor's definition, to be typed into. */
    async area() {
      await opened.browser.click(await opened.browser.wait("return inside('.tabs')?.lastElementChild"));
      return opened.browser.wait("return inside('textarea')");
    },
  };
};
