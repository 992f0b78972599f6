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
  #asked = new Map();

  constructor(fetch, changed) {
    this.fetch = fetch;
    this.changed = changed;
  }

  /** The row at an index; undefined while it is not known. */
  at(index) {
    return this.#chunks.get(Math.floor(index / CHUNK))?.rows[index % CHUNK];
  }

  /** Has the rows from one index to another asked for, if they are not known or are outdated; others no longer. */
  need(from, to) {
    const first = Math.floor(from / CHUNK);
    const last = Math.floor(Math.max(from, to - 1) / CHUNK);
    for (const [chunk, abort] of this.#asked) {
      if (chunk < first || chunk > last) {
        this.#asked.delete(chunk);
        abort.abort();
      }
    }
    for (let chunk = first; chunk <= last; chunk++) {
      const isKnown = this.#chunks.has(chunk) && !this.#chunks.get(chunk).isOutdated;
      if (!isKnown && !this.#asked.has(chunk)) {
        this.#ask(chunk);
      }
    }
  }

  async #ask(chunk) {
    const abort = new AbortController();
    this.#asked.set(chunk, abort);
    try {
      const {total, rows} = await this.fetch(chunk * CHUNK, CHUNK, abort.signal);
      if (this.#asked.get(chunk) !== abort) {
        return;
      }
      this.total = total;
      this.problem = null;
      this.#chunks.set(chunk, {rows});
    } catch (failure) {
      if (this.#asked.get(chunk) !== abort) {
        return;
      }
      this.problem = failure;
      this.#chunks.set(chunk, {rows: this.#chunks.get(chunk)?.rows ?? []}); // Until the reader tries again.
    }
    this.#asked.delete(chunk);
    this.changed();
  }

  /** Has all rows asked for anew; those that are known stay until then. */
  reload() {
    this.stop();
    for (const chunk of this.#chunks.values()) {
      chunk.isOutdated = true;
    }
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
    this.#asked.forEach((abort) => abort.abort());
    this.#asked.clear();
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
