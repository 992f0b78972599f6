import {Page, html, nothing} from '../core/page.js';
import {api, path, Problem} from '../core/api.js';
import {Calm} from '../core/calm.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {age, count, name, rate, visible} from '../core/format.js';
import {link} from '../core/router.js';
import {may} from '../core/session.js';
import {Keys} from '../core/keys.js';
import {problemView} from '../parts/problem.js';
import {pauseSubscription, resumeSubscription} from './destination/subscription-actions.js';
import {seekSubscription} from './destination/seek.js';
import {purgeSubscription} from './destination/purge.js';

/** So many rows the server gives at most, of those that have the name in theirs. */
const MOST_ROWS = 200;

/** One subscription: how far it is, who reads it, and what one can do with it. */
class Subscription extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, (signal) => this.#load(signal));
    this.calm = new Calm(this, () => this.loading.load());
    new Hears(this, live, {
      rows: (rows) => rows.some((row) => row.name === this.route.segments[1]) && this.calm.ask(),
      again: () => this.calm.ask()
    });
    new Keys(this, [
      ['p', 'Pause or resume it', () => this.#pressed('pause')],
      ['s', 'Put it to another place', () => this.#pressed('seek')]
    ]);
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
    live.watch(this, [this.route.segments[1]]);
  }

  /** The destination with its subscriptions; and of this one the rate, which only the table has. */
  async #load(signal) {
    const [, destination, subscription] = this.route.segments;
    const [found, table] = await Promise.all([
      api.get(path`destinations/${destination}`, {signal}),
      api.get('overview/subscriptions', {query: {search: subscription, limit: MOST_ROWS}, signal})
    ]);
    const row = table.rows.find((each) => each.destination === destination && each.name === subscription);
    return {...found, out: row?.out};
  }

  render() {
    return this.loading.show((destination) => {
      const row = destination.subscriptions.find((each) => each.name === this.route.segments[2]);
      return row ? this.#page(destination, row) : problemView(new Problem({title: 'Not found',
        detail: `${destination.name} has no subscription ${this.route.segments[2]}. It may have been removed.`}));
    });
  }

  #page(destination, row) {
    const messages = link(['destinations', destination.name], {tab: 'messages', subscription: row.name});
    return html`
      <header class="page">
        <h1><a class="up" href="#/subscriptions">Subscriptions</a>${name(row.name)}</h1>
        <span>of <a href=${link(['destinations', destination.name])}>${name(destination.name)}</a></span>
        ${row.problem ? html`<span class="state bad">problem</span>` : nothing}
        ${row.paused ? html`<span class="state warn">paused</span>` : nothing}
        <span class="fill"></span>
        ${may(destination, 'manage') ? this.#buttons(destination, row) : nothing}
      </header>
      ${row.problem
        ? html`<div class="problem" role="alert"><strong>Problem</strong>
            <span dir="auto">${visible(row.problem)}</span></div>` : nothing}
      <section class="tiles" aria-label="How it stands">
        ${tile('Waiting', count(row.waiting), 'messages that are not settled')}
        ${tile('Oldest', row.waiting ? age(row.oldestAgeMillis) : '–', 'since it was sent')}
        ${tile('Out', rate(destination.out), 'messages a second that are accepted')}
        ${tile('Held', count(row.acquired), 'that consumers have now')}
        ${tile('Later', count(row.scheduled), 'that wait for their time')}
        ${tile('Parked', count(row.parked), 'that wait for somebody to decide')}
      </section>
      <div class="columns">${this.#counters(row)}${this.#consumers(row)}</div>
      ${may(destination, 'browse')
        ? html`<p><a href=${messages}>Look at what waits</a></p>` : nothing}`;
  }

  #buttons(destination, row) {
    const then = async (asked) => (await asked) !== undefined && this.loading.load();
    return html`
      ${row.paused || row.problem
        ? html`<button data-does="pause"
          @click=${() => then(resumeSubscription(destination.name, row))}>Resume …</button>`
        : html`<button data-does="pause"
          @click=${() => then(pauseSubscription(destination.name, row))}>Pause …</button>`}
      <button data-does="seek" @click=${() => then(seekSubscription(destination, row))}>Seek …</button>
      <button class="danger" @click=${() => then(purgeSubscription(destination, row))}>Purge …</button>`;
  }

  #pressed(what) {
    this.querySelector(`button[data-does=${what}]`)?.click();
  }

  #counters(row) {
    const facts = [
      ['Delivered', row.delivered], ['Accepted', row.accepted], ['Retried', row.retried],
      ['Dead letters', row.deadLettered], ['Discarded', row.discarded], ['Skipped', row.skipped],
      ['Passed over', row.passedOver], ['Undecided', row.undecided]
    ];
    return html`<section class="card"><h2>Since the server started</h2>
      <dl class="facts">
        ${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${count(value)}</dd></div>`)}</dl></section>`;
  }

  #consumers(row) {
    return html`<section class="card"><h2><span>Consumers</span><span class="faint">${count(row.consumers)}</span></h2>
      ${row.members.length === 0
        ? html`<p class="faint">No consumer is joined: nobody takes what waits.</p>`
        : html`<ul class="list">${row.members.map((member) => html`<li><span>${name(member.name)}${member.idleReason
          ? html`<br><span class="warn" dir="auto">${visible(member.idleReason)}</span>` : nothing}</span>
            <span class="end">${member.partitions ? html`partitions ${count(member.partitions)}, `
              : nothing}holds ${count(member.held)},
              delivered ${count(member.delivered)}</span></li>`)}</ul>`}</section>`;
  }
}

function tile(label, value, unit) {
  return html`<div class="tile"><span class="label">${label}</span><span class="value">${value}</span>
    <span class="unit">${unit}</span></div>`;
}

customElements.define('page-subscription', Subscription);
