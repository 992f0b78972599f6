import {ConsoleElement, html, nothing} from '../../core/element.js';
import {count} from '../../core/format.js';
import {MessageScan} from '../../core/scan.js';
import {router} from '../../core/router.js';
import {messageColumns, messageKey, messageLink} from '../../parts/messages.js';
import {emptyView, problemView} from '../../parts/problem.js';
import '../../parts/table.js';

/** So many messages are found at a time. */
const PAGE = 100;

/** The page has no more; whoever wants others says where to begin. */
const MOST_FOUND = 2000;

const STARTS = [['newest', 'Newest first'], ['oldest', 'Oldest first'], ['offset', 'From an offset'],
  ['time', 'From a time']];

/** Messages of a destination, read without taking them: from a place on, of a key, or with a text in them. */
class Browse extends ConsoleElement {
  static properties = {destination: {attribute: false}, route: {attribute: false}, rows: {state: true},
    problem: {state: true},
    isReading: {state: true}};

  disconnectedCallback() {
    super.disconnectedCallback();
    this.abort?.abort();
  }

  willUpdate(changed) {
    const asked = JSON.stringify(this.#wanted());
    if (asked !== this.asked || (this.isOutdated && changed.has('destination'))) {
      this.asked = asked;
      this.isOutdated = false;
      this.#begin();
    }
  }

  #wanted() {
    const get = (name) => router.route.query.get(name) ?? '';
    return {start: get('start') || 'newest', offset: get('offset'), time: get('time'), partition: get('partition'),
      subscription: get('subscription'), key: get('key'), text: get('text')};
  }

  #begin() {
    this.scan = new MessageScan(this.destination, this.#wanted());
    this.rows = undefined;
    this.#more();
  }

  async #more() {
    this.abort?.abort();
    const abort = (this.abort = new AbortController());
    this.isReading = true;
    this.problem = null;
    try {
      const found = await this.scan.more(PAGE, abort.signal);
      if (this.abort === abort) {
        this.rows = [...(this.rows ?? []), ...found];
      }
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
    const wanted = this.#wanted();
    return html`
      ${this.#form(wanted)}
      ${this.problem ? problemView(this.problem, () => this.#more()) : nothing}
      ${this.rows === undefined ? html`<div class="skeleton late" role="status"
        aria-label="Loading"><i></i><i></i><i></i></div>` : html`
        <pen-table class="inner" label="Messages" .columns=${messageColumns} .rows=${this.rows} .rowKey=${messageKey}
          .href=${(message) => messageLink(this.destination.name, message)}
          .empty=${wanted.key || wanted.text ? emptyView('No message was found.',
            `${count(this.scan.looked)} were looked through.`)
            : emptyView('There are no messages.', 'What is sent here can be seen at once.')}></pen-table>
        <p class="buttons">
          <span class="faint">${count(this.rows.length)} shown${this.scan.looked > this.rows.length
            ? `, ${count(this.scan.looked)} looked through` : ''}${this.scan.isAtEnd ? '; there are no more'
              : ''}.</span>
          ${this.scan.isAtEnd || this.rows.length >= MOST_FOUND ? nothing
            : html`<button ?disabled=${this.isReading} @click=${() => this.#more()}>${this.isReading ? 'Reading …'
              : 'Go on'}</button>`}
          ${this.isReading ? nothing : html`<button class="quiet" @click=${() => this.#again()}>Read anew</button>`}
        </p>`}`;
  }

  /** Where partitions end now is told by the destination, which is asked for first. */
  #again() {
    this.isOutdated = true;
    this.dispatchEvent(new Event('changed'));
  }

  #form({start, offset, time, partition, subscription, key, text}) {
    const {offsets, subscriptions} = this.destination;
    const set = (name) => (event) => router.set({[name]: event.target.value});
    return html`
      <form class="bar" @submit=${(event) => event.preventDefault()}>
        <label class="field">Begin <select @change=${(event) =>
          router.set({start: event.target.value === 'newest' ? '' : event.target.value})}>
          ${STARTS.map(([id, label]) => html`<option value=${id}
            ?selected=${id === start}>${label}</option>`)}</select></label>
        ${start === 'offset' ? html`<label class="field">Offset <input type="number" min="0" .value=${offset}
          @change=${set('offset')}></label>` : nothing}
        ${start === 'time' ? html`<label class="field">Time <input type="datetime-local" step="1" .value=${time}
          @change=${set('time')}></label>` : nothing}
        <label class="field">Partition <select @change=${set('partition')}><option value="">All</option>
          ${offsets.map((each) => html`<option value=${each.partition}
            ?selected=${String(each.partition) === partition}>${each.partition}</option>`)}</select></label>
        <label class="field">Which <select @change=${set('subscription')}><option value="">All that are held</option>
          ${subscriptions.map((each) => html`<option value=${each.name}
            ?selected=${each.name === subscription}>Waiting in ${each.name}</option>`)}</select></label>
        <label class="field">Key <input .value=${key} @change=${set('key')} autocomplete="off"
          spellcheck="false"></label>
        <label class="field">Text <input title="In the body, the key, the id or a header" class="search" type="search"
          .value=${text} @change=${set('text')} autocomplete="off" spellcheck="false"></label>
      </form>`;
  }
}

customElements.define('destination-browse', Browse);
