// What can be asked without entities.
import { parse as parseText, scopes as everyScope, version as moduleVersion } from "./wasm/policy.js";
import { ready, result, text } from "./result.js";

export const parse = (definition) => ready(() => text(definition, "a definition", () => result(parseText(definition))));

export const scopes = () => ready(() => result(everyScope()));

export const version = () => moduleVersion();
