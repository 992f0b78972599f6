import {Page, html, nothing} from '../core/page.js';
import {everything, matches} from '../core/all.js';
import {Calm} from '../core/calm.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {count, name, time, visible} from '../core/format.js';
import {link} from '../core/router.js';
import {search} from '../parts/search.js';
import {shownTab, tabs} from '../parts/tabs.js';
import {actionsLabel} from '../parts/actions.js';
import {emptyView} from '../parts/problem.js';
import {conditionOf, deleteAlert, editAlert, newAlert} from './alert/edit.js';
import '../parts/table.js';

const STATES = [
  {
    id: 'status', label: 'Status', width: '6.5rem',
    render: (row) =>
      html`<span class="state ${row.status === 'FIRING' ? 'bad' : 'good'}">${row.status.toLowerCase()}</span>`
  },
  {id: 'alert', label: 'Alert', width: '16%', render: (row) => name(row.alert)},
  {id: 'where', label: 'Where', width: '22%', render: whereOf},
  {id: 'since', label: 'Since', width: '11.5rem', render: (row) => time(row.since)},
  {
    id: 'text', label: 'What was measured',
    render: (row) => html`<bdi title=${visible(row.text)}>${visible(row.text)}</bdi>`
  }
];

function whereOf(row) {
  if (row.destination === undefined) {
    return 'the disk';
  }
  const isOwn = row.subscription === undefined || row.subscription === row.destination;
  return html`<a href=${placeOf(row)} tabindex="-1">${name(row.destination)}${isOwn ? nothing
    : html` / ${name(row.subscription)}`}</a>`;
}

function placeOf(row) {
  if (row.destination === undefined) {
    return link(['overview']);
  }
  return row.subscription
    ? link(['subscriptions', row.destination, row.subscription]) : link(['destinations', row.destination]);
}

/** Where alerts fire, and the rules by which they do. */
class Alerts extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, async (signal) => {
      const [alerts, states] = await Promise.all([
        everything('alerts', 'alerts', signal), everything('alert-states', 'states', signal)
      ]);
      return {alerts, states};
    });
    this.calm = new Calm(this, () => this.loading.load());
    new Hears(this, live, {
      changed: ({what}) => what === 'alerts' && this.calm.ask(),
      again: () => this.calm.ask()
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
  }

  render() {
    const value = this.loading.value;
    const firing = value?.states.filter((state) => state.status === 'FIRING').length;
    const all = [['states', 'States', firing ? `${firing} firing` : undefined],
      ['rules', 'Rules', value?.alerts.length]];
    return html`
      <header class="page"><h1>Alerts</h1><span class="fill"></span>
        ${search('Search alerts')}
        <button class="primary" @click=${() => this.#then(newAlert())}>New alert</button></header>
      ${tabs(all)}
      ${this.loading.show((shown) =>
        (shownTab(all) === 'rules' ? this.#rules(shown.alerts) : this.#states(shown.states)))}`;
  }

  #states(states) {
    const rows = states.filter((row) => matches(this.parameter('search'), row.alert, row.destination, row.subscription))
      .sort((a, b) => Number(b.status === 'FIRING') - Number(a.status === 'FIRING') || b.since.localeCompare(a.since));
    return html`<pen-table label="States of alerts" .columns=${STATES} .rows=${rows} .href=${placeOf}
      .rowKey=${(row) => [row.alert, row.destination, row.subscription].join('\n')}
      .empty=${states.length ? emptyView('No alert is like that.')
        : emptyView('No alert fires.',
          'Those that were resolved within the last day would stand here as well.')}></pen-table>`;
  }

  #rules(alerts) {
    const columns = [
      {
        id: 'name', label: 'Name', width: '16%',
        render: (row) =>
          html`${name(row.name)}${row.problem
            ? html` <span class="state bad" title=${visible(row.problem)}>problem</span>` : nothing}`
      },
      {
        id: 'destinations', label: 'Destinations', width: '16%',
        render: (row) =>
          (row.destinations
            ? html`<bdi class="mono">${visible(row.destinations)}</bdi>` : row.diskAbove ? 'the disk' : 'all')
      },
      {
        id: 'subscription', label: 'Subscription', width: '13%',
        render: (row) => (row.subscription ? name(row.subscription) : row.diskAbove ? '–' : 'all')
      },
      {id: 'condition', label: 'Fires if', render: (row) => conditionOf(row)},
      {
        id: 'firing', label: 'Fires in', title: 'Places where it fires', align: 'end', width: '5.5rem',
        render: (row) => (row.firing ? html`<span class="bad">${count(row.firing)}</span>` : '0')
      },
      {id: 'does', label: actionsLabel, width: '13rem', align: 'end', render: (row) => html`
        <button class="quiet" aria-label="Edit ${row.name}" @click=${() => this.#then(editAlert(row))}>Edit …</button>
        <button class="quiet" aria-label="Delete ${row.name}"
          @click=${() => this.#then(deleteAlert(row))}>Delete …</button>`}
    ];
    const wanted = this.parameter('search');
    const rows = alerts.filter((row) => matches(wanted, row.name, row.destinations, row.subscription));
    return html`<pen-table activates label="Rules of alerts" .columns=${columns} .rows=${rows}
      @activate=${({detail}) => this.#then(editAlert(detail))}
      .empty=${alerts.length ? emptyView('No alert is like that.')
        : emptyView('There are no alerts yet.',
          'An alert watches destinations for one condition, and calls the webhooks of the server.')}></pen-table>
      <p class="faint">Alerts of subscriptions are part of their policies, and stand with the states only.</p>`;
  }

  async #then(asked) {
    if ((await asked) !== undefined) {
      this.loading.load();
    }
  }
}

customElements.define('page-alerts', Alerts);
