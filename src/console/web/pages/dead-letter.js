import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {Keys} from '../core/keys.js';
import {Loading} from '../core/loading.js';
import {count, name, plural, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {may, session} from '../core/session.js';
import {headersView} from '../parts/content.js';
import {keyOf, messageLink} from '../parts/messages.js';
import {emptyView} from '../parts/problem.js';
import {maySendTo, resendCopy} from '../parts/resend.js';
import {toast} from '../parts/toast.js';
import {discardLetters, redriveLetters} from './dead-letters/actions.js';
import {causeView, historyView, stackView} from './dead-letters/death.js';
import {neighbours} from './dead-letters/shown.js';
import './dead-letters/progress.js';
import './dead-letters/triage.js';

class DeadLetter extends Page {
  constructor() {
    super();
    this.destination = new Loading(this, (signal) => api.get(path`destinations/${this.queue}`, {signal}));
    this.letter = new Loading(this, async (signal) => {
      const letter = await api.get(this.at, {signal});
      const to = letter.origin?.destination ?? this.queue;
      return {...letter, to, maySend: await maySendTo(to, signal)};
    });
    new Keys(this, [
      ['j', 'Next letter of the list', () => this.#go(this.#list.after)],
      ['k', 'Previous letter of the list', () => this.#go(this.#list.before)],
      ['r', 'Redrive it', () => this.#may('manage') && this.#isWaiting && this.#redrive()],
      ['x', 'Discard it', () => this.#may('manage') && this.#isWaiting && this.#discard()],
      ['e', 'Edit and resend as a copy', () => this.letter.value?.maySend && this.#resend()],
      ['n', 'Go to status and note', () => this.querySelector('.triage select')?.focus()],
      ['b', 'Back to the list', () => (location.hash = this.#back)]
    ]);
  }

  get queue() {
    return this.route.segments[1];
  }

  get at() {
    const [, queue, partition, offset] = this.route.segments;
    return path`dead-letters/${queue}/letters/${partition}/${offset}`;
  }

  get #list() {
    const [, queue, partition, offset] = this.route.segments;
    return neighbours(queue, Number(partition), Number(offset));
  }

  get #back() {
    return link(['dead-letters', this.queue], {tab: 'letters', filter: this.#list.filter});
  }

  get #isWaiting() {
    return this.letter.value?.waiting;
  }

  connectedCallback() {
    super.connectedCallback();
    this.destination.load();
    this.letter.load();
  }

  #may(permission) {
    return this.destination.value && may(this.destination.value, permission);
  }

  #go(letter) {
    if (letter) {
      router.go(['dead-letters', this.queue, String(letter.partition), String(letter.offset)],
        {view: this.parameter('view')});
    }
  }

  render() {
    const {problem} = this.letter;
    return problem?.status === 404 && !problem.isNoEndpoint
      ? emptyView('There is no such dead letter.', html`The log has none at this place, or not any more.
          <a href=${this.#back}>See which ones there are</a>`)
      : this.letter.show((letter) => this.#page(letter));
  }

  #page(letter) {
    const list = this.#list;
    const isManager = this.#may('manage') && letter.waiting;
    return html`
      <header class="page">
        <h1><a class="up" href="#/dead-letters">Dead letters</a><a class="up"
          href=${this.#back}>${name(this.queue)}</a>${name(letter.id)}</h1>
        ${letter.waiting ? nothing : html`<span class="state warn"
          title="It was put back or thrown away; the log still has it.">has left the queue</span>`}
        <span class="fill"></span>
        ${list.total > 1 && list.at >= 0 ? html`<span class="buttons">
          <button class="quiet" ?disabled=${!list.before} @click=${() =>
            this.#go(list.before)}>Previous <kbd>k</kbd></button>
          <span class="faint">${count(list.at + 1)} of ${count(list.total)}</span>
          <button class="quiet" ?disabled=${!list.after} @click=${() =>
            this.#go(list.after)}>Next <kbd>j</kbd></button></span>` : nothing}
        <span class="buttons">
          ${isManager ? html`<button class="primary" @click=${this.#redrive}>Redrive … <kbd>r</kbd></button>` : nothing}
          ${letter.maySend ? html`<button @click=${this.#resend}>Edit and resend … <kbd>e</kbd></button>` : nothing}
          ${isManager ? html`<button class="danger" @click=${this.#discard}>Discard … <kbd>x</kbd></button>`
            : nothing}</span>
      </header>
      ${this.#progress()}
      ${causeView(letter)}
      <div class="columns even">
        ${this.#facts(letter)}
        ${historyView(letter)}
      </div>
      ${session.me?.database && session.me.operator ? html`<letter-triage .queue=${this.queue}
        .letter=${letter}></letter-triage>` : nothing}
      ${stackView(letter)}
      <pen-content .message=${letter} .at=${this.at}
        .fileName=${`${this.queue}-${letter.partition}-${letter.offset}`}></pen-content>
      ${headersView(letter.headers)}`;
  }

  #progress() {
    const operation = this.parameter('operation');
    return operation ? html`<letters-progress .operation=${operation} .total=${1} @finished=${() => this.letter.load()}
      @closed=${() => router.set({operation: ''})}></letters-progress>` : nothing;
  }

  #facts(letter) {
    const {origin} = letter;
    return html`<section class="card" aria-label="Where it failed"><h2>Where it failed</h2>
      <dl class="facts">
        ${origin ? html`
          <div><dt>Destination</dt><dd>
            <a href=${link(['destinations', origin.destination])}>${name(origin.destination)}</a></dd></div>
          <div><dt>Subscription</dt><dd>${origin.subscription ? name(origin.subscription) : '–'}</dd></div>
          <div><dt>It lay there at</dt><dd>
            <a class="mono" href=${messageLink(origin.destination, origin)}>${origin.partition}:${origin.offset}</a></dd></div>` : nothing}
        <div><dt>It lies here at</dt><dd>
          <a class="mono" href=${messageLink(this.queue, letter)}>${letter.partition}:${letter.offset}</a></dd></div>
        <div><dt>Key</dt><dd>${keyOf(letter, 'none')}</dd></div>
        <div><dt>Priority</dt><dd>${letter.priority}</dd></div>
        ${letter.exchange ? html`<div><dt>Came by exchange</dt><dd>${name(letter.exchange)}</dd></div>` : nothing}
        ${letter.routingKey !== undefined ? html`<div><dt>Routing key</dt><dd>${name(letter.routingKey)}</dd></div>`
          : nothing}
        ${letter.parked ? html`<div><dt>Parked</dt><dd>It failed here as well, and is handed to nobody.</dd></div>`
          : nothing}
      </dl></section>`;
  }

  /** The count of other letters of the same id tells that a redrive by id takes them too. */
  async #redrive() {
    this.#begun(await redriveLetters(this.queue, {messageIds: [this.letter.value.id]}));
  }

  async #discard() {
    this.#begun(await discardLetters(this.queue, {messageIds: [this.letter.value.id]}));
  }

  #begun(operation) {
    if (operation) {
      router.set({operation: operation.id});
    }
  }

  async #resend() {
    const letter = this.letter.value;
    try {
      await resendCopy(letter, {at: this.at, to: letter.to});
    } catch (failure) {
      toast(visible(failure.message));
    }
  }
}

customElements.define('page-dead-letter', DeadLetter);
