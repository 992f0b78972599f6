import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {name, visible} from '../core/format.js';
import {may} from '../core/session.js';
import {router} from '../core/router.js';
import {shownTab, tabs} from '../parts/tabs.js';
import {deleteDestination, purgeDestination} from './destination/actions.js';
import './destination/facts.js';
import './destination/subscriptions.js';
import './destination/browse.js';
import './destination/follow.js';
import './destination/send.js';
import './destination/settings.js';

/** While its row changes each second, the rest is asked for anew once in so long. */
const REST_MILLIS = 3000;

class Destination extends Page {
  static properties = {row: {state: true}};

  constructor() {
    super();
    this.loading = new Loading(this, async (signal) => {
      const {value, tag} = await api.getTagged(path`destinations/${this.name}`, {signal});
      return {...value, tag};
    });
    new Hears(this, live, {
      rows: (rows) => this.#changed(rows.find((row) => row.name === this.name)),
      again: () => this.loading.load()
    });
  }

  get name() {
    return this.route.segments[1];
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
    live.watch(this, [this.name]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  #changed(row) {
    if (row) {
      const isSame = !this.row || Object.keys(row).every((each) => each === 'oldestAgeMillis'
        || row[each] === this.row[each]);
      this.row = row;
      if (isSame) {
        return; // Time has gone on, and nothing else.
      }
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.loading.load();
      }, REST_MILLIS);
    }
  }

  #tabs(destination) {
    const isExchange = destination.kind === 'EXCHANGE';
    return [
      ['facts', 'Overview'],
      isExchange ? null : ['subscriptions', 'Subscriptions', destination.subscriptions.length],
      !isExchange && may(destination, 'browse') ? ['messages', 'Messages'] : null,
      !isExchange && may(destination, 'browse') ? ['follow', 'Follow'] : null,
      may(destination, 'send') ? ['send', 'Send'] : null,
      ['settings', 'Settings']
    ].filter(Boolean);
  }

  render() {
    return this.loading.show((destination) => this.#page(destination));
  }

  #page(destination) {
    const all = this.#tabs(destination);
    const isManager = may(destination, 'manage');
    return html`
      <header class="page">
        <h1><a class="up" href="#/destinations">Destinations</a>${name(destination.name)}</h1>
        <span class="state">${destination.kind.toLowerCase()}</span>
        <span class="fill"></span>
        ${isManager && destination.kind === 'QUEUE' ? html`<button
          @click=${() => this.#purge(destination)}>Purge …</button>` : nothing}
        ${isManager ? html`<button class="danger" @click=${() => this.#delete(destination)}>Delete …</button>`
          : nothing}
      </header>
      ${destination.problem ? html`<div class="problem" role="alert"><strong>Problem</strong><span
        dir="auto">${visible(destination.problem)}</span></div>` : nothing}
      ${tabs(all)}
      ${this.#tab(shownTab(all), destination)}`;
  }

  #tab(tab, destination) {
    switch (tab) {
      case 'subscriptions':
        return html`<destination-subscriptions .destination=${destination}
          @changed=${() => this.loading.load()}></destination-subscriptions>`;
      case 'messages':
        return html`<destination-browse .destination=${destination} .route=${this.route}
          @changed=${() => this.loading.load()}></destination-browse>`;
      case 'follow':
        return html`<destination-follow .destination=${destination}></destination-follow>`;
      case 'send':
        return html`<destination-send .destination=${destination}
          @changed=${() => this.loading.load()}></destination-send>`;
      case 'settings':
        return html`<destination-settings .destination=${destination}
          @changed=${() => this.loading.load()}></destination-settings>`;
      default:
        return html`<destination-facts .destination=${destination} .row=${this.row}></destination-facts>`;
    }
  }

  async #purge(destination) {
    if (await purgeDestination(destination)) {
      this.loading.load();
    }
  }

  async #delete(destination) {
    if (await deleteDestination(destination)) {
      router.go(['destinations']);
    }
  }
}

customElements.define('page-destination', Destination);
