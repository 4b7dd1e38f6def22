// What the tests of workers ask with.
import { createPolicyWorker } from "/node_modules/@scopesight/policy/worker.js";

window.createPolicyWorker = createPolicyWorker;

window.value = (result) => {
  if (result.type === "failure") throw new Error(JSON.stringify(result));
  return result.value;
};

/** What is answered in time, or that nothing is, or what is thrown. */
window.answered = (promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 3000, { code: "never answered" }))]).catch((error) => ({ code: `threw ${error.name}` }));

window.stack = { type: "stack", id: "1", name: "shop/prod", tags: { env: "prod" } };
window.allow = { __type: "PermissionDescriptorAllow", permissions: ["stack:read"] };
document.documentElement.dataset.ready = "yes";
