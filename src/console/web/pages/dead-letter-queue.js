import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {Keys} from '../core/keys.js';
import {Loading} from '../core/loading.js';
import {count, name, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {may, session} from '../core/session.js';
import {shownTab, tabs} from '../parts/tabs.js';
import {discardLetters, redriveLetters} from './dead-letters/actions.js';
import {enterTable} from './dead-letters/enter.js';
import {EXAMPLES} from './dead-letters/filter.js';
import './dead-letters/groups.js';
import './dead-letters/letters.js';
import './dead-letters/progress.js';
import './dead-letters/triage-list.js';

/** Letters that come in do not have the whole queue read again more often. */
const REST_MILLIS = 5000;

class DeadLetterQueue extends Page {
  static properties = {waiting: {state: true}};

  constructor() {
    super();
    this.destination = new Loading(this, (signal) => api.get(path`destinations/${this.queue}`, {signal}));
    this.groups = new Loading(this, (signal) => api.get(path`dead-letters/${this.queue}/groups`,
      {query: {filter: this.filter}, signal}));
    new Keys(this, [
      ['ArrowDown', 'Go into the table', () => enterTable(this)],
      ['r', 'Redrive what is selected', () => this.#isManager() && this.#redrive()],
      ['x', 'Discard what is selected', () => this.#isManager() && this.#discard()],
      ['c', 'Clear the filter', () => this.#filterBy('')]
    ]);
    new Hears(this, live, {
      rows: (rows) => this.#changed(rows.find((row) => row.name === this.queue)),
      again: () => this.#reload()
    });
  }

  get queue() {
    return this.route.segments[1];
  }

  get filter() {
    return this.parameter('filter');
  }

  connectedCallback() {
    super.connectedCallback();
    live.watch(this, [this.queue]);
    this.destination.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  willUpdate() {
    if (this.asked !== this.filter) {
      this.asked = this.filter;
      this.groups.load();
    }
  }

  #isManager() {
    return this.destination.value && may(this.destination.value, 'manage');
  }

  #changed(row) {
    if (row && row.waiting !== this.waiting) {
      const isFirst = this.waiting === undefined;
      this.waiting = row.waiting;
      if (!isFirst) {
        this.timer ??= setTimeout(() => {
          this.timer = undefined;
          this.groups.load();
        }, REST_MILLIS);
      }
    }
  }

  #reload() {
    this.groups.load();
    this.querySelector('letters-list')?.load();
  }

  render() {
    const all = [['groups', 'Groups'], ['letters', 'Letters']];
    if (session.me?.database && session.me.operator) {
      all.push(['work', 'Status and notes']);
    }
    const tab = shownTab(all);
    const isManager = this.#isManager() && !this.groups.problem;
    return html`
      <header class="page">
        <h1><a class="up" href="#/dead-letters">Dead letters</a>${name(this.queue)}</h1>
        <a href=${link(['destinations', this.queue])}>Destination</a>
        <span class="fill"></span>
        ${isManager ? html`
          <button class="primary" @click=${this.#redrive}>Redrive ${this.#meant()} … <kbd>r</kbd></button>
          <button class="danger" @click=${this.#discard}>Discard ${this.#meant()} … <kbd>x</kbd></button>` : nothing}
      </header>
      ${this.#progress()}
      ${tab === 'work' ? nothing : this.#form()}
      ${this.#tabs(all)}
      ${this.#tab(tab)}`;
  }

  /** Each tab keeps the filter. */
  #tabs(all) {
    return tabs(all, 'Sections', {filter: this.filter});
  }

  #meant() {
    const {value} = this.groups;
    return value?.isWhole ? `${count(value.scanned)}` : this.filter ? 'these' : 'all';
  }

  #progress() {
    const operation = this.parameter('operation');
    return operation ? html`<letters-progress .operation=${operation} .total=${Number(this.parameter('of')) || 0}
      @finished=${() => this.#reload()} @closed=${() => router.set({operation: '', of: ''})}></letters-progress>`
        : nothing;
  }

  #form() {
    return html`
      <form class="filter" @submit=${(event) => this.#submit(event)}>
        <input class="search mono" name="filter" type="search" aria-label="Filter"
          placeholder="Filter, such as penstock_attempts >= 3"
          autocomplete="off" spellcheck="false" maxlength="1024" aria-keyshortcuts="/" .value=${this.filter}
          @search=${(event) => event.target.value === '' && this.#filterBy('')}>
        <button>Filter</button>
        ${this.filter ? html`<button type="button" class="quiet" @click=${() =>
          this.#filterBy('')}>Clear <kbd>c</kbd></button>` : nothing}
        <details><summary>What a filter may ask for</summary><ul class="examples">${EXAMPLES.map(
          ([filter, meaning]) => html`
          <li><button type="button" class="quiet" @click=${() =>
            this.#filterBy(filter)}><code>${visible(filter)}</code></button>
            <span class="faint">${meaning}</span></li>`)}</ul></details>
      </form>`;
  }

  #tab(tab) {
    switch (tab) {
      case 'letters':
        return html`<letters-list .queue=${this.queue} .filter=${this.filter}></letters-list>`;
      case 'work':
        return html`<letters-triage .queue=${this.queue}></letters-triage>`;
      default:
        return this.groups.show((groups) => html`<letters-groups .queue=${this.queue} .groups=${groups}
          .filter=${this.filter}
          @filter=${({detail}) => this.#choose(detail)}></letters-groups>`);
    }
  }

  #submit(event) {
    event.preventDefault();
    this.#filterBy(new FormData(event.target).get('filter').trim());
    this.querySelector('.filter input')?.blur();
  }

  #filterBy(filter) {
    this.#choose({filter, tab: this.parameter('tab')});
  }

  #choose({filter, tab}) {
    router.set({filter, tab: tab === 'groups' ? '' : tab}, {push: true});
  }

  get #selection() {
    return this.filter ? {filter: this.filter} : {};
  }

  async #redrive() {
    this.#begun(await redriveLetters(this.queue, this.#selection));
  }

  async #discard() {
    this.#begun(await discardLetters(this.queue, this.#selection));
  }

  #begun(operation) {
    if (operation) {
      router.set({operation: operation.id, of: operation.total});
    }
  }
}

customElements.define('page-dead-letter-queue', DeadLetterQueue);
