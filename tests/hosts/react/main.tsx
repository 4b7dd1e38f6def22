// React as a host: the draft is its state, the elements show it, and a matrix of its own is drawn from the engine.
import { StrictMode, useEffect, useRef, useState, type DetailedHTMLProps, type HTMLAttributes, type Ref } from "react";
import { createRoot } from "react-dom/client";
import { createInventory, init, type Descriptor, type Snapshot } from "@scopesight/policy";
import { init as initElements, type DraftChange, type ScopesightPreview, type ScopesightRoleEditor } from "@scopesight/elements";

type Custom<E> = DetailedHTMLProps<HTMLAttributes<E>, E> & { ref?: Ref<E>; inventory?: Snapshot; baseline?: Descriptor; draft?: Descriptor };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "scopesight-preview": Custom<ScopesightPreview>;
      "scopesight-role-editor": Custom<ScopesightRoleEditor>;
    }
  }
}

const SAVED: Descriptor = { __type: "PermissionDescriptorAllow", permissions: ["stack:read"] };
const WIDE: Descriptor = { __type: "PermissionDescriptorAllow", permissions: ["stack:read", "stack:delete"] };

const Role = ({ snapshot }: { snapshot: Snapshot }) => {
  const [draft, setDraft] = useState<Descriptor>(SAVED);
  const [count, setCount] = useState(0);
  const editor = useRef<ScopesightRoleEditor>(null);
  useEffect(() => {
    const element = editor.current;
    const change = ({ detail }: CustomEvent<DraftChange>) => detail.draft && setDraft(detail.draft);
    element?.addEventListener("draft-change", change);
    return () => element?.removeEventListener("draft-change", change as EventListener);
  }, []);
  useEffect(() => {
    const inventory = createInventory(snapshot);
    if (inventory.type === "failure") throw new Error(inventory.message);
    const preview = inventory.value.preview(draft);
    if (preview.type === "success") setCount(preview.value.matrix.columns.reduce((sum, column) => sum + column.count * column.scopes.length, 0));
    return () => inventory.value.free();
  }, [snapshot, draft]);
  return (
    <>
      <output id="count">{count}</output>
      <button type="button" onClick={() => setDraft(WIDE)}>
        Delete as well
      </button>
      <scopesight-role-editor ref={editor} inventory={snapshot} baseline={SAVED} draft={draft} />
      <scopesight-preview inventory={snapshot} baseline={SAVED} draft={draft} />
    </>
  );
};

const snapshot: Snapshot = await (await fetch("/demo/acme.json")).json();
// Bundled, the files of the modules are wherever the bundler's owner puts them.
await Promise.all([init("/node_modules/@scopesight/policy/wasm/policy_bg.wasm"), initElements("/node_modules/@scopesight/elements/wasm/elements_bg.wasm")]);
const place = document.getElementById("app");
if (place) createRoot(place).render(<StrictMode><Role snapshot={snapshot} /></StrictMode>);
