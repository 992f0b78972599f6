import {api, path} from './api.js';

/** So many messages are asked for at a time, of each partition. */
const STEP = 100;

/** So many are looked through for what is searched before the reader is asked whether to go on. */
const MOST_LOOKED = 20_000;

/**
 * Reads messages of a destination without taking them, from a place on or from the end back, and finds those that are
 * searched. `wanted`: `{start: 'newest' | 'oldest' | 'offset' | 'time', offset, time, partition, subscription, key,
 * text}`.
 */
export class MessageScan {
  looked = 0;
  isAtEnd = false;

  constructor(destination, wanted) {
    this.wanted = wanted;
    this.at = wanted.subscription
      ? path`destinations/${destination.name}/subscriptions/${wanted.subscription}/messages`
      : path`destinations/${destination.name}/messages`;
    this.isBackward = wanted.start === 'newest';
    this.cursors = destination.offsets
      .filter(({partition}) => wanted.partition === '' || partition === Number(wanted.partition))
      .map(({partition, startOffset, endOffset}) =>
        ({partition, start: startOffset, from: startOffset, end: endOffset}));
  }

  /** Up to so many messages more, and a few beyond; fewer at the end, and if too many were looked through. */
  async more(count, signal) {
    await this.#place(signal);
    const found = [];
    const until = this.looked + MOST_LOOKED;
    while (found.length < count && !this.isAtEnd && this.looked < until) {
      const parts = await Promise.all(this.#active().map((cursor) => this.isBackward ? this.#back(cursor, signal)
        : this.#forth(cursor, signal)));
      const messages = parts.flat();
      this.looked += messages.length;
      found.push(...this.#sorted(messages.filter((message) => this.#isWanted(message))));
      this.isAtEnd = this.#active().length === 0;
    }
    return found;
  }

  /** Forward, partitions are read one after the other; backward, all at once, so that the latest come first. */
  #active() {
    const open = this.cursors.filter((cursor) => (this.isBackward ? cursor.end > cursor.start : !cursor.isDone));
    return this.isBackward ? open : open.slice(0, 1);
  }

  async #forth(cursor, signal) {
    const {messages, more, next} = await this.#read(cursor.partition, cursor.from, STEP, signal);
    cursor.isDone = !more;
    cursor.from = more ? Number(next.split(':').pop()) : cursor.from;
    return messages;
  }

  async #back(cursor, signal) {
    const to = cursor.end;
    let from = Math.max(cursor.start, to - Math.ceil(STEP / this.cursors.length));
    cursor.end = from;
    const all = [];
    while (from < to) {
      const {messages, more, next} = await this.#read(cursor.partition, from, Math.min(STEP, to - from), signal);
      all.push(...messages.filter((message) => message.offset < to));
      if (!more) {
        break;
      }
      from = Number(next.split(':').pop());
    }
    return all;
  }

  #read(partition, from, limit, signal) {
    return api.get(this.at, {query: {partition, from, limit}, signal});
  }

  /** Goes to the offset or the time at which to begin, once. */
  async #place(signal) {
    if (this.isPlaced) {
      return;
    }
    this.isPlaced = true;
    if (this.wanted.start === 'offset') {
      this.cursors.forEach((cursor) => (cursor.from = Math.max(cursor.start, Number(this.wanted.offset) || 0)));
    } else if (this.wanted.start === 'time') {
      const time = new Date(this.wanted.time).getTime();
      await Promise.all(this.cursors.map(async (cursor) =>
        (cursor.from = await firstSince(this.at, cursor, time, signal))));
    }
  }

  #sorted(messages) {
    return this.isBackward
      ? messages.sort((a, b) => b.timestamp.localeCompare(a.timestamp) || b.offset - a.offset) : messages;
  }

  #isWanted({id, key, keyBase64, headers, body}) {
    const {key: wantedKey, text} = this.wanted;
    return (!wantedKey || key === wantedKey || keyBase64 === wantedKey)
      && (!text || [id, key, body, ...Object.entries(headers ?? {}).map((header) => header.join('='))]
        .some((part) => part?.includes(text)));
  }
}

/**
 * The offset of the first message of a time or later in a partition, `{partition, start, end}`. Times within a
 * partition rise nearly always, so that halving finds it.
 */
export async function firstSince(at, {partition, start, end}, time, signal) {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const {messages: [message]} = await api.get(at, {query: {partition, from: middle, limit: 1}, signal});
    if (!message || new Date(message.timestamp).getTime() >= time) {
      high = middle;
    } else {
      low = message.offset + 1;
    }
  }
  return low;
}
