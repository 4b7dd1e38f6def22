// A host in TypeScript: every type of the package, used as a program uses it.
import { createInventory, init, parse, scopes, type Cell, type Descriptor, type Entity, type Failure, type Inventory, type Preview, type Result } from "@scopesight/policy";
import { createPolicyWorker, type RemotePreview } from "@scopesight/policy/worker";

const value = <T>(result: Result<T>): T => {
  if (result.type === "success") return result.value;
  const failure: Failure = result;
  throw new Error(`${failure.code} ${failure.pointer}: ${failure.message}`);
};

export const main = async (entities: Entity[], draft: Descriptor): Promise<string[]> => {
  await init();
  const inventory: Inventory = value(createInventory(entities, { records: [], guardrails: [] }));
  const preview: Preview = value(inventory.preview(draft));
  const words: Uint32Array = preview.matrix.columns[0]?.rows ?? preview.matrix.bits;
  const cell: Cell = { row: 0, scope: "stack:read" };
  const why = value(preview.explain(cell, Date.now() / 1000));
  const tags: string[] = (value(preview.diff(draft)).changes[0]?.where ?? []).concat(Object.keys(entities[0]?.tags ?? {}));
  const limit: number | undefined = preview.matrix.organization.constraints?.["environment:open"]?.maxOpenDurationSecs;
  const related: number = preview.diagnostics[0]?.related?.length ?? 0;
  // @ts-expect-error A scope is a text.
  preview.matrix.has(0, 1);
  // @ts-expect-error There is no such kind of entity.
  createInventory([{ type: "bucket", id: "1", name: "x" }]);
  inventory.free();
  return [String(words.length + (limit ?? 0) + related), String(why.allowed), value(parse("{}")), value(scopes())[0]?.name ?? "", ...tags];
};

export const away = async (entities: Entity[], text: string): Promise<RemotePreview> => {
  const worker = createPolicyWorker({ source: "/policy.wasm" });
  const inventory = value(await worker.createInventory(entities));
  return value(await inventory.preview(text));
};
