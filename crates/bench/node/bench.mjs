// Measures the policy module and Cedar's, on the work that the native program wrote down.
// Prints one flat object of numbers: milliseconds unless the name says otherwise.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = process.argv[2];
const require = createRequire(join(folder, "bench.mjs"));
const { Engine } = require("./policy/policy.js");
const cedar = require("@cedar-policy/cedar-wasm/nodejs");
const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8"));

const value = (answer) => {
  if (answer.type !== "success") throw new Error(JSON.stringify(answer));
  return answer.value;
};

const load = (name) => {
  const engine = new Engine();
  value(engine.load(readFileSync(join(folder, name), "utf8")));
  return engine;
};

const times = (rounds, work) => {
  for (let round = 0; round < Math.min(rounds, 5); round++) work(round);
  const measured = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work(round);
    measured.push(performance.now() - start);
  }
  return measured.sort((left, right) => left - right);
};
const at = (measured, share) => measured[Math.min(measured.length - 1, Math.floor(measured.length * share))];
const median = (measured) => at(measured, 0.5);

const figures = {};
const rounds = plan.quick ? 9 : 41;

// From the text of a draft to the matrix with its reasons, nothing kept from before.
const few = load("few.json");
const many = load("many.json");
const scratch = (engine, text) => () => {
  const live = engine.open();
  value(live.set(text));
  live.free();
};
figures.matrix_wasm_1k_ms = median(times(rounds * 3, scratch(few, plan.twelve)));
figures.matrix_wasm_100k_ms = median(times(rounds, scratch(many, plan.twenty)));

// One rule of the draft changes, to and fro.
const live = many.open();
value(live.set(plan.twenty));
figures.edit_wasm_100k_ms = median(
  times(rounds * 2, (round) => value(live.set(round % 2 ? plan.twenty : plan.edited))),
);

// Its decision digest: the first one hashes the inventory as well.
const begun = performance.now();
value(live.digest());
figures.digest_inventory_wasm_100k_ms = performance.now() - begun;
figures.digest_wasm_100k_ms = median(times(rounds, () => value(live.digest())));

// Semantic differences of saved roles: both are compiled, and everything there could be is compared.
const proofs = load("proofs.json");
// Each pair counts with its median: what is asked for is how long the hard ones take, not how often the machine
// does something else meanwhile.
const pairs = plan.pairs.map(([one, other]) =>
  median(times(plan.quick ? 3 : 7, () => value(proofs.diff({ role: one }, { role: other })))),
);
pairs.sort((left, right) => left - right);
figures.proof_wasm_p50_ms = median(pairs);
figures.proof_wasm_p95_ms = at(pairs, 0.95);

// The same questions to Cedar's module and to ours.
cedar.preparsePolicySet("role", { staticPolicies: plan.twelveCedar });
const uid = (type, id) => ({ type, id });
const calls = plan.questions.map((question) => ({
  principal: uid("Token", "ci"),
  action: uid("Action", question.scope),
  resource: uid(question.type, question.id),
  context: {},
  preparsedPolicySetId: "role",
  entities: [
    { uid: uid(question.type, question.id), attrs: question.tags, parents: [] },
    { uid: uid("Action", question.scope), attrs: {}, parents: question.sets.map((set) => uid("Action", set)) },
  ],
}));
const cedarAllowed = () =>
  calls.filter((call) => {
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type !== "success") throw new Error(JSON.stringify(answer));
    return answer.response.decision === "allow";
  }).length;
const small = few.open();
value(small.set(plan.twelve));
const ourAllowed = () =>
  plan.questions.filter((question) => value(small.rules(question.row, question.scope)).length > 0).length;
figures.wasm_allowed = ourAllowed();
figures.cedar_wasm_allowed = cedarAllowed();
if (figures.wasm_allowed !== figures.cedar_wasm_allowed) {
  throw new Error(`Cedar allows ${figures.cedar_wasm_allowed}, we allow ${figures.wasm_allowed}`);
}
const each = 1e6 / plan.questions.length;
figures.decision_wasm_ns = median(times(rounds, ourAllowed)) * each;
figures.decision_cedar_wasm_ns = median(times(plan.quick ? 3 : 9, cedarAllowed)) * each;

console.log(JSON.stringify(figures));
