// The work: entities, a role and questions, the same in every run.

const ENVS = ["prod", "staging", "dev", "test", "sandbox"];
const TEAMS = ["payments", "shop", "search", "data", "mobile", "web", "infra", "security", "growth", "billing", "support", "research"];
const TIERS = ["1", "2", "3"];
const REGIONS = ["us-east-1", "us-west-2", "eu-central-1", "eu-west-1", "ap-south-1", "sa-east-1"];
const TAGS = Object.entries({ env: ENVS, team: TEAMS, tier: TIERS, region: REGIONS });

/** Numbers below a bound: the same sequence for a seed. */
const numbers = (seed) => (bound) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * bound);
};

/** Six stacks to three environments to one account, nine in ten with each tag. */
export const entities = (count) => {
  const below = numbers(7);
  return Array.from({ length: count }, (_, index) => {
    const tags = {};
    for (const [key, values] of TAGS) if (below(10) > 0) tags[key] = values[below(values.length)];
    const type = index % 10 < 6 ? "stack" : index % 10 < 9 ? "environment" : "insights-account";
    return { type, id: `e${String(index).padStart(7, "0")}`, name: `project/${index}`, tags };
  });
};

const CONTEXTS = { stack: "Stack", environment: "Environment" };
const SHARES = [6, 2, 1];

/** `count` rules, each about one or two tags and granting a part of the scopes of its type. */
export const rules = (count, scopes) => {
  const below = numbers(20);
  const ofType = (type) => scopes.filter(({ groups }) => groups.some((group) => group.resourceType === type)).map(({ name }) => name);
  const known = { stack: ofType("stack"), environment: ofType("environment") };
  return Array.from({ length: count }, (_, index) => {
    const type = index % 3 === 2 ? "environment" : "stack";
    const tags = [["env", ENVS[below(ENVS.length)]]];
    if (below(4) > 0) tags.push(["team", TEAMS[below(TEAMS.length)]]);
    const share = SHARES[below(SHARES.length)];
    return { type, tags, scopes: known[type].filter((_, place) => place % share === 0) };
  });
};

/** The rules as Pulumi writes them. */
export const definition = (rules) => ({
  __type: "PermissionDescriptorGroup",
  entries: rules.map(({ type, tags, scopes }) => ({
    __type: "PermissionDescriptorCondition",
    condition: tags
      .map(([key, value]) => ({
        __type: "PermissionExpressionEqual",
        left: { __type: "PermissionExpressionTag", context: { __type: `PermissionExpression${CONTEXTS[type]}` }, key },
        right: { __type: "PermissionLiteralExpressionString", value },
      }))
      .reduce((left, right) => ({ __type: "PermissionExpressionAnd", left, right })),
    subNode: { __type: "PermissionDescriptorAllow", permissions: scopes },
  })),
});

/** The rules as Cedar policies. */
export const cedar = (rules) =>
  rules
    .map(({ type, tags, scopes }) => {
      const actions = scopes.map((scope) => `Action::"${scope}"`).join(", ");
      const when = tags.map(([key, value]) => `resource has ${key} && resource.${key} == "${value}"`).join(" && ");
      return `permit(principal == Token::"ci", action in [${actions}], resource is ${CONTEXTS[type]}) when { ${when} };`;
    })
    .join("\n");

/** The rules as Rego. */
export const rego = (rules) =>
  [
    "package role",
    "import rego.v1",
    "default allow := false",
    ...rules.map(({ type, tags, scopes }) => {
      const asks = tags.map(([key, value]) => `  input.tags.${key} == "${value}"`);
      return ["allow if {", `  input.type == "${type}"`, ...asks, `  input.scope in ${JSON.stringify(scopes)}`, "}"].join("\n");
    }),
  ].join("\n");

/** Questions about stacks and environments, spread evenly, with three scopes each. */
export const questions = (entities, scopes, count) => {
  const below = numbers(11);
  const step = Math.max(1, Math.floor((entities.length * 3) / count));
  const found = [];
  for (let row = 0; row < entities.length && found.length < count; row += step) {
    const { type, id, tags } = entities[row];
    const known = scopes.filter(({ groups }) => groups.some((group) => group.resourceType === type));
    if (!CONTEXTS[type]) continue;
    for (let turn = 0; turn < 3; turn++) found.push({ row, type, id, tags, scope: known[below(known.length)].name });
  }
  return found;
};

export const cedarType = (type) => CONTEXTS[type];
