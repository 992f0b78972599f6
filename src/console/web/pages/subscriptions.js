import {Page, html, nothing} from '../core/page.js';
import {api} from '../core/api.js';
import {Calm} from '../core/calm.js';
import {Hears, live} from '../core/live.js';
import {age, count, name, rate, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {search} from '../parts/search.js';
import {emptyView} from '../parts/problem.js';
import '../parts/table.js';

const COLUMNS = [
  {
    id: 'destination', label: 'Destination', sort: 'name', width: '20%',
    render: (row) => html`<a href=${link(['destinations', row.destination])} tabindex="-1">${name(row.destination)}</a>`
  },
  {id: 'name', label: 'Subscription', width: '22%', render: nameOf},
  {
    id: 'waiting', label: 'Waiting',
    title: 'Messages that it has not settled: its lag', sort: 'waiting', align: 'end', width: '6.5rem',
    render: (row) => count(row.waiting)
  },
  {
    id: 'oldest', label: 'Oldest', title: 'The age of the oldest of them', sort: 'oldest', align: 'end', width: '6rem',
    render: (row) => (row.waiting ? age(row.oldestAgeMillis) : '–')
  },
  {
    id: 'out', label: 'Out/s',
    title: 'Messages a second that consumers accept', sort: 'out', align: 'end', width: '5rem',
    render: (row) => rate(row.out)
  },
  {
    id: 'acquired', label: 'Held', sort: 'acquired',
    title: 'Of those that wait, what consumers have now', align: 'end', width: '5rem',
    render: (row) => count(row.acquired)
  },
  {
    id: 'scheduled', label: 'Later', sort: 'scheduled',
    title: 'Of those that wait, what waits for its time', align: 'end', width: '5rem',
    render: (row) => count(row.scheduled)
  },
  {
    id: 'dead', label: 'Dead',
    title: 'Dead letters in its queues of dead letters', sort: 'deadLetters', align: 'end', width: '5rem',
    render: deadOf
  },
  {
    id: 'consumers', label: 'Readers',
    title: 'Consumers that are joined', sort: 'consumers', align: 'end', width: '5.5rem',
    render: readersOf
  }
];

function nameOf(row) {
  return html`<a href=${place(row)} tabindex="-1">${name(row.name)}</a>
    ${row.problem ? html`<span class="state bad" title=${visible(row.problem)}>problem</span>` : nothing}
    ${row.paused ? html`<span class="state warn">paused</span>` : nothing}`;
}

function deadOf(row) {
  return row.deadLetters > 0 ? html`<span class="bad">${count(row.deadLetters)}</span>` : count(row.deadLetters);
}

/** Nobody who reads is worth a look where something waits. */
function readersOf(row) {
  return row.waiting > 0 && row.consumers === 0 ? html`<span class="warn">none</span>` : count(row.consumers);
}

function place(row) {
  return link(['subscriptions', row.destination, row.name]);
}

class Subscriptions extends Page {
  static properties = {total: {state: true}};

  constructor() {
    super();
    this.calm = new Calm(this, () => this.querySelector('pen-table')?.reload());
    new Hears(this, live, {
      rows: () => this.calm.ask(),
      changed: ({what}) => what === 'destinations' && this.calm.ask(),
      again: () => this.calm.ask()
    });
  }

  willUpdate() {
    const query = {search: this.parameter('search'), sort: this.parameter('sort', 'name'),
      order: this.parameter('order', 'asc')};
    const asked = JSON.stringify(query);
    if (asked !== this.asked) {
      this.asked = asked;
      this.fetch = async (offset, limit, signal) => {
        const found = await api.get('overview/subscriptions', {query: {...query, offset, limit}, signal});
        this.total = found.total;
        return found;
      };
    }
  }

  render() {
    return html`
      <header class="page">
        <h1>Subscriptions ${this.total === undefined ? nothing : html`<small>${count(this.total)}</small>`}</h1>
        <span class="fill"></span>
        ${search('Search names')}
      </header>
      <pen-table label="Subscriptions" .columns=${COLUMNS} .fetch=${this.fetch} .href=${place} .rowKey=${place}
        .sort=${this.parameter('sort', 'name')} .order=${this.parameter('order', 'asc')}
        .empty=${this.parameter('search')
          ? emptyView('No subscription has such a name.', 'Search for a part of it, or of its destination.')
          : emptyView('There are no subscriptions yet.', 'A queue has one. That of a topic is made on its page.')}
        @sort=${({detail}) => router.set({sort: detail.sort, order: detail.order})}
        @seen=${({detail}) => live.watch(this, [...new Set(detail.map((row) => row.destination))])}></pen-table>`;
  }
}

customElements.define('page-subscriptions', Subscriptions);
