import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path} from '../../core/api.js';
import {Hears, live} from '../../core/live.js';
import {Keys} from '../../core/keys.js';
import {Loading} from '../../core/loading.js';
import {count, name, plural, time} from '../../core/format.js';
import {toast} from '../../parts/toast.js';

const DONE = {REDRIVE: 'put back', DISCARD: 'thrown away'};

/**
 * How far an operation is: `.operation` is its number, `.total` how many it is about. Until it begins it can be undone
 * whole; from then on it can be stopped. Dispatches `finished`, and `closed` when the reader has seen enough.
 */
class Progress extends ConsoleElement {
  static properties = {operation: {attribute: false}, total: {attribute: false}, now: {state: true}};

  constructor() {
    super();
    this.now = Date.now();
    this.loading = new Loading(this, (signal) => api.get(path`operations/${this.operation}`, {signal}));
    new Keys(this, [['u', 'Undo or stop what goes on', () => this.#isGoingOn() && this.#stop()]]);
    new Hears(this, live, {
      changed: ({what}) => what === 'operations' && this.loading.load(),
      overview: () => this.#tick(),
      again: () => this.loading.load()
    });
  }

  willUpdate(changed) {
    if (changed.has('operation')) {
      this.loading.forget();
      this.wasGoingOn = undefined;
      this.loading.load();
    }
    if (this.loading.value) {
      const isGoingOn = this.#isGoingOn();
      if (this.wasGoingOn !== false && !isGoingOn) { // Also if it ended before it was looked at.
        this.dispatchEvent(new Event('finished'));
      }
      this.wasGoingOn = isGoingOn;
    }
  }

  /** With each second the wait for its beginning is shorter. */
  #tick() {
    this.now = Date.now();
    if (this.#isGoingOn() && live.state !== 'live') {
      this.loading.load();
    }
  }

  #isGoingOn() {
    return this.loading.value && !this.loading.value.finishedAt;
  }

  render() {
    return this.loading.show((operation) => this.#view(operation));
  }

  #view(operation) {
    const {messages, beginsAt, finishedAt, destination} = operation;
    const wait = beginsAt && !finishedAt ? Math.ceil((new Date(beginsAt) - this.now) / 1000) : 0;
    const isWaiting = wait > 0 && messages === 0;
    return html`
      <section class="card progress" aria-label="Operation ${operation.id}">
        <h2><span role="status">${title(operation, isWaiting)} <small
          class="faint">operation ${operation.id}</small></span>
          <span class="buttons">
            ${finishedAt ? html`<button class="quiet" @click=${() =>
              this.dispatchEvent(new Event('closed'))}>Close</button>`
              : isWaiting ? html`<button class="primary" @click=${this.#stop}>Undo <kbd>u</kbd></button>`
                : html`<button class="danger" @click=${this.#stop}>Stop <kbd>u</kbd></button>`}</span></h2>
        <p>${isWaiting ? html`It begins in ${plural(wait, 'second')}, in ${name(destination)}.` : this.#done(operation)}
          ${finishedAt ? html`It ended at ${time(finishedAt)}.` : nothing}</p>
        ${this.total && !finishedAt ? html`<progress max=${this.total} value=${messages}
          aria-label="Letters done"></progress>` : nothing}
      </section>`;
  }

  #done({kind, messages, left, finishedAt}) {
    if (finishedAt && messages + left === 0) {
      return 'Nothing has happened to any letter.';
    }
    const of = this.total && !finishedAt ? ` of ${count(this.total)}` : '';
    return `${plural(messages, 'letter')}${of} ${DONE[kind] ?? 'done'}${left ? `; ${count(left)} could not be` : ''}.`;
  }

  async #stop() {
    try {
      const stopped = await api.post(`${path`operations/${this.operation}`}/stop`);
      toast(stopped.messages ? `Stopped: ${plural(stopped.messages, 'letter')} had been done before.`
        : 'Undone: nothing has happened to any letter.');
    } catch (failure) {
      toast(failure.message);
    }
    this.loading.load();
  }
}

function title({kind, finishedAt, messages}, isWaiting) {
  const what = kind === 'DISCARD' ? 'Discard' : 'Redrive';
  if (isWaiting) {
    return `${what} is about to begin`;
  }
  return finishedAt ? `${what} ended${messages === 0 ? ' without effect' : ''}` : `${what} goes on`;
}

customElements.define('letters-progress', Progress);
