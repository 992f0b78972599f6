import {ConsoleElement, html, nothing} from '../core/element.js';
import {api} from '../core/api.js';
import {bytes, visible} from '../core/format.js';
import {readJson} from '../core/json.js';
import {Hears} from '../core/live.js';
import {Loading} from '../core/loading.js';
import {router} from '../core/router.js';
import {emptyView, problemView} from './problem.js';
import {HexLines} from './hex.js';
import {longText} from './long-text.js';
import {toast} from './toast.js';
import './json-tree.js';

/** A body of no more is read in whole at once; up to the other limit when the reader wants that; beyond it is downloaded. */
const READ_AT_ONCE = 256 * 1024;
const MOST_READ = 4 * 1024 * 1024;

const VIEWS = {json: 'JSON', text: 'Text', hex: 'Hex'};

/**
 * The body of a message as a tree of JSON, as text, or in hex. `.message` has `body` or `bodyBase64`, `bodyBytes`, `isCut`
 * and `tombstone`; `.at` is where it is asked for; `.fileName` is what a download is called.
 */
class Content extends ConsoleElement {
  static properties = {message: {attribute: false}, at: {attribute: false}, fileName: {attribute: false}};

  #made = {};

  constructor() {
    super();
    new Hears(this, router, {change: () => this.requestUpdate()});
    this.whole = new Loading(this, async (signal) => {
      const response = await api.open(this.at, {query: {body: 'whole'}, signal});
      return new Uint8Array(await response.arrayBuffer());
    });
  }

  willUpdate(changed) {
    if (changed.has('at')) {
      this.whole.forget();
      if (this.message.isCut && this.message.bodyBytes <= READ_AT_ONCE) {
        this.whole.load();
      }
    }
  }

  /** What there is of the body, as bytes and as text; kept until there is more. */
  #parts() {
    const whole = this.whole.value;
    if (this.#made.message !== this.message || this.#made.whole !== whole) {
      const shown = whole ?? bytesOf(this.message);
      const text = this.message.body === undefined && !whole ? null : textOf(shown);
      const node = text !== null && (whole || !this.message.isCut) ? readJson(text) : null;
      this.#made = {message: this.message, whole, bytes: shown, text, node, hex: new HexLines(shown)};
    }
    return this.#made;
  }

  render() {
    const {message} = this;
    if (message.tombstone) {
      return html`<section class="card"><h2>Body</h2><p class="faint">None: this is a tombstone, the mark that its key is gone.</p></section>`;
    }
    const made = this.#parts();
    const views = ['json', 'text', 'hex'].filter((view) => view === 'hex' || made[view === 'json' ? 'node' : 'text'] !== null);
    const wanted = router.route.query.get('view');
    const view = views.includes(wanted) ? wanted : views[0];
    return html`
      <section class="card">
        <h2><span>Body <small class="faint">${bytes(message.bodyBytes)}</small></span>
          <span class="buttons">
            <span class="choice" role="group" aria-label="Show it as">${views.map((each) => html`
              <button type="button" aria-pressed=${each === view ? 'true' : 'false'} @click=${() => router.set({view: each})}>${VIEWS[each]}</button>`)}</span>
            ${made.text === null ? nothing : html`<button type="button" class="quiet" @click=${() => this.#copy(made.text)}>Copy</button>`}
            <a class="button" href=${new URL(`api/v1/${this.at}?body=whole`, document.baseURI)} download=${this.fileName}>Download</a>
          </span></h2>
        ${this.#cut()}
        ${message.bodyBytes === 0 ? emptyView('The body is empty.') : this.#view(view, made)}
      </section>`;
  }

  #cut() {
    const {message, whole} = this;
    if (!message.isCut || whole.value) {
      return nothing;
    }
    return html`
      ${whole.problem ? problemView(whole.problem, () => whole.load()) : nothing}
      <div class="note" role="status"><span>This is only the beginning.</span>
        ${message.bodyBytes > MOST_READ ? html`<span>The whole is too large for a page: download it.</span>`
          : html`<button type="button" ?disabled=${whole.isWaiting} @click=${() => whole.load()}>${whole.isWaiting ? 'Reading …' : html`Show all ${bytes(message.bodyBytes)}`}</button>`}</div>`;
  }

  #view(view, {node, text, hex}) {
    switch (view) {
      case 'json':
        return html`<pen-json .node=${node}></pen-json>`;
      case 'text':
        return longText(text, this);
      default:
        return hex.view();
    }
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast('Copied.');
    } catch {
      toast('The browser does not allow to copy. Select the text instead.');
    }
  }
}

function bytesOf({body, bodyBase64}) {
  return bodyBase64 === undefined ? new TextEncoder().encode(body ?? '')
    : Uint8Array.from(atob(bodyBase64), (character) => character.charCodeAt(0));
}

/** The text that bytes are; null if they are none. */
function textOf(all) {
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(all);
  } catch {
    return null;
  }
}

/** The headers of a message, by name; those that are no text are in base64. */
export function headersView(headers) {
  const all = Object.entries(headers ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return html`
    <section class="card"><h2>Headers</h2>
      ${all.length === 0 ? html`<p class="faint">It has none.</p>` : html`<dl class="headers">${all.map(([name, value]) => html`
        <div><dt dir="auto">${visible(name)}</dt><dd class="mono" dir="auto">${typeof value === 'string' ? visible(value)
          : html`${value.base64} <span class="faint">base64</span>`}</dd></div>`)}</dl>`}
    </section>`;
}

customElements.define('pen-content', Content);
