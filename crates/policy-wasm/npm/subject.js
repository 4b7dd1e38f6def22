// Whom a question is about: a draft in any of its forms, or somebody by name.
import { result } from "./result.js";

const NAMED = ["role", "token", "user", "team", "draft"];

const isNamed = (asked) =>
  typeof asked === "object" && asked !== null && !("__type" in asked) && NAMED.some((name) => name in asked);

/** Whether `value` is a definition with its name and purpose, and not the definition itself. */
const isDraft = (value) => typeof value === "object" && value !== null && !("__type" in value) && "details" in value;

/** Has `picture` become that of `asked`, which is written as `text`. */
export const ask = (picture, asked, text) => {
  if (isNamed(asked)) return result(picture.ask(asked));
  // As text it crosses as it is written: a reader of JSON here would forget a field that stands twice.
  const value = typeof asked === "string" && asked.includes('"details"') ? parsed(asked) : asked;
  return result(isDraft(value) ? picture.read(text) : picture.define(text));
};

/** `asked` as the module's functions take it. */
export const subject = (asked) => {
  if (isNamed(asked)) return asked;
  const value = typeof asked === "string" ? parsed(asked) : asked;
  return { draft: isDraft(value) ? value : { details: value } };
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    // The module says what is wrong with it.
    return text;
  }
};
