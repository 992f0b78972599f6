import {Page, html, nothing} from '../core/page.js';
import {byFields, everything, matches, ordered} from '../core/all.js';
import {Calm} from '../core/calm.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {age, count, name, time, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {choice, search} from '../parts/search.js';
import {emptyView} from '../parts/problem.js';
import {isAhead, KINDS, showOperation} from './operation/words.js';
import './operation/running.js';
import '../parts/table.js';

const CHOICES = [['', 'All kinds'], ...Object.entries(KINDS)];

const COLUMNS = [
  {id: 'id', label: 'Id', sort: 'id', width: '4.5rem', render: (row) => count(row.id)},
  {id: 'kind', label: 'What', sort: 'kind', width: '7.5rem', render: (row) => KINDS[row.kind] ?? visible(row.kind)},
  {id: 'destination', label: 'Of', sort: 'destination', width: '20%', render: placeOf},
  {id: 'actor', label: 'By', sort: 'actor', width: '12%', render: (row) => name(row.actor)},
  {
    id: 'messages', label: 'Messages', title: 'How many were done', sort: 'messages', align: 'end', width: '6.5rem',
    render: (row) => count(row.messages)
  },
  {
    id: 'left', label: 'Left',
    title: 'How many were found and could not be done', sort: 'left', align: 'end', width: '5rem',
    render: (row) => (row.left ? html`<span class="warn">${count(row.left)}</span>` : '0')
  },
  {id: 'startedAt', label: 'Began', sort: 'startedAt', width: '11.5rem', render: (row) => time(row.startedAt)},
  {
    id: 'took', label: 'Took', align: 'end', width: '5.5rem',
    render: (row) =>
      (row.finishedAt ? age(new Date(row.finishedAt) - new Date(row.startedAt))
        : html`<span class="state good">${isAhead(row) ? 'ahead' : 'runs'}</span>`)
  },
  {id: 'reason', label: 'Why', render: (row) => (row.reason ? name(row.reason) : '–')}
];

const VALUES = byFields('id', 'kind', 'destination', 'actor', 'messages', 'left', 'startedAt');

function placeOf(row) {
  const isOwn = row.subscription === undefined || row.subscription === row.destination;
  const place = html`${name(row.destination)}${isOwn ? nothing : html` / ${name(row.subscription)}`}`;
  return row.kind === 'DELETE' ? place
    : html`<a href=${link(['destinations', row.destination])} tabindex="-1">${place}</a>`;
}

/** What was done to messages by hand, and what is being done. */
class Operations extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, (signal) => everything('operations', 'operations', signal));
    this.calm = new Calm(this, () => this.loading.load(), 1000);
    new Hears(this, live, {
      changed: ({what}) => what === 'operations' && this.calm.ask(),
      again: () => this.calm.ask()
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
  }

  render() {
    return html`
      <header class="page"><h1>Operations ${this.loading.value
        ? html`<small>${count(this.loading.value.length)}</small>` : nothing}</h1>
        <span class="fill"></span>${search('Search operations')}${choice('Kind', 'kind', CHOICES)}</header>
      ${this.loading.show((all) => html`${this.#running(all)}${this.#table(all)}`)}`;
  }

  #running(all) {
    const running = all.filter((each) => !each.finishedAt);
    return running.length
      ? html`<operations-running .operations=${running} @changed=${() => this.loading.load()}></operations-running>`
        : nothing;
  }

  #table(all) {
    const [sort, order] = [this.parameter('sort', 'id'), this.parameter('order', 'desc')];
    const kind = this.parameter('kind');
    const rows = all.filter((row) => (!kind || row.kind === kind)
      && matches(this.parameter('search'), row.actor, row.destination, row.subscription, row.reason, row.selection));
    return html`<pen-table activates label="Operations" .columns=${COLUMNS} .rows=${ordered(rows, VALUES, sort, order)}
      .rowKey=${(row) => String(row.id)}
      .sort=${sort} .order=${order} @sort=${({detail}) => router.set({sort: detail.sort, order: detail.order})}
        @activate=${({detail}) => showOperation(detail)}
      .empty=${all.length
        ? emptyView('No operation is like that.', 'Search for a part of a name.')
        : emptyView('Nothing has been done by hand yet.',
          'Purges, deletions, and what is done to dead letters stand here, with who did it.')}></pen-table>`;
  }
}

customElements.define('page-operations', Operations);
