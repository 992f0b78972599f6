import {Page, html, nothing} from '../core/page.js';
import {api} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {age, bytes, count, name, plural, rate, time, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {session} from '../core/session.js';
import {SeriesWindow} from '../core/series.js';
import '../parts/plot.js';

const RANGES = [['PT5M', '5 minutes'], ['PT1H', '1 hour'], ['P1D', '1 day']];

/** So many destinations are named as those where most waits. */
const MOST_WAITING = 8;

class Overview extends Page {
  constructor() {
    super();
    this.history = new Loading(this, (signal) => this.#loadHistory(signal));
    this.longest = new Loading(this, (signal) => api.get('overview/destinations',
      {query: {sort: 'waiting', order: 'desc', limit: MOST_WAITING}, signal}));
    this.dead = new Loading(this, (signal) => api.get('dead-letters', {query: {limit: 100}, signal}));
    this.alerts = new Loading(this, (signal) => api.get('alert-states',
      {query: {status: 'FIRING', limit: 100}, signal}));
    new Hears(this, live, {
      overview: (point) => this.#point(point),
      gap: () => this.history.load(),
      state: () => this.requestUpdate(),
      again: () => this.#again(),
      changed: ({what}) => this.#changed(what)
    });
  }

  connectedCallback() {
    super.connectedCallback();
    [this.longest, this.dead, this.alerts].forEach((part) => part.load());
  }

  willUpdate() {
    const range = this.parameter('range', 'PT5M');
    if (range !== this.range && session.me.operator) {
      this.range = range;
      this.history.forget();
      this.history.load();
    }
  }

  async #loadHistory(signal) {
    const range = this.range;
    return new SeriesWindow(await api.get('history', {query: {range}, signal}));
  }

  #point(point) {
    this.history.value?.add(point);
    this.requestUpdate();
  }

  #again() {
    [this.longest, this.dead, this.alerts].forEach((part) => part.load());
    if (session.me.operator) {
      this.history.load();
    }
  }

  #changed(what) {
    if (what === 'alerts') {
      this.alerts.load();
    } else if (what === 'destinations') {
      this.longest.load();
      this.dead.load();
    }
  }

  render() {
    const now = live.overview;
    if (!session.me.operator) {
      return this.#part(now);
    }
    return html`
      <header class="page"><h1>Overview</h1><span class="fill"></span>${this.#ranges()}</header>
      ${this.#health(now)}
      ${now ? this.#tiles(now) : this.#noTiles()}
      <section class="plots" aria-label="History">${this.history.show((history) => this.#plots(history))}</section>
      <div class="columns">${this.#cards()}</div>`;
  }

  #cards() {
    return html`
        <section class="card"><h2>Most waiting <a
          href="#/destinations?sort=waiting&order=desc">All destinations</a></h2>
          ${this.longest.show((found) => this.#waiting(found.rows))}</section>
        <section class="card"><h2>Dead letters</h2>${this.dead.show((found) => this.#dead(found.queues))}</section>
        <section class="card"><h2>Alerts</h2>${this.alerts.show((found) => this.#alerts(found.states))}</section>`;
  }

  /** What somebody sees who does not look after the server: what they may use of it. */
  #part(now) {
    return html`
      <header class="page"><h1>Overview</h1></header>
      ${this.#health(now)}
      <div class="note">The numbers of the whole server are for operators; this is what you may use of it.</div>
      <div class="columns">${this.#cards()}</div>`;
  }

  #ranges() {
    return html`<div class="choice" role="group" aria-label="Time range">
      ${RANGES.map(([id, text]) => html`<button aria-pressed=${id === this.range ? 'true' : 'false'}
        @click=${() => router.set({range: id === 'PT5M' ? '' : id})}>${text}</button>`)}</div>`;
  }

  #health(now) {
    if (!now?.health || (now.health.state === 'RUNNING' && !now.health.reasons?.length)) {
      return nothing;
    }
    return html`<div class="problem" role="alert"><strong>${now.health.state === 'RUNNING' ? 'Partly out of order'
      : `The broker is ${visible(now.health.state).toLowerCase()}`}</strong>
      <ul>${(now.health.reasons ?? []).map((reason) => html`<li dir="auto">${visible(reason)}</li>`)}</ul></div>`;
  }

  #noTiles() {
    return live.state === 'absent'
      ? html`<div class="note">This server has no live stream, so the rates of now are not known.</div>`
      : html`<div class="tiles">${Array.from({length: 6},
        () => html`<div class="tile"><i class="wait"></i></div>`)}</div>`;
  }

  #tiles(now) {
    const used = now.diskTotalBytes ? 1 - now.diskFreeBytes / now.diskTotalBytes : null;
    return html`
      <div class="tiles">
        ${tile('In', rate(now.in), 'messages/s')}
        ${tile('Out', rate(now.out), 'messages/s')}
        ${tile('Waiting', count(now.waiting), 'messages', '#/destinations?sort=waiting&order=desc')}
        ${tile('Oldest waiting', age(now.oldestAgeMillis), 'since it was sent',
          '#/destinations?sort=oldest&order=desc')}
        ${tile('Dead letters', count(now.deadLetters), 'in all queues', '#/dead-letters', now.deadLetters > 0 ? 'warn'
          : '')}
        ${tile('Disk free', bytes(now.diskFreeBytes), used === null ? '' : `${Math.round(used * 100)} % used`, null,
          used > 0.9 ? 'warn' : '')}
      </div>`;
  }

  #plots(history) {
    const {from, step, series} = history;
    const plot = (label, lines) => html`<div class="card"><pen-plot .label=${label} .from=${from} .step=${step}
      .series=${lines} .format=${label === 'Messages/s' ? rate : count}></pen-plot></div>`;
    return html`
      ${plot('Messages/s', [{label: 'in', values: series.in, color: 1}, {label: 'out', values: series.out, color: 2}])}
      ${plot('Waiting', [{label: 'messages', values: series.waiting, color: 3}])}
      ${plot('Dead letters', [{label: 'letters', values: series.deadLetters, color: 4}])}`;
  }

  #waiting(rows) {
    const found = rows.filter((row) => row.waiting > 0);
    return found.length === 0
      ? html`<p class="faint">Nothing waits anywhere.</p>`
      : html`<ul class="list">${found.map((row) => html`<li><a
        href=${link(['destinations', row.name])}>${name(row.name)}</a>
          <span class="end">${count(row.waiting)}</span></li>`)}</ul>`;
  }

  #dead(queues) {
    return queues.length === 0
      ? html`<p class="faint">There are no dead letters.</p>`
      : html`<ul class="list">${queues.map(({queue, count: letters, oldest}) => html`
          <li><a href=${link(['dead-letters', queue])}>${name(queue)}</a>
            <span class="end">${plural(letters, 'letter')}${oldest ? html`, since ${time(oldest)}`
              : nothing}</span></li>`)}</ul>`;
  }

  #alerts(states) {
    return states.length === 0
      ? html`<p class="faint">No alert is firing.</p>`
      : html`<ul class="list">${states.map(({alert, text, since}) => html`
          <li><span><span class="state bad">firing</span> ${name(alert)}<br><span class="faint"
            dir="auto">${visible(text)}</span></span>
            <span class="end">${time(since)}</span></li>`)}</ul>`;
  }
}

function tile(label, value, unit, href, tone = '') {
  const content = html`<span class="label">${label}</span><span class="value">${value}</span><span
    class="unit">${unit}</span>`;
  return href ? html`<a class="tile ${tone}" href=${href}>${content}</a>`
    : html`<div class="tile ${tone}">${content}</div>`;
}

customElements.define('page-overview', Overview);
