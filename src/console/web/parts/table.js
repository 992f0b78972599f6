import {ConsoleElement, html, nothing} from '../core/element.js';
import {css} from '../core/css.js';
import {LocalRows, RemoteRows} from './rows.js';
import {problemView} from './problem.js';

/** Rows all have this height, in pixels, as the style sheet has it: so each place in the list is known. */
const ROW = 36;

/** Rows above and below those in view, so that scrolling shows no gaps. */
const MARGIN = 12;

/** No screen shows more, and the page has no more. */
const MOST_ROWS = 160;

let tables = 0;

/**
 * A table of any length, of which only the rows in view are in the page. Either `.rows` has all rows, or
 * `.fetch(offset, limit, signal)` answers `{total, rows}`; `reload()` asks anew, `merge(rows)` changes those that are
 * shown. `.columns`: `{id, label, render(row), sort, align: 'end', width: '8rem', title}`; with `sort` the header is a
 * button, and the event `sort` has `{sort, order}`. `.rowKey(row)` is the name of a row. `.href(row)` is where a row
 * leads; Enter and a click go there, or dispatch `activate` with the row. `seen` has the rows that are in view.
 */
class Table extends ConsoleElement {
  static properties = {
    label: {},
    columns: {attribute: false},
    rows: {attribute: false},
    fetch: {attribute: false},
    rowKey: {attribute: false},
    href: {attribute: false},
    empty: {attribute: false},
    sort: {},
    order: {},
    active: {state: true}
  };

  #list = new LocalRows([]);
  #top = 0;
  #height = 600;
  #seen = '';

  constructor() {
    super();
    this.id ||= `table-${++tables}`;
    this.columns = [];
    this.rowKey = (row) => row.name;
    this.active = -1;
    this.order = 'asc';
  }

  connectedCallback() {
    super.connectedCallback();
    this.resized = new ResizeObserver(() => this.#scrolled());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.#list.stop();
  }

  willUpdate(changed) {
    if (changed.has('fetch') && this.fetch) {
      this.#list.stop();
      this.#list = new RemoteRows(this.fetch, () => this.requestUpdate());
      this.active = -1;
    } else if (changed.has('rows') && this.rows) {
      this.#list = new LocalRows(this.rows);
    }
    const [from, to] = this.#window();
    this.#list.need(from, to);
  }

  firstUpdated() {
    this.resized.observe(this.#scroller());
  }

  reload() {
    this.#list.reload();
  }

  merge(rows) {
    this.#list.update(rows, this.rowKey);
  }

  #scroller() {
    return this.querySelector('.scroller');
  }

  #scrolled() {
    const scroller = this.#scroller();
    if (scroller && (scroller.scrollTop !== this.#top || scroller.clientHeight !== this.#height)) {
      this.#top = scroller.scrollTop;
      this.#height = scroller.clientHeight;
      this.requestUpdate();
    }
  }

  #window() {
    const total = this.#list.total ?? 0;
    const from = Math.max(0, Math.floor(this.#top / ROW) - MARGIN);
    const shown = Math.min(MOST_ROWS, Math.ceil(this.#height / ROW) + 2 * MARGIN);
    return [Math.min(from, Math.max(0, total - shown)), Math.max(Math.min(total, from + shown), total ? 0 : 1)];
  }

  render() {
    const list = this.#list;
    if (list.problem && !list.total) {
      return problemView(list.problem, () => this.reload());
    }
    const total = list.total ?? 0;
    const [from, to] = this.#window();
    const indexes = [];
    for (let i = from; i < Math.min(to, total); i++) {
      indexes.push(i);
    }
    return html`
      ${list.problem ? problemView(list.problem, () => this.reload()) : nothing}
      <div class="scroller" tabindex="0" role="grid" aria-label=${this.label}
        aria-rowcount=${list.total === undefined ? -1 : total + 1}
        aria-colcount=${this.columns.length} aria-activedescendant=${this.active >= 0 ? this.#rowId(this.active)
          : nothing}
        @scroll=${this.#scrolled} @keydown=${this.#key}>
        <table role="presentation">
          <colgroup>${this.columns.map((column) => html`<col ${css({width: column.width ?? 'auto'})}>`)}</colgroup>
          <thead role="rowgroup"><tr role="row" aria-rowindex="1">${this.columns.map((column) =>
            this.#header(column))}</tr></thead>
          <tbody role="rowgroup">
            ${this.#space(from * ROW)}
            ${indexes.map((index) => this.#row(index))}
            ${this.#space((total - Math.min(to, total)) * ROW)}
          </tbody>
        </table>
      </div>
      ${list.total === 0 ? this.empty ?? html`<div class="empty"><strong>Nothing here.</strong></div>` : nothing}
      ${list.total === undefined ? html`<div class="skeleton late" role="status"
        aria-label="Loading"><i></i><i></i><i></i></div>` : nothing}`;
  }

  #space(pixels) {
    return html`<tr class="space" role="presentation"><td role="presentation"
      ${css({height: `${pixels}px`})}></td></tr>`;
  }

  #header(column) {
    const isSorted = column.sort && column.sort === this.sort;
    const direction = this.order === 'desc' ? 'descending' : 'ascending';
    return html`
      <th role="columnheader" scope="col" class=${column.align ?? ''} title=${column.title ?? nothing}
        aria-sort=${column.sort ? (isSorted ? direction : 'none') : nothing}>
        ${column.sort
          ? html`<button class="sort" @click=${() => this.#sort(column, isSorted)}>${column.label}<i
            aria-hidden="true">${isSorted ? (this.order === 'desc' ? '↓' : '↑') : ''}</i></button>`
          : column.label}
      </th>`;
  }

  #row(index) {
    const row = this.#list.at(index);
    const classes = `row${index === this.active ? ' active' : ''}${row ? '' : ' unknown'}${this.href
      || this.hasAttribute('activates') ? ' leads' : ''}`;
    return html`
      <tr role="row" id=${this.#rowId(index)} class=${classes} aria-rowindex=${index + 2}
        aria-selected=${index === this.active}
        @click=${(event) => this.#clicked(event, index)}>
        ${this.columns.map((column) => html`<td role="gridcell" class=${column.align ?? ''}>${row ? column.render(row)
          : html`<i class="wait"></i>`}</td>`)}
      </tr>`;
  }

  #rowId(index) {
    return `${this.id}-${index}`;
  }

  updated() {
    const rows = [];
    for (let i = Math.floor(this.#top / ROW); i < Math.ceil((this.#top + this.#height) / ROW); i++) {
      const row = this.#list.at(i);
      if (row) {
        rows.push(row);
      }
    }
    const names = rows.map(this.rowKey).join('\n');
    if (names !== this.#seen) {
      this.#seen = names;
      this.dispatchEvent(new CustomEvent('seen', {detail: rows}));
    }
    this.total = this.#list.total;
  }

  #sort(column, isSorted) {
    const first = column.align === 'end' ? 'desc' : 'asc';
    const order = isSorted ? (this.order === 'asc' ? 'desc' : 'asc') : first;
    this.dispatchEvent(new CustomEvent('sort', {detail: {sort: column.sort, order}}));
  }

  #clicked(event, index) {
    this.active = index;
    if (!event.target.closest('a, button, input, select, label') && !String(getSelection())) {
      this.#activate();
    }
  }

  #activate() {
    const row = this.#list.at(this.active);
    if (row && this.href) {
      location.hash = this.href(row);
    } else if (row) {
      this.dispatchEvent(new CustomEvent('activate', {detail: row}));
    }
  }

  #key(event) {
    if (event.target !== this.#scroller() || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const page = Math.max(1, Math.floor(this.#height / ROW) - 2);
    const last = (this.#list.total ?? 0) - 1;
    const steps = {ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page,
      PageUp: this.active - page, Home: 0, End: last};
    if (event.key in steps && last >= 0) {
      event.preventDefault();
      this.active = Math.max(0, Math.min(last, steps[event.key]));
      this.#reveal(this.active);
    } else if (event.key === 'Enter' && this.active >= 0) {
      event.preventDefault();
      this.#activate();
    }
  }

  #reveal(index) {
    const scroller = this.#scroller();
    const top = index * ROW;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + 2 * ROW > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top + 2 * ROW - scroller.clientHeight;
    }
  }
}

customElements.define('pen-table', Table);
