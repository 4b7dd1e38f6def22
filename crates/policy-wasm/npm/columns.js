// Entities in columns: how a hundred thousand objects cross into the module in six pieces.

const TYPES = ["stack", "environment", "insights-account"];

/**
 * The columns of `entities`; nothing where an entity is not what it has to be, or where JSON would read it otherwise
 * than it is read here. Whoever is told nothing asks the reader of JSON, which says what is wrong and where.
 */
export const columns = (entities) => {
  const total = entities.length;
  const types = new Uint8Array(total);
  const ids = new Array(total);
  const names = new Array(total);
  const ends = new Uint32Array(total);
  const tags = new Tags(total);
  for (let row = 0; row < total; row++) {
    const entity = entities[row];
    if (!isPlain(entity)) return undefined;
    let type;
    let id;
    let name;
    let worn;
    for (const field in entity) {
      switch (field) {
        case "type":
          type = entity.type;
          break;
        case "id":
          id = entity.id;
          break;
        case "name":
          name = entity.name;
          break;
        case "tags":
          worn = entity.tags;
          break;
        default:
          return undefined;
      }
    }
    const place = TYPES.indexOf(type);
    if (place < 0 || typeof id !== "string" || typeof name !== "string") return undefined;
    types[row] = place;
    ids[row] = id;
    names[row] = name;
    if (worn !== undefined && !tags.wear(worn)) return undefined;
    ends[row] = tags.count;
  }
  const pieces = { types, ids: ids.join("\0"), names: names.join("\0"), tags: tags.texts.join("\0"), pairs: tags.texts.length / 2, worn: tags.worn(), ends };
  const isText = pieces.ids.isWellFormed() && pieces.names.isWellFormed() && pieces.tags.isWellFormed();
  return isText ? pieces : undefined;
};

/** An object as JSON writes it: nothing inherited that would speak for it. */
const isPlain = (value) =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

class Tags {
  /** Every different tag: key, value, key, value … */
  texts = [];
  count = 0;
  #known = new Map();
  #worn;

  constructor(total) {
    this.#worn = new Uint32Array(total * 4);
  }

  wear(tags) {
    if (!isPlain(tags)) return false;
    for (const key in tags) {
      const value = tags[key];
      if (typeof value !== "string") return false;
      let values = this.#known.get(key);
      if (values === undefined) this.#known.set(key, (values = new Map()));
      let place = values.get(value);
      if (place === undefined) {
        values.set(value, (place = this.texts.length / 2));
        this.texts.push(key, value);
      }
      if (this.count === this.#worn.length) this.#grow();
      this.#worn[this.count++] = place;
    }
    return true;
  }

  worn() {
    return this.#worn.subarray(0, this.count);
  }

  #grow() {
    const larger = new Uint32Array(this.#worn.length * 2 + 64);
    larger.set(this.#worn);
    this.#worn = larger;
  }
}
