import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path} from '../../core/api.js';
import {count, name, time, visible} from '../../core/format.js';
import {link} from '../../core/router.js';
import {emptyView, problemView} from '../../parts/problem.js';
import {rememberList} from './shown.js';
import {reasonText} from './reasons.js';
import '../../parts/table.js';

const PAGE = 100;

/** The page has no more; whoever wants others narrows the filter. */
const MOST_SHOWN = 2000;

const COLUMNS = [
  {id: 'place', label: 'Place', width: '7rem', title: 'Partition and offset', render: (letter) => html`<span class="mono">${letter.partition}:${letter.offset}</span>`},
  {id: 'died', label: 'Died', width: '9.5rem', render: (letter) => time(letter.diedAt)},
  {id: 'id', label: 'Message', width: '13rem', render: (letter) => html`${name(letter.id)}${letter.parked ? html` <span class="state warn">parked</span>` : nothing}`},
  {id: 'key', label: 'Key', width: '8rem', render: (letter) => (letter.key !== undefined ? name(letter.key) : letter.keyBase64 ? html`<span class="mono">${letter.keyBase64}</span>` : '–')},
  {id: 'reason', label: 'Reason', width: '10.5rem', render: (letter) => reasonText(letter.reason)},
  {id: 'attempts', label: 'Runs', width: '4.5rem', align: 'end', title: 'Runs that failed', render: (letter) => count(letter.attempts)},
  {id: 'description', label: 'Description', render: (letter) => html`<bdi>${visible(letter.description ?? letter.exception ?? '–')}</bdi>`}
];

/** The dead letters of a queue one by one, oldest first within each partition. */
class Letters extends ConsoleElement {
  static properties = {queue: {attribute: false}, filter: {attribute: false}, rows: {state: true}, problem: {state: true}, isReading: {state: true}};

  willUpdate(changed) {
    if (changed.has('filter') || changed.has('queue')) {
      this.load();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.abort?.abort();
  }

  load() {
    this.next = undefined;
    return this.#read([]);
  }

  async #read(before) {
    this.abort?.abort();
    const abort = (this.abort = new AbortController());
    this.isReading = true;
    this.problem = null;
    try {
      const page = await api.get(path`dead-letters/${this.queue}`,
        {query: {filter: this.filter, limit: PAGE, after: this.next}, signal: abort.signal});
      this.next = page.more ? page.next : undefined;
      this.rows = [...before, ...page.deadLetters];
      rememberList(this.queue, this.filter, this.rows);
    } catch (failure) {
      if (this.abort === abort) {
        this.problem = failure;
      }
    } finally {
      if (this.abort === abort) {
        this.isReading = false;
      }
    }
  }

  render() {
    if (this.problem && !this.rows) {
      return problemView(this.problem, () => this.load());
    }
    if (!this.rows) {
      return html`<div class="skeleton late" role="status" aria-label="Loading"><i></i><i></i><i></i></div>`;
    }
    return html`
      ${this.problem ? problemView(this.problem, () => this.load()) : nothing}
      <pen-table class="inner" label="Dead letters" .columns=${COLUMNS} .rows=${this.rows} .rowKey=${(letter) => `${letter.partition}:${letter.offset}`}
        .href=${(letter) => link(['dead-letters', this.queue, String(letter.partition), String(letter.offset)])}
        .empty=${this.filter ? emptyView('No dead letter is like that.', 'Change the filter, or remove it.') : emptyView('There are no dead letters.')}></pen-table>
      <p class="buttons"><span class="faint">${count(this.rows.length)} shown${this.next === undefined ? '; there are no more' : ''}.</span>
        ${this.next === undefined || this.rows.length >= MOST_SHOWN ? nothing
          : html`<button ?disabled=${this.isReading} @click=${() => this.#read(this.rows)}>${this.isReading ? 'Reading …' : 'Go on'}</button>`}
        <button class="quiet" ?disabled=${this.isReading} @click=${() => this.load()}>Read anew</button></p>`;
  }
}

customElements.define('letters-list', Letters);
