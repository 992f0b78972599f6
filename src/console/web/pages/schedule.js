import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {bytes, count, name, time, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {may} from '../core/session.js';
import {deleteSchedule, fireSchedule, pauseSchedule, resumeSchedule} from './schedule/actions.js';
import {editSchedule} from './schedule/edit.js';
import {NextFiring} from './schedule/next-firing.js';
import {statusOf, whenOf} from './schedule/words.js';

const FIRINGS = 8;

/** One schedule: what it sends, when it fires next, and what one can do with it. */
class Schedule extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, (signal) => this.#load(signal));
    new NextFiring(this, () => (this.loading.value ? [this.loading.value.schedule] : []), () => this.loading.load());
    new Hears(this, live, {
      changed: ({what}) => what === 'schedules' && this.loading.load(),
      again: () => this.loading.load()
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
  }

  async #load(signal) {
    const at = path`schedules/${this.route.segments[1]}`;
    const {value: schedule, tag} = await api.getTagged(at, {signal});
    const fires = schedule.status !== 'PAUSED' && schedule.status !== 'ENDED';
    const [{firings}, destination] = await Promise.all([
      fires ? api.get(`${at}/next`, {query: {count: FIRINGS}, signal}) : {firings: []},
      api.get(path`destinations/${schedule.destination}`, {signal}).catch((problem) => ({problem, may: ['send']}))
    ]);
    return {schedule, tag, firings, destination};
  }

  render() {
    return this.loading.show((value) => this.#page(value));
  }

  #page({schedule, tag, firings, destination}) {
    return html`
      <header class="page">
        <h1><a class="up" href="#/schedules">Schedules</a>${name(schedule.name)}</h1>
        ${statusOf(schedule)}
        <span class="fill"></span>
        ${may(destination, 'send') ? this.#buttons(schedule, tag) : nothing}
      </header>
      ${schedule.problem
        ? html`<div class="problem"
        role="alert"><strong>It does not fire</strong><span dir="auto">${visible(schedule.problem)}</span></div>`
        : nothing}
      <div class="columns">
        <section class="card"><h2>When</h2><dl class="facts">
          ${fact('Times', whenOf(schedule))}
          ${fact('Fired', count(schedule.fired))}${fact('Skipped', count(schedule.skipped))}
          ${fact('Last', time(schedule.last))}
          ${fact('Missed times', MISFIRES[schedule.misfire] ?? visible(schedule.misfire))}
          ${schedule.start ? fact('Not before', time(schedule.start)) : nothing}
          ${schedule.end ? fact('Not after', time(schedule.end)) : nothing}</dl></section>
        <section class="card"><h2>Next firings</h2>${firings.length
          ? html`<ol class="list">${firings.map((each) => html`<li>${time(each)}</li>`)}</ol>`
          : html`<p class="faint">${schedule.paused ? 'None until it is resumed.' : 'None any more.'}</p>`}</section>
      </div>
      ${this.#message(schedule)}`;
  }

  #message(schedule) {
    const headers = Object.entries(schedule.headers ?? {});
    return html`<section class="card"><h2>What it sends</h2><dl class="facts">
        ${fact('To', html`<a href=${link(['destinations', schedule.destination])}>${name(schedule.destination)}</a>`)}
        ${fact('Key', schedule.keyBase64
          ? html`<code>${schedule.keyBase64}</code> (Base64)` : schedule.key ? name(schedule.key) : 'none')}
        ${headers.map(([header, value]) => fact(html`<bdi>${visible(header)}</bdi>`, name(value)))}</dl>
      <h3>Body</h3>${schedule.bodyBase64
        ? html`<p class="faint">${bytes(bytesOf(schedule.bodyBase64))} that are no text</p>`
        : schedule.body ? html`<pre dir="auto">${visible(schedule.body)}</pre>`
          : html`<p class="faint">empty</p>`}</section>`;
  }

  #buttons(schedule, tag) {
    const then = async (asked) => (await asked) !== undefined && this.loading.load();
    return html`
      <button @click=${() => then(fireSchedule(schedule))}>Fire now …</button>
      ${schedule.status === 'PAUSED' || schedule.status === 'BEHIND'
        ? html`<button @click=${() => then(resumeSchedule(schedule))}>Resume …</button>` : nothing}
      ${schedule.paused ? nothing : html`<button @click=${() => then(pauseSchedule(schedule))}>Pause …</button>`}
      <button @click=${() => then(editSchedule(schedule, tag))}>Edit …</button>
      <button class="danger"
        @click=${async () => (await deleteSchedule(schedule, tag)) && router.go(['schedules'])}>Delete …</button>`;
  }
}

const MISFIRES = {FIRE_ONCE: 'fire once', SKIP: 'are skipped', FIRE_ALL: 'fire each'};

function bytesOf(base64) {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

function fact(label, value) {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

customElements.define('page-schedule', Schedule);
