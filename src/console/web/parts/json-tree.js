import {ConsoleElement, html, nothing} from '../core/element.js';
import {count, plural, visible} from '../core/format.js';
import {sizeOf} from '../core/json.js';

/** So many entries of an object or an array are shown at a time. */
const STEP = 100;

/** A tree of no more values is open in whole at first. */
const SMALL = 200;

/** So much of a long text is shown at first. */
const PREVIEW = 400;

/**
 * JSON as a tree: `.node` is what `readJson` answers. Only what is open is in the page. Arrows go through it: up and down
 * from one to the next, right opens, left closes.
 */
class JsonTree extends ConsoleElement {
  static properties = {node: {attribute: false}};

  #open = new Set();
  #shown = new Map();

  willUpdate(changed) {
    if (changed.has('node')) {
      this.#open = new Set([this.node]);
      this.#shown = new Map();
      if (sizeOf(this.node, SMALL + 1) <= SMALL) {
        this.#openAll(this.node);
      }
    }
  }

  #openAll(node) {
    this.#open.add(node);
    node.entries?.forEach(([, child]) => this.#openAll(child));
  }

  render() {
    return html`<div class="json mono" @keydown=${this.#key}>${this.#node(null, this.node)}</div>`;
  }

  #node(name, node) {
    const label = name === null ? nothing
      : html`<bdi class=${typeof name === 'number' ? 'faint' : 'member'}>${typeof name === 'number' ? name
        : visible(name) || '""'}</bdi>: `;
    return node.entries ? this.#parent(label, node) : html`<div class="leaf">${label}${this.#leaf(node)}</div>`;
  }

  #parent(label, node) {
    const isOpen = this.#open.has(node);
    const isObject = node.kind === 'object';
    const size = node.entries.length;
    const shown = this.#shown.get(node) ?? STEP;
    return html`
      <details .open=${isOpen} @toggle=${(event) => this.#toggled(event, node)}>
        <summary>${label}<span class="faint">${isObject
          ? html`{ ${plural(size, 'member')} }` : html`[ ${plural(size, 'element')} ]`}</span></summary>
        ${isOpen ? html`<div class="within">
          ${node.entries.slice(0, shown).map(([name, child]) => this.#node(name, child))}
          ${shown < size ? html`<button class="quiet" type="button" @click=${() => this.#more(node, shown)}>
            Show ${count(Math.min(STEP, size - shown))} more of ${count(size - shown)}</button>` : nothing}
        </div>` : nothing}
      </details>`;
  }

  #leaf(node) {
    if (node.kind !== 'string') {
      return html`<span class=${node.kind}>${node.text}</span>`;
    }
    const isCut = node.text.length > PREVIEW && !this.#open.has(node.text);
    const text = visible(isCut ? node.text.slice(0, PREVIEW) : node.text);
    return html`<bdi class="string">"${text}${isCut ? '…' : '"'}</bdi>
      ${isCut ? html`<button class="quiet" type="button" @click=${() => this.#whole(node)}>
        Show all ${plural(node.text.length, 'character')}</button>` : nothing}`;
  }

  #toggled(event, node) {
    const isOpen = event.target.open;
    if (isOpen !== this.#open.has(node)) {
      this.#open[isOpen ? 'add' : 'delete'](node);
      this.requestUpdate();
    }
  }

  #more(node, shown) {
    this.#shown.set(node, shown + STEP);
    this.requestUpdate();
  }

  #whole(node) {
    this.#open.add(node.text);
    this.requestUpdate();
  }

  #key(event) {
    if (event.target.tagName !== 'SUMMARY' || !/^Arrow/.test(event.key)) {
      return;
    }
    event.preventDefault();
    const details = event.target.parentElement;
    if (event.key === 'ArrowRight') {
      details.open = true;
    } else if (event.key === 'ArrowLeft' && details.open) {
      details.open = false;
    } else if (event.key === 'ArrowLeft') {
      details.parentElement.closest('details')?.querySelector('summary').focus();
    } else {
      const all = [...this.querySelectorAll('summary')];
      all[all.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    }
  }
}

customElements.define('pen-json', JsonTree);
