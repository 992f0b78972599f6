import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {Hears, live} from '../core/live.js';
import {count, name, rate} from '../core/format.js';
import {link, router} from '../core/router.js';
import {session} from '../core/session.js';
import {ask} from '../parts/dialog.js';
import {search} from '../parts/search.js';
import {spark} from '../parts/spark.js';
import {emptyView} from '../parts/problem.js';
import {TYPES} from './exchange/words.js';
import '../parts/table.js';

const COLUMNS = [
  {
    id: 'name', label: 'Name', sort: 'name', width: '45%',
    render: (row) => html`<a href=${place(row)} tabindex="-1">${name(row.name)}</a>`
  },
  {
    id: 'spark', label: '10 minutes', width: '7.5rem', title: 'Messages that came in, the last ten minutes',
    render: (row) => spark(row.spark, 'Messages in, the last ten minutes')
  },
  {
    id: 'in', label: 'In/s', title: 'Messages a second that it passes on', sort: 'in', align: 'end', width: '6rem',
    render: (row) => rate(row.in)
  }
];

function place(row) {
  return link(['exchanges', row.name]);
}

class Exchanges extends Page {
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
    const query = {kind: 'EXCHANGE', search: this.parameter('search'), sort: this.parameter('sort', 'name'),
      order: this.parameter('order', 'asc')};
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
    return html`
      <header class="page">
        <h1>Exchanges ${this.total === undefined ? nothing : html`<small>${count(this.total)}</small>`}</h1>
        <span class="fill"></span>
        ${search('Search names')}
        ${session.me?.operator || session.me?.admin
          ? html`<button class="primary" @click=${this.#declare}>New exchange</button>` : nothing}
      </header>
      <pen-table class="narrow" label="Exchanges" .columns=${COLUMNS} .fetch=${this.fetch} .href=${place}
        .sort=${this.parameter('sort', 'name')} .order=${this.parameter('order', 'asc')}
        .empty=${this.parameter('search')
          ? emptyView('No exchange has such a name.', 'Search for a part of it.')
          : emptyView('There are no exchanges yet.',
            'An exchange passes each message on to the queues and topics that are bound to it.')}
        @sort=${({detail}) => router.set({sort: detail.sort, order: detail.order})}
        @seen=${({detail}) => live.watch(this, detail.map((row) => row.name))}></pen-table>`;
  }

  async #declare() {
    const made = await ask({
      title: 'New exchange',
      fields: html`
        <label class="field">Name <input name="name" required autofocus autocomplete="off" spellcheck="false"></label>
        <label class="field">Type
          <select name="type">
            ${Object.entries(TYPES).map(([id, {text}]) => html`<option value=${id}>${text}</option>`)}
          </select></label>
        <label class="field">Alternate <input name="alternate" autocomplete="off" spellcheck="false" placeholder="none">
          <small>the destination of messages that match no binding</small></label>
        <label class="field">Without one, such a message is
          <select name="unroutable">
            <option value="REJECT">refused</option>
            <option value="DISCARD">discarded, and counted</option>
          </select></label>`,
      action: 'Declare',
      run: (form) => api.put(path`destinations/${form.get('name')}`, {
        kind: 'EXCHANGE',
        exchange: {type: form.get('type'), alternate: form.get('alternate').trim() || undefined,
          unroutable: form.get('unroutable')}
      }, {headers: {'If-None-Match': '*'}})
    });
    if (made) {
      location.hash = place(made);
    }
  }
}

customElements.define('page-exchanges', Exchanges);
