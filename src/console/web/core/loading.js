import {html, nothing} from 'lit';
import {Problem} from './api.js';
import {problemView} from '../parts/problem.js';

/** What comes sooner shows no sign of waiting, which would only flicker. */
const PATIENCE_MILLIS = 150;

/**
 * Loads a value for an element, and shows it, the wait for it, or the problem:
 * `this.orders = new Loading(this, (signal) => api.get('…', {signal}))`, `this.orders.load()` and in `render`
 * `this.orders.show((value) => html`…`)`. A value stays while a newer one is loaded.
 */
export class Loading {
  value = undefined;
  problem = null;
  isWaiting = false;
  #abort;

  constructor(host, ask) {
    this.host = host;
    this.ask = ask;
    host.addController(this);
  }

  hostDisconnected() {
    this.#abort?.abort();
  }

  forget() {
    this.#abort?.abort();
    this.value = undefined;
    this.problem = null;
  }

  async load() {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const timer = setTimeout(() => {
      this.isWaiting = this.value === undefined;
      this.host.requestUpdate();
    }, PATIENCE_MILLIS);
    try {
      const value = await this.ask(abort.signal);
      if (this.#abort === abort) {
        this.value = value;
        this.problem = null;
      }
    } catch (failure) {
      if (this.#abort === abort && failure.name !== 'AbortError') {
        this.problem = failure instanceof Problem ? failure
          : new Problem({title: 'The page failed', detail: String(failure)});
      }
    } finally {
      clearTimeout(timer);
      if (this.#abort === abort) {
        this.isWaiting = false;
        this.host.requestUpdate();
      }
    }
  }

  show(view, skeleton = lines) {
    if (this.problem && this.value === undefined) {
      return problemView(this.problem, () => this.load());
    }
    if (this.value !== undefined) {
      return html`${this.problem ? problemView(this.problem, () => this.load()) : nothing}${view(this.value)}`;
    }
    return this.isWaiting ? skeleton() : nothing;
  }
}

function lines() {
  return html`<div class="skeleton" role="status" aria-label="Loading"><i></i><i></i><i></i></div>`;
}
