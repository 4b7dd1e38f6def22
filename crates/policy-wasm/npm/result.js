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

/** What `work` makes of what is alive, or why it cannot be asked. */
export const alive = (handle, work) =>
  handle ? work(handle) : failure("freed", "expected what is still alive, found what was freed");

/** What `work` answers, once the module is there. */
export const ready = (work) =>
  isStarted() ? work() : failure("not-started", "expected `await init()` before the first question");

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
