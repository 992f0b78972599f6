import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path} from '../../core/api.js';
import {readEvents} from '../../core/events.js';
import {count} from '../../core/format.js';
import {messageColumns, messageKey, messageLink} from '../../parts/messages.js';
import {emptyView, problemView} from '../../parts/problem.js';
import '../../parts/table.js';

/** The latest of what came in; older ones leave the page. */
const MOST_ROWS = 500;

/** So many of what came in meanwhile are read at once. */
const STEP = 200;

const RETRY_MILLIS = 2000;

/**
 * What comes in, the latest first: of a topic by its stream, of a queue whenever the live stream says that it has
 * grown.
 */
class Follow extends ConsoleElement {
  static properties = {destination: {attribute: false}, rows: {state: true}, isPaused: {state: true},
    problem: {state: true}, held: {state: true}};

  constructor() {
    super();
    this.rows = [];
    this.held = [];
    this.seen = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    this.isHere = true;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.isHere = false;
    this.abort?.abort();
    clearTimeout(this.timer);
  }

  willUpdate(changed) {
    if (changed.has('destination')) {
      if (this.destination.kind !== 'TOPIC') {
        this.#grown();
      } else if (!this.abort) {
        this.#stream();
      }
    }
  }

  async #stream() {
    const abort = (this.abort = new AbortController());
    try {
      const response = await api.open(path`destinations/${this.destination.name}/events`, {
        query: {from: this.lastId ? '' : 'latest'},
        headers: {Accept: 'text/event-stream', ...(this.lastId ? {'Last-Event-ID': this.lastId} : {})},
        signal: abort.signal
      });
      this.problem = null;
      await readEvents(response.body, ({id, event, data}) => {
        if (event === 'message') {
          this.lastId = id;
          this.#add([JSON.parse(data)]);
        }
      });
    } catch (failure) {
      if (!this.isHere) {
        return;
      }
      this.problem = failure.title ? failure : null;
      if (failure.status >= 400 && failure.status < 500) {
        return;
      }
    }
    if (this.isHere) {
      this.timer = setTimeout(() => this.#stream(), RETRY_MILLIS);
    }
  }

  async #grown() {
    const {name, offsets} = this.destination;
    for (const {partition, endOffset} of offsets) {
      const from = this.seen.get(partition);
      this.seen.set(partition, endOffset);
      if (from !== undefined && endOffset > from) {
        try {
          const {messages} = await api.get(path`destinations/${name}/messages`,
            {query: {partition, from: Math.max(from, endOffset - STEP), limit: STEP}});
          this.#add(messages.filter((message) => message.offset < endOffset));
        } catch (failure) {
          this.problem = failure;
        }
      }
    }
  }

  #add(messages) {
    const latest = messages.reverse();
    if (this.isPaused) {
      this.held = [...latest, ...this.held].slice(0, MOST_ROWS);
    } else {
      this.rows = [...latest, ...this.rows].slice(0, MOST_ROWS);
    }
  }

  render() {
    return html`
      <div class="buttons">
        <button aria-pressed=${this.isPaused ? 'true' : 'false'} @click=${this.#pause}>${this.isPaused ? 'Go on'
          : 'Hold'}</button>
        <button class="quiet" @click=${() => (this.rows = [])}>Clear</button>
        <span class="faint" role="status">${this.isPaused ? `${count(this.held.length)} more have come`
          : `${count(this.rows.length)} shown, the latest first`}</span>
      </div>
      ${this.problem ? problemView(this.problem) : nothing}
      <pen-table class="inner" label="Messages as they come" .columns=${messageColumns} .rows=${this.rows}
        .rowKey=${messageKey}
        .href=${(message) => messageLink(this.destination.name, message)}
        .empty=${emptyView('Waiting for the next message.', 'What is sent from now on appears here.')}></pen-table>`;
  }

  #pause() {
    this.isPaused = !this.isPaused;
    if (!this.isPaused) {
      this.rows = [...this.held, ...this.rows].slice(0, MOST_ROWS);
      this.held = [];
    }
  }
}

customElements.define('destination-follow', Follow);
