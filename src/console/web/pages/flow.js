import {Page, html, nothing} from '../core/page.js';
import {api} from '../core/api.js';
import {matches, ordered} from '../core/all.js';
import {Calm} from '../core/calm.js';
import {Hears, live} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {count, name, rate} from '../core/format.js';
import {router} from '../core/router.js';
import {search} from '../parts/search.js';
import {shownTab, tabs} from '../parts/tabs.js';
import {emptyView} from '../parts/problem.js';
import {chosen} from './flow/choice.js';
import {kindOf, pageOf, WAYS} from './flow/words.js';
import './flow/picture.js';
import '../parts/table.js';

/** Where a picture has no room, the list comes first. */
const NARROW = matchMedia('(max-width: 760px)');

const COLUMNS = [
  {id: 'from', label: 'From', sort: 'from', width: '32%', render: (row) => nodeView(row.source)},
  {
    id: 'kind', label: 'Way', sort: 'kind', width: '11rem',
    render: (row) => html`<span class="faint">${WAYS[row.kind] ?? row.kind}</span>`
  },
  {id: 'to', label: 'To', sort: 'to', width: '32%', render: (row) => nodeView(row.target)},
  {id: 'rate', label: 'Messages/s', sort: 'rate', align: 'end', width: '7rem', render: (row) => rate(row.rate)}
];

const VALUES = {from: (row) => row.source.name, kind: (row) => WAYS[row.kind], to: (row) => row.target.name,
  rate: (row) => row.rate};

function nodeView(node) {
  const page = pageOf(node);
  return html`${page ? html`<a href=${page} tabindex="-1">${name(node.name)}</a>`
    : name(node.name)} <span class="faint">${kindOf(node)}</span>`;
}

/** Who sends where, and who reads it. */
class Flow extends Page {
  constructor() {
    super();
    this.loading = new Loading(this, (signal) => api.get('flow', {signal}));
    this.calm = new Calm(this, () => this.loading.load());
    new Hears(this, live, {
      rows: () => this.calm.ask(),
      changed: ({what}) => what === 'destinations' && this.calm.ask(),
      again: () => this.calm.ask()
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.loading.load();
  }

  updated() {
    const nodes = this.loading.value?.nodes ?? [];
    live.watch(this, nodes.filter((node) => node.kind === 'destination').map((node) => node.name));
  }

  render() {
    const all = [['picture', 'Picture'], ['list', 'List']];
    const inOrder = NARROW.matches ? all.reverse() : all;
    return html`
      <header class="page"><h1>Flow</h1><span class="fill"></span>${search('Search names')}</header>
      ${tabs(inOrder)}
      ${this.loading.show((flow) => (flow.edges.length === 0
        ? emptyView('Nothing flows.',
          'Who sends to a destination, and who reads it, stands here as soon as somebody does.')
        : shownTab(inOrder) === 'list' ? this.#list(flow) : this.#picture(flow)))}`;
  }

  #picture(flow) {
    const shown = chosen(flow, this.parameter('search'));
    if (shown.nodes.length === 0) {
      return emptyView('Nothing has such a name.', 'Search for a part of it.');
    }
    return html`<flow-picture .flow=${shown}></flow-picture>
      <p class="legend-of-ways">${Object.entries(WAYS).map(([id, text]) => html`<span><i
        class="way ${id}"></i>${text}</span>`)}</p>
      ${shown.left || flow.cut
        ? html`<p class="faint">${shown.left ? `${count(shown.left)} more` : 'More'}
          that do little or nothing are not drawn:
          search for a name to see what leads there and from there.</p>` : nothing}`;
  }

  #list(flow) {
    const [sort, order] = [this.parameter('sort', 'rate'), this.parameter('order', 'desc')];
    const byId = new Map(flow.nodes.map((node) => [node.id, node]));
    const rows = flow.edges.map((edge) => ({...edge, source: byId.get(edge.from), target: byId.get(edge.to)}))
      .filter((row) => row.source && row.target && matches(this.parameter('search'), row.source.name, row.target.name));
    return html`<pen-table label="Ways of messages" .columns=${COLUMNS} .rows=${ordered(rows, VALUES, sort, order)}
      .sort=${sort} .order=${order}
      .rowKey=${(row) => [row.from, row.kind, row.to].join('\n')}
        .href=${(row) => pageOf(row.target) ?? pageOf(row.source)}
      .empty=${emptyView('Nothing has such a name.', 'Search for a part of it.')}
      @sort=${({detail}) => router.set({sort: detail.sort, order: detail.order})}></pen-table>
      ${flow.cut ? html`<p class="faint">There is more than the server tells at a time: these are the busiest.</p>`
        : nothing}`;
  }
}

customElements.define('page-flow', Flow);
