import {Page, html, nothing} from '../core/page.js';
import {api, path} from '../core/api.js';
import {byFields, ordered} from '../core/all.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {age, count, plural, time} from '../core/format.js';
import {router} from '../core/router.js';
import {Keys} from '../core/keys.js';
import {ask} from '../parts/dialog.js';
import {actionsLabel} from '../parts/actions.js';
import {emptyView} from '../parts/problem.js';
import {toast} from '../parts/toast.js';
import '../parts/table.js';

/** So much of an identifier of up to 128 digits stands in a sentence. */
const SHORT = 24;

const VALUES = byFields('preparedAt', 'id', 'sends', 'settlements', 'schedules');

/** Transactions that are prepared, and wait for whoever coordinates them: a person may decide in its place. */
class Transactions extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, (signal) => api.get('transactions', {signal}));
    new Hears(this, live, {again: () => this.loading.load()});
    new Keys(this, [['r', 'Refresh the transactions', () => this.loading.load()]]);
    this.columns = [
      {id: 'id', label: 'Transaction', sort: 'id', render: (row) => html`<code title=${row.id}>${row.id}</code>`},
      {id: 'since', label: 'Prepared', sort: 'preparedAt', width: '10.5rem', render: (row) => time(row.preparedAt)},
      {
        id: 'age', label: 'Waits for', width: '6.5rem', align: 'end',
        render: (row) => age(Math.max(0, Date.now() - new Date(row.preparedAt).getTime()))
      },
      {
        id: 'sends', label: 'Sends', title: 'Messages that it will send', sort: 'sends', align: 'end', width: '5.5rem',
        render: (row) => count(row.sends)
      },
      {
        id: 'settlements', label: 'Accepts',
        title: 'Deliveries that it will accept, and that nobody gets until then', sort: 'settlements', align: 'end',
          width: '6rem',
        render: (row) => count(row.settlements)
      },
      {
        id: 'schedules', label: 'Schedules',
        title: 'Schedules that it will declare or cancel', sort: 'schedules', align: 'end', width: '6.5rem',
        render: (row) => count(row.schedules)
      },
      {id: 'does', label: actionsLabel, width: '16.5rem', align: 'end', render: (row) => html`
        <button class="quiet" aria-label="Commit ${shortened(row.id)}"
          @click=${() => this.#then(commit(row))}>Commit …</button>
        <button class="quiet" aria-label="Roll back ${shortened(row.id)}"
          @click=${() => this.#then(rollback(row))}>Roll back …</button>`}
    ];
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
  }

  render() {
    const [sort, order] = [this.parameter('sort', 'preparedAt'), this.parameter('order', 'asc')];
    return html`
      <header class="page"><h1>Prepared transactions ${this.loading.value
        ? html`<small>${count(this.loading.value.transactions.length)}</small>` : nothing}</h1>
        <span class="fill"></span><button @click=${() => this.loading.load()}>Refresh</button></header>
      <p class="faint">Each holds its deliveries until its transaction manager decides. Decide in its place only if
        it is gone for good: if it comes back and decides otherwise, it is told so, and its other participants may have
        done the other thing.</p>
      ${this.loading.show(({transactions}) => html`<pen-table label="Prepared transactions" .columns=${this.columns}
        .rows=${ordered(transactions, VALUES, sort, order)}
        .rowKey=${(row) => row.id} .sort=${sort} .order=${order}
          @sort=${({detail}) => router.set({sort: detail.sort, order: detail.order})}
        .empty=${emptyView('No transaction is prepared.',
          'Each has been committed or rolled back by its manager.')}></pen-table>`)}`;
  }

  async #then(asked) {
    if ((await asked) !== undefined) {
      this.loading.load();
    }
  }
}

function shortened(id) {
  return id.length > SHORT ? `${id.slice(0, SHORT)}…` : id;
}

function commit(row) {
  return decide(row, {
    title: 'Commit this transaction?',
    text: html`<p>${plural(row.sends, 'message')} will be sent
      and ${plural(row.settlements, 'delivery', 'deliveries')} accepted${schedulesOf(row)},
      whatever its manager decides later. This cannot be undone.</p>`,
    action: 'Commit',
    done: 'The transaction is committed.'
  }, 'commit');
}

function rollback(row) {
  return decide(row, {
    title: 'Roll this transaction back?',
    text: html`<p>${plural(row.sends, 'message')} will not be sent,
      and ${plural(row.settlements, 'delivery', 'deliveries')} will be handed out again${schedulesOf(row)},
      whatever its manager decides later. This cannot be undone.</p>`,
    action: 'Roll back',
    done: 'The transaction is rolled back.'
  }, 'rollback');
}

function schedulesOf(row) {
  return row.schedules ? `; ${plural(row.schedules, 'schedule')} ${row.schedules === 1 ? 'is' : 'are'} part of it` : '';
}

function decide(row, {done, text, ...question}, end) {
  return ask({
    ...question,
    text: html`<p>Prepared ${time(row.preparedAt)}: <code>${row.id}</code></p>${text}`,
    isDangerous: true,
    run: async () => {
      await api.post(path`transactions/${row.id}/${end}`);
      toast(done);
    }
  });
}

customElements.define('page-transactions', Transactions);
