// Angular as a host: the draft is a signal, the elements show it, and a count of its own comes from the engine.
import { ChangeDetectionStrategy, CUSTOM_ELEMENTS_SCHEMA, Component, computed, provideZonelessChangeDetection, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { createInventory, init, type Descriptor, type Snapshot } from "@scopesight/policy";
import { init as initElements, type DraftChange } from "@scopesight/elements";

const SAVED: Descriptor = { __type: "PermissionDescriptorAllow", permissions: ["stack:read"] };
const WIDE: Descriptor = { __type: "PermissionDescriptorAllow", permissions: ["stack:read", "stack:delete"] };

const snapshot: Snapshot = await (await fetch("/demo/acme.json")).json();
await Promise.all([init("/node_modules/@scopesight/policy/wasm/policy_bg.wasm"), initElements("/node_modules/@scopesight/elements/wasm/elements_bg.wasm")]);
const loaded = createInventory(snapshot);
if (loaded.type === "failure") throw new Error(loaded.message);
const inventory = loaded.value;

@Component({
  selector: "app-root",
  changeDetection: ChangeDetectionStrategy.OnPush,
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <output id="count">{{ count() }}</output>
    <button type="button" (click)="widen()">Delete as well</button>
    <scopesight-role-editor [inventory]="snapshot" [baseline]="saved" [draft]="draft()" (draft-change)="changed($event)"></scopesight-role-editor>
    <scopesight-preview [inventory]="snapshot" [baseline]="saved" [draft]="draft()"></scopesight-preview>
  `,
})
export class App {
  protected readonly snapshot = snapshot;
  protected readonly saved = SAVED;
  protected readonly draft = signal<Descriptor>(SAVED);
  protected readonly count = computed(() => {
    const preview = inventory.preview(this.draft());
    if (preview.type === "failure") return 0;
    const { columns } = preview.value.matrix;
    preview.value.free();
    return columns.reduce((sum, column) => sum + column.count * column.scopes.length, 0);
  });

  protected widen(): void {
    this.draft.set(WIDE);
  }

  protected changed(event: Event): void {
    const { detail } = event as CustomEvent<DraftChange>;
    if (detail.draft) this.draft.set(detail.draft);
  }
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
