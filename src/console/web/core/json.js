/** Deeper ones are shown as text: nobody reads them as a tree, and each level takes a call. */
const MOST_LEVELS = 400;

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads JSON as it is written: numbers keep all their digits, and names their order, also if one is there twice.
 * Answers `{kind: 'object' | 'array' | 'string' | 'number' | 'word', entries: [[name, node]], text}`, or null for what
 * is no JSON.
 */
export function readJson(text) {
  const reader = new Reader(text);
  try {
    const node = reader.value(0);
    reader.skip();
    return reader.at === text.length ? node : null;
  } catch (failure) {
    if (failure instanceof NoJson) {
      return null;
    }
    throw failure;
  }
}

/** How many values there are in a node and below it, counted up to so many. */
export function sizeOf(node, most) {
  let size = 1;
  for (const [, child] of node.entries ?? []) {
    if (size >= most) {
      break;
    }
    size += sizeOf(child, most - size);
  }
  return size;
}

class NoJson extends Error {}

class Reader {
  at = 0;

  constructor(text) {
    this.text = text;
  }

  value(level) {
    this.skip();
    switch (this.text[this.at]) {
      case '{':
        return this.#within(level, 'object', '}', () => {
          const name = JSON.parse(this.#take(STRING));
          this.#expect(':');
          return name;
        });
      case '[':
        return this.#within(level, 'array', ']', (i) => i);
      case '"':
        return {kind: 'string', text: JSON.parse(this.#take(STRING))};
      case 't':
      case 'f':
      case 'n':
        return {kind: 'word', text: this.#take(WORD)};
      default:
        return {kind: 'number', text: this.#take(NUMBER)};
    }
  }

  skip() {
    SPACE.lastIndex = this.at;
    SPACE.exec(this.text);
    this.at = SPACE.lastIndex;
  }

  #within(level, kind, end, name) {
    if (level >= MOST_LEVELS) {
      throw new NoJson();
    }
    const entries = [];
    this.at++;
    this.skip();
    if (this.text[this.at] === end) {
      this.at++;
      return {kind, entries};
    }
    for (;;) {
      this.skip();
      const called = name(entries.length);
      entries.push([called, this.value(level + 1)]);
      this.skip();
      const next = this.text[this.at++];
      if (next === end) {
        return {kind, entries};
      }
      if (next !== ',') {
        throw new NoJson();
      }
    }
  }

  #expect(character) {
    this.skip();
    if (this.text[this.at++] !== character) {
      throw new NoJson();
    }
  }

  #take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) {
      throw new NoJson();
    }
    this.at = pattern.lastIndex;
    return found[0];
  }
}
