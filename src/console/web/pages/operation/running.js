import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path} from '../../core/api.js';
import {Hears, live} from '../../core/live.js';
import {age, count, name, plural, time, visible} from '../../core/format.js';
import {may} from '../../core/session.js';
import {ask} from '../../parts/dialog.js';
import {isAhead, KINDS} from './words.js';

/** All messages are meant, whatever the pace. */
const WHOLE = /^(all|\d+ a second)$/;

/** Operations that go on: how far they are, and a button that stops each. */
class Running extends ConsoleElement {
  static properties = {operations: {attribute: false}, waiting: {state: true}};

  #places = new Map();

  constructor() {
    super();
    this.waiting = new Map();
    new Hears(this, live, {
      rows: (rows) => rows.forEach((row) => this.#places.has(row.name) &&
        (this.waiting = new Map(this.waiting).set(row.name, row.waiting)))
    });
  }

  willUpdate(changed) {
    if (changed.has('operations')) {
      const names = [...new Set(this.operations.map((each) => each.destination))];
      live.watch(this, names);
      names.filter((each) => !this.#places.has(each)).forEach((each) => this.#ask(each));
    }
  }

  /** What waits in the queue, and what one may do there. */
  async #ask(destination) {
    this.#places.set(destination, {may: []});
    try {
      const found = await api.get(path`destinations/${destination}`);
      this.#places.set(destination, found);
      this.waiting = new Map(this.waiting).set(destination, found.depth);
    } catch {
      this.requestUpdate(); // How far it is cannot be said then, and it cannot be stopped.
    }
  }

  render() {
    return html`<section class="card" aria-label="Operations that go on"><h2><span>Goes on</span></h2>
      <ul class="list">${this.operations.map((each) => html`<li class="running">
        <span class="what">${KINDS[each.kind] ?? visible(each.kind)} of ${name(each.destination)},
          by ${name(each.actor)}${
          isAhead(each) ? nothing : `, for ${age(ageOf(each))}`}</span>
        ${isAhead(each) ? html`<span class="end">begins at ${time(each.beginsAt)}</span>` : this.#progress(each)}
        ${may(this.#places.get(each.destination), 'manage')
          ? html`<button @click=${() => this.#stop(each)}>${isAhead(each) ? 'Undo' : 'Stop'} …</button>`
          : nothing}</li>`)}</ul></section>`;
  }

  /** What is still to do is known if all of a queue is meant; what comes meanwhile makes it a guess. */
  #progress({destination, selection, messages, left}) {
    const done = messages + left;
    const waiting = this.waiting.get(destination);
    const isKnown = WHOLE.test(selection) && waiting !== undefined;
    const whole = isKnown ? done + Math.max(0, waiting - left) : undefined;
    return html`<progress aria-label="Progress" max=${whole ?? nothing} value=${isKnown ? done : nothing}></progress>
      <span class="end">${count(messages)} done${isKnown ? html` of about ${count(whole)}` : nothing}${left
        ? html`, <span class="warn">${count(left)} could not be</span>` : nothing}</span>`;
  }

  async #stop(operation) {
    const isUndone = isAhead(operation);
    const stopped = await ask({
      title: html`${isUndone ? 'Undo' : 'Stop'} operation ${operation.id}?`,
      text: isUndone
        ? html`<p>If it has not begun until then, all stays as it is. What it has done otherwise stays.</p>`
        : html`<p>What it has done stays: ${plural(operation.messages, 'message')} so far.
          The rest stays where it is.</p>`,
      action: isUndone ? 'Undo it' : 'Stop it',
      isDangerous: true,
      run: () => api.post(path`operations/${operation.id}/stop`),
      result: (now) => html`<p>Stopped, with ${plural(now.messages, 'message')} done.</p>`
    });
    if (stopped) {
      this.dispatchEvent(new Event('changed'));
    }
  }
}

function ageOf({beginsAt, startedAt}) {
  return Math.max(0, Date.now() - new Date(beginsAt ?? startedAt));
}

customElements.define('operations-running', Running);
