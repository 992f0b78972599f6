import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api} from '../../core/api.js';
import {Loading} from '../../core/loading.js';
import {SeriesWindow} from '../../core/series.js';
import {age, bytes, count, rate} from '../../core/format.js';
import '../../parts/plot.js';
import '../../parts/table.js';

const PARTITIONS = [
  {id: 'partition', label: 'Partition', render: (row) => row.lane === undefined ? row.partition
    : html`${row.partition} <span class="faint">lane ${row.lane}</span>`},
  {id: 'start', label: 'First offset', align: 'end', render: (row) => count(row.startOffset)},
  {id: 'end', label: 'Next offset', align: 'end', render: (row) => count(row.endOffset)},
  {id: 'held', label: 'Offsets held', align: 'end', render: (row) => count(row.endOffset - row.startOffset)}
];

/** What a destination holds now, how that went, and its partitions. */
class Facts extends ConsoleElement {
  static properties = {destination: {attribute: false}, row: {attribute: false}};

  constructor() {
    super();
    this.history = new Loading(this, async (signal) => new SeriesWindow(
      await api.get('history', {query: {range: 'PT1H', destination: this.destination.name}, signal})));
  }

  connectedCallback() {
    super.connectedCallback();
    this.history.load();
  }

  willUpdate(changed) {
    if (changed.has('row') && this.row) {
      this.history.value?.add({...this.row, time: Date.now()});
    }
  }

  render() {
    const {row, destination} = this;
    const waiting = row?.waiting ?? destination.subscriptions.reduce((sum, each) => sum + each.waiting, 0);
    const oldest = row?.oldestAgeMillis ?? Math.max(0,
      ...destination.subscriptions.map((each) => each.oldestAgeMillis));
    const facts = [
      ['In', row ? `${rate(row.in)}/s` : '–'],
      ['Out', row ? `${rate(row.out)}/s` : '–'],
      ['Waiting', count(waiting)],
      ['Oldest waiting', waiting ? age(oldest) : '–'],
      ['Messages held', count(destination.messages)],
      ['Sent since start', count(destination.sent)],
      ['Duplicates refused', count(destination.duplicates)],
      ['Dead letters', row ? count(row.deadLetters) : '–']
    ];
    return html`
      <dl class="card facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
        ${this.#limits()}</dl>
      <section class="plots wide" aria-label="The last hour">${this.history.show((history) =>
        this.#plots(history))}</section>
      ${destination.kind === 'EXCHANGE' ? this.#routing() : html`<section class="card flat"><h2>Partitions</h2>
        <pen-table class="narrow" label="Partitions" .columns=${PARTITIONS} .rows=${this.#partitions()}
          .rowKey=${(each) => String(each.number)}></pen-table></section>`}`;
  }

  #limits() {
    const {limitUse, limits} = this.destination;
    if (!limitUse) {
      return nothing;
    }
    const fact = (label, used, most) => (most ? html`<div><dt>${label}</dt><dd>${used} of ${most}</dd></div>` : nothing);
    return html`
      ${fact('Of the limit of messages', count(limitUse.messages), limits.maxMessages && count(limits.maxMessages))}
      ${fact('Of the limit of bytes', bytes(limitUse.bytes), limits.maxBytes && bytes(limits.maxBytes))}`;
  }

  #routing() {
    const {routing, exchange, name} = this.destination;
    return html`<dl class="card facts">
      <div><dt>Type</dt><dd>${exchange.type.toLowerCase()}</dd></div>
      <div><dt>Bindings</dt><dd><a
        href=${`#/exchanges/${encodeURIComponent(name)}`}>${count(routing.bindings)}</a></dd></div>
      <div><dt>Routed</dt><dd>${count(routing.routed)}</dd></div>
      <div><dt>Matched no binding</dt><dd>${count(routing.unroutable)}</dd></div></dl>`;
  }

  #partitions() {
    const lanes = this.destination.priorities;
    return (this.destination.offsets ?? []).map((each) => ({
      ...each,
      number: each.partition,
      partition: Math.floor(each.partition / lanes),
      lane: lanes > 1 ? each.partition % lanes : undefined
    }));
  }

  #plots({from, step, series}) {
    const plot = (label, lines, format) => html`<div class="card"><pen-plot .label=${label} .from=${from} .step=${step}
      .series=${lines} .format=${format}></pen-plot></div>`;
    return html`
      ${plot('Messages/s', [{label: 'in', values: series.in, color: 1}, {label: 'out', values: series.out, color: 2}],
        rate)}
      ${plot('Waiting', [{label: 'messages', values: series.waiting, color: 3}], count)}`;
  }
}

customElements.define('destination-facts', Facts);
