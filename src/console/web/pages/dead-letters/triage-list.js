import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api} from '../../core/api.js';
import {count, name, time, visible} from '../../core/format.js';
import {link, router} from '../../core/router.js';
import {choice, search} from '../../parts/search.js';
import {emptyView, problemView} from '../../parts/problem.js';
import {reasonText} from './reasons.js';
import {STATUSES, statusText} from './statuses.js';
import '../../parts/table.js';

const PAGE = 100;
const MOST_SHOWN = 2000;

const COLUMNS = [
  {id: 'status', label: 'Status', width: '7rem', render: statusOf},
  {id: 'died', label: 'Died', width: '10.5rem', render: (letter) => time(letter.diedAt)},
  {id: 'id', label: 'Message', width: '13rem', render: (letter) => html`${name(letter.messageId)}${letter.goneAt
    ? html` <span class="faint">gone</span>` : nothing}`},
  {id: 'reason', label: 'Reason', width: '9.5rem', render: (letter) => reasonText(letter.reason)},
  {id: 'description', label: 'Description', render: (letter) =>
    html`<bdi>${visible(letter.description ?? letter.exception ?? '–')}</bdi>`},
  {id: 'note', label: 'Note', width: '22%', render: (letter) => html`<bdi>${visible(letter.note ?? '')}</bdi>`},
  {id: 'by', label: 'Changed by', width: '8rem', render: (letter) => (letter.changedBy ? name(letter.changedBy) : '–')}
];

const TONES = {NEW: 'bad', IN_WORK: 'warn'};

function statusOf({status}) {
  return html`<span class="state ${TONES[status] ?? 'good'}">${statusText(status)}</span>`;
}

/** The dead letters of a queue as the database keeps them, with status and note; also those that are gone. */
class TriageList extends ConsoleElement {
  static properties = {queue: {attribute: false}, found: {state: true}, problem: {state: true}};

  disconnectedCallback() {
    super.disconnectedCallback();
    this.abort?.abort();
  }

  willUpdate() {
    const get = (parameter) => router.route.query.get(parameter) ?? '';
    const query = {queue: this.queue, text: get('text'), status: get('status'), gone: get('gone') || 'false',
      limit: PAGE};
    const asked = JSON.stringify(query);
    if (asked !== this.asked) {
      this.asked = asked;
      this.query = {...query, gone: query.gone === 'all' ? '' : query.gone};
      this.#read();
    }
  }

  async #read(before = null) {
    this.abort?.abort();
    const abort = (this.abort = new AbortController());
    this.problem = null;
    try {
      const page = await api.get('triage/letters', {query: {...this.query, after: before?.next}, signal: abort.signal});
      this.found = {...page, letters: [...(before?.letters ?? []), ...page.letters]};
    } catch (failure) {
      if (this.abort === abort) {
        this.problem = failure;
      }
    }
  }

  render() {
    const {found} = this;
    return html`
      <div class="buttons">${search('Search texts and notes', 'text')}${choice('Status', 'status', [['', 'Any status'],
        ...STATUSES])}
        ${choice('Which', 'gone', [['false', 'In the queue'], ['true', 'Gone'], ['all', 'All']])}</div>
      ${this.problem ? problemView(this.problem, () => this.#read()) : nothing}
      ${found ? html`
        <pen-table class="inner" label="Dead letters with status and note" .columns=${COLUMNS} .rows=${found.letters}
          .rowKey=${(letter) => letter.id}
          .href=${(letter) => link(['dead-letters', this.queue, String(letter.partition), String(letter.offset)])}
          .empty=${emptyView('The database has no such letter.',
            'It is written a few seconds after a letter has died.')}></pen-table>
        <p class="buttons"><span class="faint">${count(found.letters.length)} of ${count(found.total)}.</span>
          ${found.next && found.letters.length < MOST_SHOWN ? html`<button @click=${() =>
            this.#read(found)}>Go on</button>` : nothing}
          <button class="quiet" @click=${() => this.#read()}>Read anew</button></p>` : nothing}`;
  }
}

customElements.define('letters-triage', TriageList);
