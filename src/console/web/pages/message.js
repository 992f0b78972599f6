import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {Keys} from '../core/keys.js';
import {Loading} from '../core/loading.js';
import {bytes, name, time, times, visible} from '../core/format.js';
import {link} from '../core/router.js';
import {headersView} from '../parts/content.js';
import {keyOf} from '../parts/messages.js';
import {maySendTo, resendCopy} from '../parts/resend.js';
import {emptyView} from '../parts/problem.js';
import {toast} from '../parts/toast.js';
import {becameView} from './message/became.js';

const DEATH = 'penstock-dl-';

/** While its destination changes each second, it is asked for anew once in so long. */
const REST_MILLIS = 3000;

class OneMessage extends Page {
  constructor() {
    super();
    this.message = new Loading(this, async (signal) => {
      const [message, maySend] = await Promise.all([api.get(this.at, {signal}), maySendTo(this.destination, signal)]);
      return {...message, maySend};
    });
    new Keys(this, [
      ['e', 'Edit and resend as a copy', () => this.message.value?.maySend && this.#resend()],
      ['b', 'Back to the messages', () => (location.hash = this.#back)]
    ]);
    new Hears(this, live, {
      rows: (rows) => this.#changed(rows.find((row) => row.name === this.destination)),
      again: () => this.message.load()
    });
  }

  get destination() {
    return this.route.segments[1];
  }

  get at() {
    const [, destination, , partition, offset] = this.route.segments;
    return path`destinations/${destination}/messages/${partition}/${offset}`;
  }

  get #back() {
    return link(['destinations', this.destination], {tab: 'messages'});
  }

  connectedCallback() {
    super.connectedCallback();
    this.message.load();
    live.watch(this, [this.destination]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** A row changes each second, since what waits gets older: only messages that come or go count. */
  #changed(row) {
    const moved = row && JSON.stringify([row.waiting, row.in, row.out]);
    if (row && this.moved !== undefined && moved !== this.moved) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.message.load();
      }, REST_MILLIS);
    }
    this.moved = moved ?? this.moved;
  }

  render() {
    return this.message.problem?.status === 404 && !this.message.problem.isNoEndpoint
      ? html`${this.#header(null)}${emptyView('There is no such message.', html`The log has nothing at this place,
        or not any more. <a href=${this.#back}>See what it has</a>`)}`
      : this.message.show((message) => this.#page(message));
  }

  #header(message) {
    return html`<header class="page">
      <h1><a class="up" href="#/destinations">Destinations</a><a class="up"
        href=${this.#back}>${name(this.destination)}</a>${message ? name(message.id) : nothing}</h1>
      <span class="fill"></span>
      ${message?.maySend ? html`<button @click=${this.#resend}>Edit and resend … <kbd>e</kbd></button>` : nothing}
    </header>`;
  }

  #page(message) {
    return html`
      ${this.#header(message)}
      <div class="columns even">
        ${this.#facts(message)}
        ${this.#origin(message)}
        ${becameView(this.destination, message.subscriptions)}
      </div>
      <pen-content .message=${message} .at=${this.at}
        .fileName=${`${this.destination}-${message.partition}-${message.offset}`}></pen-content>
      ${headersView(message.headers)}`;
  }

  #facts(message) {
    const facts = [
      ['Place', html`<span class="mono">${message.partition}:${message.offset}</span>`],
      ['Size', bytes(message.bodyBytes)],
      ['Key', keyOf(message, 'none')],
      ['Priority', message.priority],
      message.deliverAt ? ['Not before', time(message.deliverAt)] : null,
      message.expiresAt ? ['Expires', time(message.expiresAt)] : null,
      ['Content type', typeof message.headers?.['content-type'] === 'string' ? name(message.headers['content-type'])
        : 'not said']
    ].filter(Boolean);
    return html`<section class="card"><h2>Message</h2>
      <dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt>
        <dd>${value}</dd></div>`)}</dl></section>`;
  }

  #origin(message) {
    const header = (text) => message.headers?.[text];
    const place = [message.partition, message.offset].map(String);
    const isLetter = Object.keys(message.headers ?? {}).some((each) => each.startsWith(DEATH));
    const traced = header('traceparent');
    const trace = typeof traced === 'string' ? traced.split('-')[1] ?? traced : '';
    const redrives = Number(header('penstock-redrives'));
    return html`<section class="card"><h2>Where it came from</h2>
      <ol class="history">
        <li><span>Sent${message.exchange ? html` to exchange <a href=${link(['destinations',
          message.exchange])}>${name(message.exchange)}</a>` : nothing}${message.routingKey !== undefined
          ? html` with routing key ${name(message.routingKey)}` : nothing}</span><span
            class="end">${time(message.timestamp)}</span></li>
        ${trace ? html`<li><span>In trace <bdi class="mono">${visible(trace)}</bdi></span></li>` : nothing}
        ${redrives > 0 ? html`<li><span>Put back ${times(redrives)} after it had died</span></li>` : nothing}
        ${isLetter ? html`<li><span>It came here as a dead letter: <a href=${link(['dead-letters', this.destination,
          ...place])}>see why it died</a></span></li>` : nothing}
      </ol></section>`;
  }

  async #resend() {
    try {
      await resendCopy(this.message.value, {at: this.at, to: this.destination});
    } catch (failure) {
      toast(visible(failure.message));
    }
  }
}

customElements.define('page-message', OneMessage);
