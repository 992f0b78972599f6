import {Page, html} from '../core/page.js';
import {api} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {Keys} from '../core/keys.js';
import {Loading} from '../core/loading.js';
import {count, name, time} from '../core/format.js';
import {link} from '../core/router.js';
import {search} from '../parts/search.js';
import {emptyView} from '../parts/problem.js';
import {enterTable} from './dead-letters/enter.js';
import '../parts/table.js';

/** The number of all changes each second while letters come in; the list is asked for anew once in so long. */
const REST_MILLIS = 3000;

const PAGE = 1000;

const COLUMNS = [
  {id: 'queue', label: 'Queue', render: (row) => html`<a href=${lettersLink(row.queue)}
    tabindex="-1">${name(row.queue)}</a>`},
  {id: 'count', label: 'Dead letters', width: '9rem', align: 'end', render: (row) => html`<span
    class="bad">${count(row.count)}</span>`},
  {id: 'oldest', label: 'Oldest died', width: '13rem', render: (row) => time(row.oldest)}
];

const lettersLink = (queue) => link(['dead-letters', queue]);

class DeadLetters extends Page {
  constructor() {
    super();
    this.queues = new Loading(this, all);
    new Keys(this, [['ArrowDown', 'Go into the list', () => enterTable(this)]]);
    new Hears(this, live, {
      overview: ({deadLetters}) => this.#told(deadLetters),
      again: () => this.queues.load()
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.queues.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  #told(letters) {
    if (this.letters !== undefined && this.letters !== letters) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.queues.load();
      }, REST_MILLIS);
    }
    this.letters = letters;
  }

  render() {
    const wanted = this.parameter('search').toLowerCase();
    return html`
      <header class="page"><h1>Dead letters</h1><span class="fill"></span>${search('Search queues')}</header>
      ${this.queues.show((queues) => {
        const rows = queues.filter(({queue}) => queue.toLowerCase().includes(wanted)).sort((a, b) => b.count - a.count);
        return html`<pen-table label="Queues with dead letters" .columns=${COLUMNS} .rows=${rows} .rowKey=${(row) =>
          row.queue}
          .href=${(row) => lettersLink(row.queue)}
          .empty=${queues.length
            ? emptyView('No queue with dead letters has such a name.', 'Search for a part of it.')
            : emptyView('There are no dead letters.',
              'A message that cannot be processed will be listed here, with why and where it failed.')}></pen-table>`;
      })}`;
  }
}

async function all(signal) {
  const queues = [];
  let after;
  do {
    const page = await api.get('dead-letters', {query: {after, limit: PAGE}, signal});
    queues.push(...page.queues);
    after = page.next;
  } while (after !== undefined);
  return queues;
}

customElements.define('page-dead-letters', DeadLetters);
