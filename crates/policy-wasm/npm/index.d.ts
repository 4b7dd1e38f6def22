/**
 * What a role or a token lets its holder do, while it is still being typed.
 *
 * The engine is the one with which a Scopesight server enforces. Nothing is thrown for what is wrong with what is given:
 * every question is answered by a {@link Result}. What is shown here informs; only a server decides.
 *
 * @example
 * ```ts
 * import { createInventory, init } from "@scopesight/policy";
 *
 * await init();
 * const inventory = createInventory([{ type: "stack", id: "1", name: "shop/prod", tags: { env: "prod" } }]);
 * if (inventory.type === "failure") throw new Error(inventory.message);
 * const draft = { __type: "PermissionDescriptorAllow", permissions: ["stack:read"] } as const;
 * const preview = inventory.value.preview(draft);
 * if (preview.type === "success") console.log(preview.value.matrix.scopes(0)); // ["stack:read"]
 * ```
 *
 * @packageDocumentation
 */

import type {
  Asked,
  ColumnInfo,
  Descriptor,
  Diagnostic,
  Diff,
  Digest,
  Draft,
  DraftProofs,
  Entity,
  EntityKey,
  EntityType,
  Explained,
  Grant,
  Label,
  LimitChange,
  LimitInfo,
  Lint,
  Proofs,
  RuleInfo,
  ScopeInfo,
  Snapshot,
  Subject,
  Who,
} from "./wasm/policy.js";

export type {
  Asked,
  BooleanExpression,
  ChangeInfo,
  ColumnInfo,
  Constraint,
  ContextExpression,
  Delta,
  Descriptor,
  Diagnostic,
  Diff,
  Digest,
  Draft,
  DraftProof,
  DraftProofs,
  Entity,
  EntityDelta,
  EntityImpact,
  EntityKey,
  EntityType,
  Explained,
  Expression,
  Grant,
  Guardrail,
  Holder,
  Label,
  LimitInfo,
  Lint,
  MissInfo,
  Proof,
  Proofs,
  Relation,
  Repair,
  RoleLint,
  RuleInfo,
  RulePlace,
  ScopeInfo,
  Snapshot,
  Subject,
  UxPurpose,
  Who,
} from "./wasm/policy.js";

/** A role, a policy or a permission set of a snapshot. */
export type SnapshotRecord = Snapshot["records"][number];

/** There is an answer. */
export interface Success<T> {
  readonly type: "success";
  /** The answer. */
  readonly value: T;
}

/** There is none. */
export interface Failure {
  readonly type: "failure";
  /** A stable word for programs, such as `unknown-field`. */
  readonly code: string;
  /** What was found and what would be right, for people. */
  readonly message: string;
  /** Where, as a JSON pointer (RFC 6901) into what was given; empty for all of it. */
  readonly pointer: string;
}

/** Either what was asked for, or what was wrong. */
export type Result<T> = Success<T> | Failure;

/** What the module can be loaded from. */
export type Source = string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/**
 * Loads and starts the module; a second call waits for the first.
 *
 * Without a source it is the file that lies in the package: fetched in a page, read in Node.
 * It rejects where the module cannot be loaded, and may be called again then.
 */
export function init(source?: Source): Promise<void>;

/** Starts the module from its bytes, or compiled. In a page's main thread browsers refuse large modules this way. */
export function initSync(module: BufferSource | WebAssembly.Module): void;

/**
 * What is asked about: a definition, a definition with its name and purpose, the JSON text of either as an editor
 * has it, or somebody by id or unique name.
 */
export type Question = Descriptor | Draft | string | Subject;

/** The rest of a snapshot: everything but its entities. */
export type Rest = Partial<Omit<Snapshot, "entities">>;

/**
 * Loads entities, and with them whatever else there is of an organization.
 *
 * @param entities The entities, a whole snapshot, or the JSON text of a snapshot. Plain objects are read fastest.
 * @param rest Where entities come alone: the records, members, teams … that go with them.
 */
export function createInventory(entities: readonly Entity[], rest?: Rest): Result<Inventory>;
export function createInventory(snapshot: Snapshot | string): Result<Inventory>;

/** Entities and whatever else an organization has, loaded once and asked many times. */
export class Inventory {
  private constructor();
  /** How many entities there are: the rows of every matrix. */
  readonly size: number;
  /** What a draft, a role, a token, a person or a team may do on every entity. */
  preview(asked: Question): Result<Preview>;
  /** What the second may do more or less than the first: on the entities there are, and on all there could be. */
  diff(from: Question, to: Question): Result<Diff>;
  /** Why somebody may use a scope on something at `now`, in Unix seconds, or why not and with what repairs. */
  explain(question: { subject: Question; scope: string; entity?: EntityKey }, now?: number): Result<Explained>;
  /** Everybody who may use a scope on something at `now`, in Unix seconds; the present where it is left out. */
  who(asked: Asked, now?: number): Result<Who>;
  /** How every guardrail of the snapshot fares: over everybody, or held against one role or draft by itself. */
  prove(asked?: Question): Result<Proofs>;
  /** How every guardrail would fare, over everybody, with a draft in the place of what a role grants. */
  proveDraft(role: string, draft: Question): Result<DraftProofs>;
  /** What is worth knowing about one role or draft, or about every role of the snapshot. */
  lint(asked?: Question): Result<Lint>;
  /** The preview as one line of JSON: the bytes that the command line and the server give. */
  document(asked: Question): Result<string>;
  /** Gives its memory back; whatever is asked afterwards fails with `freed`. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** What somebody may do on everything there is. It is freed with `free`, or when nobody holds it any longer. */
export class Preview {
  private constructor();
  /** The cells. They are yours: they stay as they are when the preview is updated or freed. */
  readonly matrix: Matrix;
  /** What is worth knowing before it is saved; found when it is first asked for. None once it is freed: `lint` says so. */
  readonly diagnostics: readonly Diagnostic[];
  /** Becomes the preview of something else, such as of the draft after a key press; only what differs is evaluated. */
  update(asked: Question): Result<Preview>;
  /** What it grants more or less than `baseline`. */
  diff(baseline: Question | Preview): Result<Diff>;
  /** Why a cell is granted at `now`, in Unix seconds, or why not and with what repairs. */
  explain(cell: Cell, now?: number): Result<Explained>;
  /** The rules that grant a scope at a row; none where it is not granted, `unknown-row` where there is no such row. */
  rules(row: number, scope: string): Result<RuleInfo[]>;
  /** The decision digest: a server that is sent it with a save refuses to save anything else than was seen. */
  digest(): Result<Digest>;
  /** How every guardrail of the snapshot fares, held against this by itself. */
  prove(): Result<Proofs>;
  /** Its diagnostics, as a result. */
  lint(): Result<readonly Diagnostic[]>;
  /** Gives its memory back. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** One question of a matrix: a scope, on an entity by row or by name, or on the organization where neither is given. */
export type Cell = { row: number; scope: string } | { entity?: EntityKey; scope: string; row?: undefined };

/**
 * Entities down, scopes across.
 *
 * Scopes that are granted on the same entities share a column, and each column has a bit for each row: row `r` is
 * granted where `column.rows[r >>> 5] >>> (r & 31) & 1`. All of it is one {@link Matrix.bits} array.
 */
export class Matrix {
  private constructor();
  /** Who was asked about. */
  readonly subject: Label;
  /** What is granted on the organization itself. */
  readonly organization: Grant;
  /** How many rows there are: the entities, in the order in which they were loaded. */
  readonly size: number;
  /** How many words of 32 bits each column has. */
  readonly width: number;
  /** The words of every column, then of every limit, one after another. */
  readonly bits: Uint32Array;
  /** The scopes that are granted anywhere, those together that are granted on the same entities. */
  readonly columns: readonly Column[];
  /** For how long environments may stay open, where there is a limit. */
  readonly limits: readonly Limit[];
  /** Whether a scope is granted at a row; nothing is granted where there is no such row. */
  has(row: number, scope: string): boolean;
  /** The scopes granted at a row, sorted by name. */
  scopes(row: number): string[];
  /** For how many seconds a scope may hold the environment at a row open; nothing where there is no limit. */
  limit(row: number, scope: string): number | undefined;
  /** The rows of a type at which a scope is granted, in order. */
  rows(entityType: EntityType, scope: string): Uint32Array;
}

/** Scopes that are granted on the same entities of one type. */
export interface Column extends ColumnInfo {
  /** A bit for each row. */
  readonly rows: Uint32Array;
}

/** For how long some environments may stay open. */
export interface Limit extends LimitInfo {
  /** A bit for each row. */
  readonly rows: Uint32Array;
}

/** Reads a definition and writes it again: indented, in the order of fields that Pulumi Cloud uses. */
export function parse(definition: string): Result<string>;

/** Every scope of the catalogue. */
export function scopes(): Result<ScopeInfo[]>;

/** The version of the engine; its module has to be started. */
export function version(): string;
