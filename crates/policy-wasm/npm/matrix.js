// Entities down, scopes across: a bit for each row in each column of scopes that are granted alike.

export class Matrix {
  #of = new Map();

  constructor(info, bits) {
    const { subject, organization, columns, limits, size } = info;
    this.subject = subject;
    this.organization = organization;
    this.size = size;
    this.width = Math.ceil(size / 32);
    this.bits = bits;
    const rows = (place) => bits.subarray(place * this.width, (place + 1) * this.width);
    this.columns = columns.map((column, place) => ({ ...column, rows: rows(place) }));
    this.limits = limits.map((limit, place) => ({ ...limit, rows: rows(columns.length + place) }));
    for (const column of this.columns) {
      for (const scope of column.scopes) {
        const known = this.#of.get(scope);
        if (known) known.push(column);
        else this.#of.set(scope, [column]);
      }
    }
  }

  has(row, scope) {
    return isRow(row, this.size) && (this.#of.get(scope) ?? []).some((column) => isSet(column.rows, row));
  }

  scopes(row) {
    if (!isRow(row, this.size)) return [];
    return this.columns.filter((column) => isSet(column.rows, row)).flatMap((column) => column.scopes).sort(byName);
  }

  limit(row, scope) {
    if (!isRow(row, this.size)) return undefined;
    return this.limits.find((limit) => limit.scope === scope && isSet(limit.rows, row))?.maxOpenDurationSecs;
  }

  rows(entityType, scope) {
    const column = (this.#of.get(scope) ?? []).find((column) => column.entityType === entityType);
    return column ? list(column) : new Uint32Array(0);
  }
}

/** Whether there is such a row: as a place of a bit, anything would be one. */
export const isRow = (row, size) => Number.isInteger(row) && row >= 0 && row < size;

const isSet = (words, row) => ((words[row >>> 5] >>> (row & 31)) & 1) === 1;

const byName = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

const list = ({ rows: words, count }) => {
  const rows = new Uint32Array(count);
  let next = 0;
  words.forEach((word, place) => {
    // The lowest bit that is set, again and again.
    for (let rest = word; rest !== 0; rest &= rest - 1) rows[next++] = place * 32 + (31 - Math.clz32(rest & -rest));
  });
  return rows;
};
