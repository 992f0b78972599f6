import {Page, html} from '../core/page.js';
import {api} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {age, count, name, rate, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {session} from '../core/session.js';
import {spark} from '../parts/spark.js';
import {choice, search} from '../parts/search.js';
import {emptyView} from '../parts/problem.js';
import {declareDestination} from './destination/declare.js';
import '../parts/table.js';

const KINDS = [['', 'All kinds'], ['QUEUE', 'Queues'], ['TOPIC', 'Topics'], ['EXCHANGE', 'Exchanges']];

const COLUMNS = [
  {id: 'name', label: 'Name', sort: 'name', width: '26%', render: nameOf},
  {id: 'kind', label: 'Kind', width: '6rem', render: (row) =>
    html`<span class="kind">${row.kind?.toLowerCase()}</span>`},
  {id: 'spark', label: '10 minutes', width: '7.5rem', title: 'Messages that came in, the last ten minutes',
    render: (row) => spark(row.spark, 'Messages in, the last ten minutes')},
  {id: 'in', label: 'In/s', sort: 'in', align: 'end', width: '5.5rem', render: (row) => rate(row.in)},
  {id: 'out', label: 'Out/s', sort: 'out', align: 'end', width: '5.5rem', render: (row) => rate(row.out)},
  {id: 'waiting', label: 'Waiting', sort: 'waiting', align: 'end', width: '7rem', render: (row) => count(row.waiting)},
  {id: 'oldest', label: 'Oldest', sort: 'oldest', align: 'end', width: '6rem',
    render: (row) => (row.waiting ? age(row.oldestAgeMillis) : '–')},
  {id: 'dead', label: 'Dead', title: 'Dead letters', sort: 'deadLetters', align: 'end', width: '5rem', render: deadOf},
  {id: 'consumers', label: 'Readers', title: 'Consumers that are joined', sort: 'consumers', align: 'end',
    width: '5.5rem', render: (row) => count(row.consumers)}
];

function nameOf(row) {
  return html`<a href=${link(['destinations', row.name])} tabindex="-1">${name(row.name)}</a>
    ${row.problem ? html`<span class="state bad" title=${visible(row.problem)}>problem</span>` : ''}`;
}

function deadOf(row) {
  return row.deadLetters > 0 ? html`<span class="bad">${count(row.deadLetters)}</span>` : count(row.deadLetters);
}

class Destinations extends Page {
  static properties = {total: {state: true}};

  constructor() {
    super();
    new Hears(this, live, {
      rows: (rows) => this.querySelector('pen-table')?.merge(rows),
      changed: ({what}) => what === 'destinations' && this.querySelector('pen-table')?.reload(),
      again: () => this.querySelector('pen-table')?.reload()
    });
  }

  willUpdate() {
    const query = {
      search: this.parameter('search'),
      kind: this.parameter('kind'),
      sort: this.parameter('sort', 'name'),
      order: this.parameter('order', 'asc')
    };
    const asked = JSON.stringify(query);
    if (asked !== this.asked) {
      this.asked = asked;
      this.fetch = async (offset, limit, signal) => {
        const found = await api.get('overview/destinations', {query: {...query, offset, limit}, signal});
        this.total = found.total;
        return found;
      };
    }
  }

  render() {
    const isSearch = this.parameter('search') || this.parameter('kind');
    return html`
      <header class="page">
        <h1>Destinations ${this.total === undefined ? '' : html`<small>${count(this.total)}</small>`}</h1>
        <span class="fill"></span>
        ${search('Search names')}${choice('Kind', 'kind', KINDS)}
        ${session.me?.admin ? html`<button class="primary" @click=${this.#declare}>New destination</button>` : ''}
      </header>
      <pen-table label="Destinations" .columns=${COLUMNS} .fetch=${this.fetch}
        .href=${(row) => link(['destinations', row.name])}
        .sort=${this.parameter('sort', 'name')} .order=${this.parameter('order', 'asc')}
        .empty=${isSearch
          ? emptyView('No destination has such a name.', 'Search for a part of it.')
          : emptyView('There are no destinations yet.',
            'Make one here, or let an application send: what it sends to has to be declared first.')}
        @sort=${({detail}) => router.set({sort: detail.sort, order: detail.order})}
        @seen=${({detail}) => live.watch(this, detail.map((row) => row.name))}></pen-table>`;
  }

  async #declare() {
    const made = await declareDestination();
    if (made) {
      router.go(['destinations', made.name]);
    }
  }
}

customElements.define('page-destinations', Destinations);
