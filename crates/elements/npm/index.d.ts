/**
 * Custom elements that show what a role or a token lets its holder do, while it is still being typed.
 *
 * Importing this module defines `<scopesight-preview>`, `<scopesight-role-editor>` and `<scopesight-token-preview>`.
 * Each is told what to show by properties, or by attributes that hold JSON, and tells what happens by events.
 *
 * @packageDocumentation
 */

import type { Descriptor, Draft, Entity, EntityKey, Snapshot, SnapshotRecord, Subject } from "@scopesight/policy";

/** Loads the module from elsewhere than from beside this file; to be called before the first element is in a page. */
export function init(source?: string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module): Promise<void>;

/** A snapshot of an organization, its JSON text, or its entities alone. */
export type Inventory = Snapshot | readonly Entity[] | string;

/** A definition, its JSON text, a draft with its purpose, or somebody by id or unique name. */
export type Asked = Descriptor | Draft | Subject | string;

/** A token of the inventory by id or name, or one that is not made yet. */
export type Token = string | (Omit<Snapshot["tokens"] extends (infer T)[] | undefined ? T : never, "id" | "name"> & { id?: string; name?: string });

/** The cell whose reasons are shown; the organization's where there is no entity. */
export interface SelectedCell {
  scope: string;
  /** The place of the entity in the inventory. */
  row?: number;
  entity?: EntityKey;
}

/** What the editor holds. */
export interface DraftChange {
  /** The definition; absent while the JSON on screen is not understood. */
  draft: Descriptor | undefined;
  /** The definition as JSON text, or the text on screen. */
  text: string;
  /** Why the text is not understood. */
  problem?: { code: string; message: string; pointer: string };
}

/** What is to be saved. Only a server decides whether it may be. */
export interface SaveRequest {
  draft: Descriptor;
  text: string;
  /** The decision digest of the preview that was shown: with it the server can refuse anything else. */
  digest?: string;
}

/** Something that was given and cannot be shown. */
export interface FailureDetail {
  /** The property it was given for; absent where the module could not be started. */
  property?: string;
  code: string;
  message: string;
  pointer: string;
}

/** The events of every element. */
export interface ScopesightEventMap {
  /** A cell was chosen; `null` where none is any longer. */
  "cell-select": CustomEvent<SelectedCell | null>;
  failure: CustomEvent<FailureDetail>;
}

/** The events of the editor. */
export interface ScopesightEditorEventMap extends ScopesightEventMap {
  /** The draft is another one, or came into the editor. */
  "draft-change": CustomEvent<DraftChange>;
  /** Somebody wants to save. */
  "save-request": CustomEvent<SaveRequest>;
}

declare class ScopesightElement<Events> extends HTMLElement {
  /** What there is; attribute `inventory`, as JSON. */
  inventory: Inventory | undefined;
  /** The roles, policies and sets that go with an inventory of entities; attribute `records`, as JSON. */
  records: readonly SnapshotRecord[] | string | undefined;
  /** What is saved, to compare with; attribute `baseline`, as JSON. */
  baseline: Asked | undefined;
  /** The language of the page around it, as a BCP 47 tag. The words are English so far. */
  locale: string;
  addEventListener<K extends keyof Events>(type: K, listener: (this: this, event: Events[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: this, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** `<scopesight-preview>`: what a draft, or somebody, may do on everything there is. */
export class ScopesightPreview extends ScopesightElement<ScopesightEventMap> {
  /** Whose access is shown; attribute `draft`, as JSON. */
  draft: Asked | undefined;
}

/** `<scopesight-token-preview>`: what a token lets its holder do, also one that is not made yet. */
export class ScopesightTokenPreview extends ScopesightElement<ScopesightEventMap> {
  /** The token; attribute `token`: an id, a name, or JSON. */
  token: Token | undefined;
}

/** `<scopesight-role-editor>`: the rules of a role beside what they come to. In a form its value is the definition. */
export class ScopesightRoleEditor extends ScopesightElement<ScopesightEditorEventMap> {
  /** What is edited; attribute `draft`, as JSON. Giving the one that is in the editor changes nothing. */
  draft: Descriptor | Draft | { role: string } | string | undefined;
  /** The definition as JSON text; one that is set is taken as if it were typed. */
  value: string;
  name: string;
  /** Whether it takes no focus and no input, and submits nothing; attribute `disabled`. */
  disabled: boolean;
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  checkValidity(): boolean;
  reportValidity(): boolean;
}

declare global {
  interface HTMLElementTagNameMap {
    "scopesight-preview": ScopesightPreview;
    "scopesight-token-preview": ScopesightTokenPreview;
    "scopesight-role-editor": ScopesightRoleEditor;
  }
}
