/** So many rows are asked for at a time. */
const CHUNK = 100;

/**
 * The rows of a list that the server has, of which only those in view are asked for: `fetch(offset, limit, signal)`
 * answers `{total, rows}`.
 */
export class RemoteRows {
  total = undefined;
  problem = null;
  #chunks = new Map();
  #abort = new AbortController();
  #round = 0;

  constructor(fetch, changed) {
    this.fetch = fetch;
    this.changed = changed;
  }

  /** The row at an index; undefined while it is not known. */
  at(index) {
    return this.#chunks.get(Math.floor(index / CHUNK))?.rows[index % CHUNK];
  }

  /** Has the rows from one index to another asked for, if they are not known or are outdated. */
  need(from, to) {
    for (let chunk = Math.floor(from / CHUNK); chunk <= Math.floor(Math.max(from, to - 1) / CHUNK); chunk++) {
      const known = this.#chunks.get(chunk);
      if (known?.round !== this.#round) {
        this.#ask(chunk);
      }
    }
  }

  async #ask(chunk) {
    const round = this.#round;
    this.#chunks.set(chunk, {rows: this.#chunks.get(chunk)?.rows ?? [], round});
    try {
      const {total, rows} = await this.fetch(chunk * CHUNK, CHUNK, this.#abort.signal);
      if (round !== this.#round) {
        return;
      }
      this.total = total;
      this.problem = null;
      this.#chunks.set(chunk, {rows, round});
    } catch (failure) {
      if (failure.name === 'AbortError' || round !== this.#round) {
        return;
      }
      this.problem = failure;
    }
    this.changed();
  }

  /** Has all rows asked for anew; those that are known stay until then. */
  reload() {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#round++;
    this.changed();
  }

  /** Puts what has changed into the rows that are known. */
  update(changes, key) {
    const byKey = new Map(changes.map((row) => [key(row), row]));
    for (const chunk of this.#chunks.values()) {
      chunk.rows = chunk.rows.map((row) => (byKey.has(key(row)) ? {...row, ...byKey.get(key(row))} : row));
    }
    this.changed();
  }

  stop() {
    this.#abort.abort();
  }
}

/** The rows of a list that is in the page as a whole. */
export class LocalRows {
  problem = null;

  constructor(rows) {
    this.rows = rows;
  }

  get total() {
    return this.rows.length;
  }

  at(index) {
    return this.rows[index];
  }

  need() {}
  reload() {}
  update() {}
  stop() {}
}
