import {Page, html, nothing} from '../core/page.js';
import {byFields, everything, matches, ordered} from '../core/all.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {count, name, time} from '../core/format.js';
import {link, router} from '../core/router.js';
import {choice, search} from '../parts/search.js';
import {emptyView} from '../parts/problem.js';
import {newSchedule} from './schedule/edit.js';
import {NextFiring} from './schedule/next-firing.js';
import {statusOf, whenOf} from './schedule/words.js';
import '../parts/table.js';

const STATUSES = [['', 'Every status'], ['ACTIVE', 'Active'], ['PAUSED', 'Paused'], ['ENDED', 'Ended'],
  ['BEHIND', 'Behind'], ['PROBLEM', 'With a problem']];

const COLUMNS = [
  {
    id: 'name', label: 'Name', sort: 'name', width: '16%',
    render: (row) => html`<a href=${place(row)} tabindex="-1">${name(row.name)}</a>`
  },
  {id: 'status', label: 'Status', sort: 'status', width: '6.5rem', render: statusOf},
  {
    id: 'destination', label: 'Sends to', sort: 'destination', width: '14%',
    render: (row) => html`<a href=${link(['destinations', row.destination])} tabindex="-1">${name(row.destination)}</a>`
  },
  {id: 'when', label: 'When', width: '25%', render: whenOf},
  {id: 'next', label: 'Next', sort: 'next', width: '11.5rem', render: (row) => time(row.next)},
  {id: 'last', label: 'Last', sort: 'last', width: '11.5rem', render: (row) => time(row.last)},
  {id: 'fired', label: 'Fired', sort: 'fired', align: 'end', width: '5.5rem', render: (row) => count(row.fired)},
  {id: 'skipped', label: 'Skipped', sort: 'skipped', align: 'end', width: '5.5rem', render: (row) => count(row.skipped)}
];

const VALUES = byFields('name', 'status', 'destination', 'next', 'last', 'fired', 'skipped');

function place(row) {
  return link(['schedules', row.name]);
}

class Schedules extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, (signal) => everything('schedules', 'schedules', signal));
    this.firing = new NextFiring(this, () => this.loading.value, () => this.loading.load());
    new Hears(this, live, {
      changed: ({what}) => what === 'schedules' && this.loading.load(),
      again: () => this.loading.load()
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
  }

  render() {
    return html`
      <header class="page">
        <h1>Schedules ${this.loading.value
          ? html`<small>${count(this.loading.value.length)}${this.loading.value.isCut ? '+' : ''}</small>`
          : nothing}</h1>
        <span class="fill"></span>
        ${search('Search schedules')}${choice('Status', 'status', STATUSES)}
        <button class="primary" @click=${this.#create}>New schedule</button>
      </header>
      ${this.loading.show((schedules) => this.#table(schedules))}`;
  }

  #table(schedules) {
    const [sort, order] = [this.parameter('sort', 'name'), this.parameter('order', 'asc')];
    const status = this.parameter('status');
    const rows = schedules.filter((row) => matches(this.parameter('search'), row.name, row.destination) && (!status
      || row.status === status));
    return html`<pen-table label="Schedules" .columns=${COLUMNS} .rows=${ordered(rows, VALUES, sort, order)}
      .href=${place} .sort=${sort} .order=${order}
      .empty=${schedules.length
        ? emptyView('No schedule is like that.', 'Search for a part of its name, or of its destination.')
        : emptyView('There are no schedules yet.',
          'A schedule sends a message by a cron expression or at a fixed interval.')}
      @sort=${({detail}) => router.set({sort: detail.sort, order: detail.order})}></pen-table>`;
  }

  async #create() {
    const made = await newSchedule();
    if (made) {
      location.hash = place(made);
    }
  }
}

customElements.define('page-schedules', Schedules);
