import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {everything, matches} from '../core/all.js';
import {Calm} from '../core/calm.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {count, name, visible} from '../core/format.js';
import {link, router} from '../core/router.js';
import {may} from '../core/session.js';
import {search} from '../parts/search.js';
import {actionsLabel} from '../parts/actions.js';
import {emptyView} from '../parts/problem.js';
import {addBinding, deleteBinding} from './exchange/bindings.js';
import {conditionOf} from './exchange/words.js';
import {deleteDestination} from './destination/actions.js';
import './exchange/route.js';
import '../parts/table.js';

/** So many bindings are seen at once, and need no search. */
const FEW = 8;

/** One exchange: how it routes, its bindings, and where a message would go. */
class ExchangePage extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, async (signal) => {
      const at = path`destinations/${this.name}`;
      const [{value, tag}, bindings] = await Promise.all([
        api.getTagged(at, {signal}), everything(`${at}/bindings`, 'bindings', signal)
      ]);
      return {...value, tag, bindings};
    });
    this.calm = new Calm(this, () => this.loading.load());
    new Hears(this, live, {
      rows: (rows) => rows.some((row) => row.name === this.name) && this.calm.ask(),
      changed: ({what}) => what === 'destinations' && this.calm.ask(),
      again: () => this.calm.ask()
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

  render() {
    return this.loading.show((exchange) => this.#page(exchange));
  }

  #page(exchange) {
    if (!exchange.exchange) {
      return html`
        <header class="page"><h1><a class="up" href="#/exchanges">Exchanges</a>${name(exchange.name)}</h1></header>
        ${emptyView('This is no exchange.', html`<a href=${link(['destinations', exchange.name])}>Go to it</a>`)}`;
    }
    const isManager = may(exchange, 'manage');
    return html`
      <header class="page">
        <h1><a class="up" href="#/exchanges">Exchanges</a>${name(exchange.name)}</h1>
        <span class="state">${exchange.exchange.type.toLowerCase()}</span>
        <span class="fill"></span>
        ${isManager ? html`
          <button class="primary" @click=${() => this.#then(addBinding(exchange))}>Add binding …</button>
          <button class="danger"
            @click=${async () => (await deleteDestination(exchange)) && router.go(['exchanges'])}>Delete …</button>`
            : nothing}
      </header>
      ${this.#facts(exchange)}
      ${this.#bindings(exchange, isManager)}
      <exchange-route .exchange=${exchange}></exchange-route>`;
  }

  #facts({exchange, routing}) {
    const otherwise = exchange.alternate
      ? html`go to <a href=${link(['destinations', exchange.alternate])}>${name(exchange.alternate)}</a>`
      : exchange.unroutable === 'DISCARD' ? 'are discarded' : 'are refused';
    return html`<section class="card"><dl class="facts">
      <div><dt>Bindings</dt><dd>${count(routing.bindings)}</dd></div>
      <div><dt>Messages that match no binding</dt><dd>${otherwise}</dd></div>
      <div><dt>Passed on since the server started</dt><dd>${count(routing.routed)}</dd></div>
      <div><dt>Matched no binding</dt><dd>${count(routing.unroutable)}</dd></div></dl></section>`;
  }

  #bindings(exchange, isManager) {
    const wanted = this.parameter('search');
    const rows = exchange.bindings.filter((each) => matches(wanted, each.destination, conditionOf(each), each.filter));
    const columns = [
      {
        id: 'condition', label: 'Messages with', width: '34%',
        render: (row) => html`<bdi class="mono">${visible(conditionOf(row))}</bdi>`
      },
      {
        id: 'filter', label: 'Of these, only', width: '24%',
        render: (row) => (row.filter ? html`<bdi class="mono">${visible(row.filter)}</bdi>` : '–')
      },
      {
        id: 'destination', label: 'Go to',
        render: (row) => html`<a href=${link(['destinations', row.destination])}>${name(row.destination)}</a>`
      }
    ];
    if (isManager) {
      columns.push({
        id: 'does', label: actionsLabel, width: '8.5rem', align: 'end',
        render: (row) => html`<button class="quiet" aria-label="Delete the binding to ${row.destination}"
          @click=${() => this.#then(deleteBinding(exchange, row, exchange.routing))}>Delete …</button>`
      });
    }
    return html`<section class="card flat">
      <h2><span>Bindings</span>${exchange.bindings.length > FEW ? search('Search bindings') : nothing}</h2>
      <pen-table class="narrow" label="Bindings" .columns=${columns} .rows=${rows} .rowKey=${(row) => row.id}
        @activate=${({detail}) => router.go(['destinations', detail.destination])} activates
        .empty=${exchange.bindings.length
          ? emptyView('No binding is like that.')
          : emptyView('Nothing is bound to it.',
            'Until then all its messages match no binding.')}></pen-table></section>`;
  }

  async #then(asked) {
    if ((await asked) !== undefined) {
      this.loading.load();
    }
  }
}

customElements.define('page-exchange', ExchangePage);
