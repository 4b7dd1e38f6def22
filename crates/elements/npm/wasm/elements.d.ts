/* tslint:disable */
/* eslint-disable */
/**
 * The `ReadableStreamType` enum.
 *
 * *This API requires the following crate features to be activated: `ReadableStreamType`*
 */

export class IntoUnderlyingByteSource {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    cancel(): void;
    pull(controller: ReadableByteStreamController): Promise<any>;
    start(controller: ReadableByteStreamController): void;
    readonly autoAllocateChunkSize: number;
    readonly type: ReadableStreamType;
}

export class IntoUnderlyingSink {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    abort(reason: any): Promise<any>;
    close(): Promise<any>;
    write(chunk: any): Promise<any>;
}

export class IntoUnderlyingSource {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    cancel(): void;
    pull(controller: ReadableStreamDefaultController): Promise<any>;
}

/**
 * The preview of a draft or of somebody's access.
 */
export class PreviewView {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the text of a definition to compare with.
     */
    baselineDefinition(text: string): string;
    /**
     * Takes whom to compare with, or nobody.
     */
    baselineSubject(subject?: string | null): string;
    /**
     * Takes the text of a definition.
     */
    definition(text: string): string;
    /**
     * Takes the text of a snapshot, or that there is none.
     */
    inventory(snapshot?: string | null): string;
    /**
     * Mounts the preview into `root`; `hear` is told what happens in it, by name and JSON text.
     */
    static mount(root: HTMLElement, hear: Function): PreviewView | undefined;
    /**
     * Takes that what was given for `inventory`, `draft` or `baseline` cannot be written as JSON, and why.
     */
    refused(property: string, reason: string): string;
    /**
     * Takes a draft with its purpose, somebody in the organization, or nobody.
     */
    subject(subject?: string | null): string;
    /**
     * Takes a token that is not made yet.
     */
    token(token: string): string;
}

/**
 * The editor of a role beside its preview.
 */
export class RoleView {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes the text of the definition that is saved.
     */
    baselineDefinition(text: string): string;
    /**
     * Takes the role that is saved, or that there is none.
     */
    baselineSubject(subject?: string | null): string;
    /**
     * Takes the text of a definition.
     */
    definition(text: string): string;
    /**
     * Takes the text of a snapshot, or that there is none.
     */
    inventory(snapshot?: string | null): string;
    /**
     * Mounts the editor into `root`; `hear` is told what happens in it, by name and JSON text.
     */
    static mount(root: HTMLElement, hear: Function): RoleView | undefined;
    /**
     * Takes that what was given for `inventory`, `draft` or `baseline` cannot be written as JSON, and why.
     */
    refused(property: string, reason: string): string;
    /**
     * Brings back the draft that was given last.
     */
    reset(): void;
    /**
     * Takes a draft or a role, or that nothing is given.
     */
    subject(subject?: string | null): string;
    /**
     * Types a text in the place of the definition.
     */
    write(text: string): void;
}

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbindgen_externrefs: WebAssembly.Table;
}

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export type ReadableStreamType = "bytes";

export type SyncInitInput = BufferSource | WebAssembly.Module;
