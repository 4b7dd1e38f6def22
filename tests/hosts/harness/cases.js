// The cases of `tests/cases`, asked of the package: the same in Node and in a page.

/** What does not hold among the cases in `text`, and how many there are. */
export const check = (policy, text) => {
  const file = JSON.parse(text);
  const raw = definitions(text);
  const answered = file.answered ?? [];
  const refused = file.refused ?? [];
  const wrong = [
    ...answered.flatMap((known) => {
      const loaded = [known.snapshot, JSON.stringify(known.snapshot)].map((snapshot) => policy.createInventory(snapshot));
      return loaded.flatMap((inventory, way) => answer(inventory, known).map((found) => `${known.claim} (${way ? "text" : "objects"}): ${found}`));
    }),
    ...refused.flatMap((known, place) => refusal(policy, known, raw[place]).map((found) => `${known.claim}: ${found}`)),
  ];
  return { count: answered.length + refused.length, wrong };
};

const answer = (inventory, known) => {
  if (inventory.type === "failure") return [JSON.stringify(inventory)];
  const answer = inventory.value.preview(known.subject);
  if (answer.type === "failure") return [JSON.stringify(answer)];
  const { matrix, diagnostics } = answer.value;
  const entities = {};
  const limits = {};
  known.snapshot.entities.forEach(({ type, id }, row) => {
    const scopes = matrix.scopes(row);
    if (scopes.length > 0) entities[`${type}/${id}`] = scopes;
    const limited = scopes.filter((scope) => matrix.limit(row, scope) !== undefined);
    if (limited.length > 0) limits[`${type}/${id}`] = Object.fromEntries(limited.map((scope) => [scope, matrix.limit(row, scope)]));
    const alike = scopes.every((scope) => matrix.has(row, scope) && matrix.rows(type, scope).includes(row));
    if (!alike) entities[`${type}/${id}`] = "a matrix that contradicts itself";
  });
  const said = diagnostics.map(({ code, record, pointer, message }) => `${code} ${record === undefined ? "" : `${record}#`}${pointer}: ${message}`);
  const found = [
    same("organization", matrix.organization.scopes, known.organization ?? []),
    same("entities", entities, known.entities ?? {}),
    same("limits", limits, known.limits ?? {}),
    same("diagnostics", said, known.diagnostics ?? []),
  ].flat();
  answer.value.free();
  inventory.value.free();
  return found;
};

const refusal = (policy, known, definition) => {
  const empty = policy.createInventory([]).value;
  const answers = [empty.preview(definition), policy.parse(definition)];
  empty.free();
  return answers.flatMap((found) => {
    if (found.type === "success") return ["was not refused"];
    const said = found.pointer === "" ? found.message : `at ${found.pointer}: ${found.message}`;
    return [same("code", found.code, known.code), same("message", said, known.message)].flat();
  });
};

const same = (what, found, expected) =>
  ordered(found) === ordered(expected) ? [] : [`${what}: found ${ordered(found)}, expected ${ordered(expected)}`];

const ordered = (value) =>
  JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner,
  );

/** The definitions of the refused cases as they are written: a reader of JSON forgets fields that stand twice. */
const definitions = (text) => {
  const found = [];
  const list = text.indexOf('"refused"');
  for (let place = text.indexOf('"definition":', list); list >= 0 && place >= 0; place = text.indexOf('"definition":', place + 1)) {
    const start = place + '"definition":'.length;
    found.push(text.slice(start, end(text, start)).trim());
  }
  return found;
};

const end = (text, start) => {
  let depth = 0;
  let quoted = false;
  for (let place = start; place < text.length; place++) {
    const sign = text[place];
    if (quoted) {
      if (sign === "\\") place++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if ("[{".includes(sign)) depth++;
    else if (depth > 0 && "]}".includes(sign)) depth--;
    else if (depth === 0 && ",}".includes(sign)) return place;
  }
  return text.length;
};
