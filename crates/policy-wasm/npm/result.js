// Results: either what was asked for, or what was wrong.
import { isStarted } from "./start.js";

export const success = (value) => ({ type: "success", value });

export const failure = (code, message, pointer = "") => ({ type: "failure", code, message, pointer });

/** The result in an answer of the module. */
export const result = (answer) => {
  if (answer.type === "success") return success(answer.value);
  const { code, message, pointer } = answer.fault;
  return failure(code, message, pointer);
};

/** What `work` answers; what it throws is wrong with what was given, such as a getter of it, or a `BigInt` for a time. */
export const answered = (work) => {
  try {
    return work();
  } catch (error) {
    // What goes wrong in the module itself is no fault of the input.
    if (error instanceof WebAssembly.RuntimeError) throw error;
    return failure("wrong-shape", `expected plain data: ${String(error?.message ?? error)}`);
  }
};

/** What `work` makes of what is alive, or why it cannot be asked. */
export const alive = (handle, work) =>
  handle ? answered(() => work(handle)) : failure("freed", "expected what is still alive, found what was freed");

/** What `work` answers, once the module is there. */
export const ready = (work) =>
  isStarted() ? answered(work) : failure("not-started", "expected `await init()` before the first question");

/** What `work` answers about `value`, where that is a text: the module would take anything else for one. */
export const text = (value, what, work) =>
  typeof value === "string" ? work(value) : failure("wrong-shape", `expected ${what} as text, found ${typeof value}`);

/** What `work` answers about `value`, where that is an object. */
export const object = (value, what, work) =>
  typeof value === "object" && value !== null ? work(value) : failure("wrong-shape", `expected ${what}, found ${value === null ? "null" : typeof value}`);

/** `value` as JSON text. */
export const json = (value) => {
  let text;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    return failure("not-json", `expected what can be written as JSON: ${error.message}`);
  }
  return text === undefined ? failure("not-json", `expected an object, found ${typeof value}`) : success(text);
};
