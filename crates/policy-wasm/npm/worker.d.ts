/**
 * The engine in a worker, asked from the page: the same questions, each answered by a promise.
 *
 * @packageDocumentation
 */

import type {
  Asked,
  Cell,
  Descriptor,
  Diagnostic,
  Diff,
  Digest,
  DraftProofs,
  Entity,
  EntityKey,
  Explained,
  Lint,
  Matrix,
  Proofs,
  Question,
  Rest,
  Result,
  RuleInfo,
  ScopeInfo,
  Snapshot,
  Who,
} from "./index.js";

export { Matrix } from "./index.js";

/** How a worker is made. */
export interface WorkerOptions {
  /**
   * A worker that runs `worker-inside.js` of this package; made from the file beside `worker.js` where it is left out,
   * in the way that bundlers know.
   */
  worker?: Worker;
  /** Where the worker loads the module from; the file in the package where it is left out. */
  source?: string | ArrayBuffer | WebAssembly.Module;
}

/** Starts a worker with the engine in it. */
export function createPolicyWorker(options?: WorkerOptions): PolicyWorker;

/** The engine in a worker. */
export interface PolicyWorker {
  /** Whether the module could be started. Questions wait for it by themselves. */
  readonly started: Promise<Result<null>>;
  /** Loads entities into the worker. They are put into columns here and handed over, not cloned one by one. */
  createInventory(entities: readonly Entity[], rest?: Rest): Promise<Result<RemoteInventory>>;
  createInventory(snapshot: Snapshot | string): Promise<Result<RemoteInventory>>;
  /** Reads a definition and writes it again. */
  parse(definition: string): Promise<Result<string>>;
  /** Every scope of the catalogue. */
  scopes(): Promise<Result<ScopeInfo[]>>;
  /** Ends the worker with everything in it; open questions fail with `freed`. */
  end(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** An inventory in the worker; see `Inventory`. */
export interface RemoteInventory {
  /** How many entities there are. */
  readonly size: number;
  preview(asked: Question): Promise<Result<RemotePreview>>;
  diff(from: Question, to: Question): Promise<Result<Diff>>;
  explain(
    question: { subject: Descriptor | Question; scope: string; entity?: EntityKey },
    now?: number,
  ): Promise<Result<Explained>>;
  who(asked: Asked, now?: number): Promise<Result<Who>>;
  prove(asked?: Question): Promise<Result<Proofs>>;
  proveDraft(role: string, draft: Question): Promise<Result<DraftProofs>>;
  lint(asked?: Question): Promise<Result<Lint>>;
  document(asked: Question): Promise<Result<string>>;
  free(): void;
  [Symbol.dispose](): void;
}

/** A preview in the worker, whose cells are here; see `Preview`. */
export interface RemotePreview {
  /** The cells: handed over by the worker, read without asking it. */
  readonly matrix: Matrix;
  update(asked: Question): Promise<Result<RemotePreview>>;
  diagnostics(): Promise<Result<Diagnostic[]>>;
  diff(baseline: Question | RemotePreview): Promise<Result<Diff>>;
  explain(cell: Cell, now?: number): Promise<Result<Explained>>;
  rules(row: number, scope: string): Promise<Result<RuleInfo[]>>;
  digest(): Promise<Result<Digest>>;
  prove(): Promise<Result<Proofs>>;
  free(): void;
  [Symbol.dispose](): void;
}
