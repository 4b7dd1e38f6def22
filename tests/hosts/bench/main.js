// Measures the package in a page, and Cedar's beside it, on the same decisions.
import { createInventory, init, scopes } from "/node_modules/@scopesight/policy/index.js";
import * as work from "./work.js";

const value = (result) => {
  if (result.type === "failure") throw new Error(JSON.stringify(result));
  return result.value;
};

const median = (rounds, run) => {
  for (let round = 0; round < 3; round++) run();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((one, other) => one - other)[rounds >> 1];
};

/** From JavaScript objects to typed arrays: loaded, evaluated, and handed over. */
const preview = (entities, draft) => () => {
  const inventory = value(createInventory(entities));
  const preview = value(inventory.preview(draft));
  const granted = preview.matrix.bits.length;
  preview.free();
  inventory.free();
  return granted;
};

const cedarQuestions = async (rules, questions) => {
  const cedar = await import("/node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm.js");
  await cedar.default();
  const parsed = cedar.preparsePolicySet("role", { staticPolicies: work.cedar(rules) });
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
  const uid = (type, id) => ({ type, id });
  const calls = questions.map(({ type, id, tags, scope }) => ({
    principal: uid("Token", "ci"),
    action: uid("Action", scope),
    resource: uid(work.cedarType(type), id),
    context: {},
    preparsedPolicySetId: "role",
    entities: [{ uid: uid(work.cedarType(type), id), attrs: tags, parents: [] }],
  }));
  return () =>
    calls.filter((call) => {
      const answer = cedar.statefulIsAuthorized(call);
      if (answer.type !== "success") throw new Error(JSON.stringify(answer));
      return answer.response.decision === "allow";
    }).length;
};

const regoQuestions = async (rules, questions) => {
  const rego = await import("/peers/rego.js");
  await rego.default({ module_or_path: "/peers/rego_bg.wasm" });
  const role = new rego.Role(work.rego(rules));
  const inputs = questions.map(({ type, tags, scope }) => JSON.stringify({ type, tags, scope }));
  return () => inputs.filter((input) => role.allows(input)).length;
};

const measure = async (rounds) => {
  await init();
  const catalogue = value(scopes());
  const rules = work.rules(20, catalogue);
  const draft = work.definition(rules);
  const [few, many] = [work.entities(10_000), work.entities(100_000)];
  const figures = {
    package_preview_10k_ms: median(rounds * 3, preview(few, draft)),
    package_preview_100k_ms: median(rounds, preview(many, draft)),
  };
  // Its parts, to see where the time goes.
  const inventory = value(createInventory(many));
  const shown = value(inventory.preview(draft));
  const texts = [JSON.stringify(draft), JSON.stringify(work.definition([...rules.slice(0, 19), { ...rules[19], tags: [["env", "prod"]] }]))];
  let turn = 0;
  figures.package_update_100k_ms = median(rounds * 3, () => value(shown.update(texts[turn++ % 2])));
  figures.package_load_100k_ms = median(rounds, () => value(createInventory(many)).free());
  figures.package_load_text_100k_ms = median(3, () => value(createInventory(JSON.stringify({ entities: many, records: [] }))).free());

  const questions = work.questions(few, catalogue, 600);
  const small = value(value(createInventory(few)).preview(draft)).matrix;
  const ours = () => questions.filter(({ row, scope }) => small.has(row, scope)).length;
  const peers = [["cedar", await cedarQuestions(rules, questions)]];
  if ((await fetch("/peers/rego.js")).ok) peers.push(["regorus", await regoQuestions(rules, questions)]);
  figures.package_allowed = ours();
  if (!(figures.package_allowed > 0)) throw new Error("nothing is allowed");
  for (const [name, peer] of peers) {
    const allowed = peer();
    if (allowed !== figures.package_allowed) throw new Error(`${name} allows ${allowed}, we allow ${figures.package_allowed}`);
  }
  const each = 1e6 / questions.length;
  // All rows and scopes were decided before the first of them is asked: what that took is part of each.
  figures.package_decision_ns = median(rounds * 10, ours) * each;
  figures.package_preview_cell_ns = (figures.package_preview_10k_ms * 1e6) / (few.length * catalogue.length);
  for (const [name, peer] of peers) figures[`package_decision_${name}_ns`] = median(Math.min(rounds, 5), peer) * each;
  return figures;
};

const show = (outcome) => {
  document.querySelector("#outcome").textContent = JSON.stringify(outcome);
};

measure(new URLSearchParams(location.search).has("quick") ? 3 : 15).then(
  (figures) => show({ figures }),
  (error) => show({ error: String(error?.stack ?? error) }),
);
