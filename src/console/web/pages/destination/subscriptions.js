import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api} from '../../core/api.js';
import {Loading} from '../../core/loading.js';
import {age, count, name, rate, visible} from '../../core/format.js';
import {may} from '../../core/session.js';
import {emptyView} from '../../parts/problem.js';
import {newSubscription, pauseSubscription, resumeSubscription} from './subscription-actions.js';
import {purgeSubscription} from './purge.js';
import {seekSubscription} from './seek.js';
import '../../parts/table.js';

/** The subscriptions of a destination, with what each has still to do, and those who read them. */
class Subscriptions extends ConsoleElement {
  static properties = {destination: {attribute: false}, chosen: {state: true}};

  constructor() {
    super();
    this.rates = new Loading(this, (signal) => this.#loadRates(signal));
    this.columns = [
      {id: 'name', label: 'Name', width: '26%', render: (row) => html`${name(row.name)} ${this.#state(row)}`},
      {id: 'waiting', label: 'Waiting', align: 'end', title: 'Messages that are not settled',
        render: (row) => count(row.waiting)},
      {id: 'out', label: 'Out/s', align: 'end', title: 'Messages a second that consumers accept',
        render: (row) => rate(this.rates.value?.get(row.name))},
      {id: 'acquired', label: 'Held', align: 'end', title: 'Of these, what consumers have now',
        render: (row) => count(row.acquired)},
      {id: 'scheduled', label: 'Scheduled', align: 'end', title: 'Of these, what waits for its time',
        render: (row) => count(row.scheduled)},
      {id: 'oldest', label: 'Oldest', align: 'end', render: (row) => (row.waiting ? age(row.oldestAgeMillis) : '–')},
      {id: 'consumers', label: 'Readers', align: 'end', render: (row) => count(row.consumers)},
      {id: 'accepted', label: 'Accepted', align: 'end', title: 'Since the server started',
        render: (row) => count(row.accepted)},
      {id: 'retried', label: 'Retried', align: 'end', title: 'Since the server started',
        render: (row) => count(row.retried)},
      {id: 'dead', label: 'Dead', align: 'end', title: 'Dead letters since the server started',
        render: (row) => count(row.deadLettered)}
    ];
  }

  willUpdate(changed) {
    if (changed.has('destination')) {
      this.rates.load();
    }
  }

  async #loadRates(signal) {
    const {name: searched} = this.destination;
    const {rows} = await api.get('overview/subscriptions',
      {query: {search: searched, sort: 'waiting', order: 'desc', limit: 200}, signal});
    return new Map(rows.filter(({destination}) => destination === searched).map((row) => [row.name, row.out]));
  }

  #state(row) {
    return row.problem ? html`<span class="state bad">problem</span>`
      : row.paused ? html`<span class="state warn">paused</span>` : nothing;
  }

  render() {
    const {subscriptions, kind} = this.destination;
    const isManager = may(this.destination, 'manage');
    const chosen = subscriptions.find((each) => each.name === this.chosen) ?? (subscriptions.length === 1
      ? subscriptions[0] : null);
    return html`
      ${kind === 'TOPIC' && isManager ? html`<div class="buttons"><button class="primary"
        @click=${() => this.#changed(newSubscription(this.destination.name))}>New subscription</button></div>`
          : nothing}
      <pen-table activates label="Subscriptions" .columns=${this.columns} .rows=${subscriptions}
        .empty=${emptyView('Nobody has subscribed to this topic.',
          'A subscription gets every message from its start on.')}
        @activate=${({detail}) => (this.chosen = detail.name)}></pen-table>
      ${chosen ? this.#one(chosen, isManager) : nothing}`;
  }

  #one(row, isManager) {
    const facts = [['Delivered', row.delivered], ['Accepted', row.accepted], ['Retried', row.retried],
      ['Dead letters', row.deadLettered],
      ['Discarded', row.discarded], ['Skipped', row.skipped], ['Parked', row.parked], ['Passed over', row.passedOver],
        ['Undecided', row.undecided]];
    return html`
      <section class="card" aria-label="Subscription ${row.name}">
        <h2><span>${name(row.name)} ${this.#state(row)}</span>
          ${isManager ? html`<span class="buttons">
            ${row.paused || row.problem
              ? html`<button @click=${() => this.#changed(resumeSubscription(this.destination.name,
                row))}>Resume …</button>`
              : html`<button @click=${() => this.#changed(pauseSubscription(this.destination.name,
                row))}>Pause …</button>`}
            <button @click=${() => this.#changed(seekSubscription(this.destination, row))}>Seek …</button>
            <button class="danger"
              @click=${() => this.#changed(purgeSubscription(this.destination, row))}>Purge …</button></span>`
                : nothing}</h2>
        ${row.problem ? html`<p class="bad" dir="auto">${visible(row.problem)}</p>` : nothing}
        <dl class="facts">${facts.map(([label, value]) =>
          html`<div><dt>${label}</dt><dd>${count(value)}</dd></div>`)}</dl>
        <h3>Consumers</h3>
        ${row.members.length === 0
          ? html`<p class="faint">No consumer is joined: nobody takes what waits.</p>`
          : html`<ul class="list">${row.members.map((member) => html`<li><span>${name(member.name)}</span>
              <span class="end">${member.partitions ? html`partitions ${count(member.partitions)}, `
                : nothing}holds ${count(member.held)}, delivered ${count(member.delivered)}</span></li>`)}</ul>`}
      </section>`;
  }

  async #changed(asked) {
    if ((await asked) !== undefined) {
      this.dispatchEvent(new Event('changed'));
    }
  }
}

customElements.define('destination-subscriptions', Subscriptions);
