import {api} from './api.js';
import {readEvents} from './events.js';

const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 10_000;

/** A stream of changes that says nothing for so long is dead: the server sends at least one event each second. */
const SILENCE_MILLIS = 20_000;

/** So many rows may be watched, as the server allows; and the line of the request has at most 4 KiB. */
const MOST_ROWS = 200;
const MOST_CHARACTERS = 3400;

/** Scrolling changes what is in view many times a second; the stream is opened anew when that has settled. */
const SETTLE_MILLIS = 300;

/**
 * The stream of changes. Dispatches `overview`, `rows`, `changed` and `gap` with the data of the server as `detail`,
 * and `state` when `state` changes: `connecting`, `live`, `lost`, `absent` (the server has no such stream) or `off`.
 * After the connection was lost and is there again, `again` says that anything may have changed.
 */
class Live extends EventTarget {
  state = 'off';
  /** The last overview, so that a page that opens has something to show at once. */
  overview = null;
  #watched = new Map();
  #lastId;
  #attempt = 0;
  #abort = null;
  #timer;
  #silence;

  start() {
    if (this.state === 'off') {
      this.#open();
    }
  }

  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#abort?.abort();
    this.#abort = null;
    this.#become('off');
  }

  /** Says which destinations an element shows; the changes of those are told. An empty list ends that. */
  watch(owner, names) {
    const before = this.#names().join('\n');
    if (names.length) {
      this.#watched.set(owner, names);
    } else {
      this.#watched.delete(owner);
    }
    if (this.state !== 'off' && this.state !== 'absent' && before !== this.#names().join('\n')) {
      this.#again(SETTLE_MILLIS);
    }
  }

  retry() {
    this.#attempt = 0;
    this.#again(0);
  }

  #names() {
    let characters = 0;
    return [...new Set([...this.#watched.values()].flat())].slice(0, MOST_ROWS)
      .filter((name) => (characters += encodeURIComponent(name).length + 3) <= MOST_CHARACTERS)
      .sort();
  }

  #again(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), millis);
  }

  async #open() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    if (this.state !== 'live' && this.state !== 'lost') {
      this.#become('connecting');
    }
    try {
      this.#listen(abort);
      const response = await api.open('live', {
        query: {destinations: this.#names().join(',')},
        signal: abort.signal,
        headers: {Accept: 'text/event-stream', ...(this.#lastId ? {'Last-Event-ID': this.#lastId} : {})}
      });
      this.#attempt = 0;
      this.#become('live');
      let isOver = false;
      await readEvents(response.body, (event) => {
        isOver ||= event.event === 'end';
        this.#take(event, abort);
      });
      if (isOver && this.#abort === abort) {
        this.#again(FIRST_WAIT_MILLIS); // It has had its time, and nothing is wrong.
        return;
      }
    } catch (failure) {
      if (this.#abort !== abort) {
        return; // Another stream has taken its place.
      }
      if (failure.status === 404 || failure.status === 501) {
        clearTimeout(this.#silence);
        this.#become('absent');
        return;
      }
      if (failure.status === 401) {
        this.stop();
        return;
      }
    }
    if (this.#abort === abort) {
      this.#lost();
    }
  }

  #lost() {
    clearTimeout(this.#silence);
    this.#become('lost');
    const wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** this.#attempt++);
    this.#again(wait * (0.75 + Math.random() / 2));
  }

  #listen(abort) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (this.#abort === abort) {
        this.#abort = null;
        abort.abort();
        this.#lost();
      }
    }, SILENCE_MILLIS);
  }

  #take({id, event, data}, abort) {
    this.#listen(abort);
    if (id) {
      this.#lastId = id;
    }
    let detail;
    try {
      detail = JSON.parse(data);
    } catch {
      return;
    }
    if (event === 'overview') {
      this.overview = detail;
    }
    this.dispatchEvent(new CustomEvent(event ?? 'message', {detail}));
  }

  #become(state) {
    if (this.state !== state) {
      const before = this.state;
      this.state = state;
      this.dispatchEvent(new Event('state'));
      if (state === 'live' && before === 'lost') {
        this.dispatchEvent(new Event('again'));
      }
    }
  }
}

export const live = new Live();

/**
 * Has an element hear of changes for as long as it is in the page:
 * `new Hears(this, live, {overview: (value) => …, state: () => …})`.
 */
export class Hears {
  constructor(host, target, listeners) {
    this.target = target;
    this.listeners = Object.entries(listeners).map(([name, take]) => [name, (event) => take(event.detail)]);
    this.host = host;
    host.addController(this);
  }

  hostConnected() {
    this.listeners.forEach(([name, take]) => this.target.addEventListener(name, take));
  }

  hostDisconnected() {
    this.listeners.forEach(([name, take]) => this.target.removeEventListener(name, take));
    this.target.watch?.(this.host, []);
  }
}
