import {ConsoleElement, html, svg, nothing} from '../../core/element.js';
import {age, brief, clock, count, plural, time} from '../../core/format.js';

const HEIGHT = 96;
const BOTTOM = 18;
const LEFT = 36;

/**
 * How many letters died when, as bars: `.spans` is `[{from, count}]`, `.step` their length in milliseconds. A click on a
 * bar, or Enter where the arrows have led to, dispatches `span` with `{from, to}`.
 */
class Timeline extends ConsoleElement {
  static properties = {spans: {attribute: false}, step: {attribute: false}, width: {state: true}, at: {state: true}};

  constructor() {
    super();
    this.width = 600;
    this.at = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.resized = new ResizeObserver(([entry]) => (this.width = Math.max(200, Math.floor(entry.contentRect.width))));
    this.resized.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  render() {
    const most = Math.max(1, ...this.spans.map((span) => span.count));
    const across = Math.min(28, (this.width - LEFT) / this.spans.length);
    const up = (value) => (value / most) * (HEIGHT - BOTTOM - 8);
    const isLong = this.step * this.spans.length > 86_400_000;
    const label = (i) => {
      const at = new Date(this.spans[i].from);
      return isLong ? at.toLocaleDateString(undefined, {day: 'numeric', month: 'short'})
        : clock(at, this.step < 60_000);
    };
    const last = this.spans.length - 1;
    const at = this.spans[this.at];
    return html`
      <figure tabindex="0" role="group" aria-label="When letters died: arrows go through it, Enter selects"
        @keydown=${this.#key}>
        <figcaption><span class="title">Died, in steps of ${age(this.step)}</span>
          <span class="when" aria-live="polite">${at ? html`${plural(at.count, 'letter')} from ${time(at.from)} on`
            : nothing}</span></figcaption>
        <svg width=${this.width} height=${HEIGHT} viewBox="0 0 ${this.width} ${HEIGHT}" role="img"
          aria-label=${this.#summary(most)}
          @pointerleave=${() => (this.at = null)}>
          <text x=${LEFT - 6} y="16" text-anchor="end">${brief(most)}</text>
          <line class="grid" x1=${LEFT} x2=${this.width} y1=${HEIGHT - BOTTOM} y2=${HEIGHT - BOTTOM}></line>
          ${this.spans.map((span, i) => svg`<g class=${i === this.at ? 'bar-place at' : 'bar-place'}
            @pointerenter=${() => (this.at = i)} @click=${() => this.#choose(span)}>
            <rect class="place" x=${LEFT + i * across} y="0" width=${across} height=${HEIGHT - BOTTOM}></rect>
            <rect class="bar" x=${LEFT + i * across + 0.5} width=${Math.max(1, across - 1)}
              y=${HEIGHT - BOTTOM - up(span.count)} height=${up(span.count)}></rect></g>`)}
          <text x=${LEFT} y=${HEIGHT - 4}>${label(0)}</text>
          ${last * across > 120 ? svg`<text x=${LEFT + (last + 1) * across} y=${HEIGHT - 4}
            text-anchor="end">${label(last)}</text>` : nothing}
        </svg>
      </figure>`;
  }

  #summary(most) {
    const busiest = this.spans.find((span) => span.count === most);
    const from = busiest && new Date(busiest.from).toISOString();
    return busiest ? `When letters died: at most ${count(most)} in ${age(this.step)}, from ${from} on` : 'No letters';
  }

  #key(event) {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (step) {
      event.preventDefault();
      const last = this.spans.length - 1;
      this.at = this.at === null ? (step > 0 ? 0 : last) : Math.max(0, Math.min(last, this.at + step));
    } else if (event.key === 'Enter' && this.at !== null) {
      event.preventDefault();
      this.#choose(this.spans[this.at]);
    }
  }

  #choose(span) {
    const from = new Date(span.from).getTime();
    this.dispatchEvent(new CustomEvent('span', {detail: {from, to: from + this.step}}));
  }
}

customElements.define('letters-timeline', Timeline);
