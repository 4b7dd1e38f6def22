// A host's own worker: something goes wrong in it that has nothing to do with the engine.
import "/node_modules/@scopesight/policy/worker-inside.js";

reportError(new Error("the host's own affair"));
