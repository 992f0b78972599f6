import {ConsoleElement, html, nothing} from '../core/element.js';
import {svg} from 'lit';
import {brief, clock} from '../core/format.js';
import {line} from './spark.js';

const HEIGHT = 150;
const LEFT = 44;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 20;

/**
 * A time series: `.series` is `[{label, values, color: 1}]`, all of the same length, null where nothing is known;
 * `.from` is the time of the first value and `.step` the time between two, in milliseconds; `.format` writes a value.
 */
class Plot extends ConsoleElement {
  static properties = {
    label: {},
    series: {attribute: false},
    from: {attribute: false},
    step: {attribute: false},
    format: {attribute: false},
    width: {state: true},
    at: {state: true}
  };

  constructor() {
    super();
    this.series = [];
    this.format = brief;
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

  get #length() {
    return this.series[0]?.values.length ?? 0;
  }

  #across(i) {
    return LEFT + (i / Math.max(1, this.#length - 1)) * (this.width - LEFT - RIGHT);
  }

  #up(value, most) {
    return HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  }

  render() {
    const most = scale(Math.max(0, ...this.series.flatMap((one) => one.values.map((value) => value ?? 0))));
    const shown = this.at ?? this.#length - 1;
    return html`
      <figure>
        <figcaption>
          <span class="title">${this.label}</span>
          ${this.series.map((one) => html`<span class="legend s${one.color}">${one.label}
            <b>${this.format(one.values[shown])}</b></span>`)}
          <span class="when">${this.at === null || !this.#length ? nothing
            : clock(this.from + this.at * this.step)}</span>
        </figcaption>
        <svg width=${this.width} height=${HEIGHT} viewBox="0 0 ${this.width} ${HEIGHT}" role="img"
          aria-label=${this.#summary()}
          @pointermove=${this.#point} @pointerleave=${() => (this.at = null)}>
          ${[0, 0.5, 1].map((part) => this.#level(part * most, most))}
          ${this.#times()}
          ${this.series.map((one) => svg`<path class="line s${one.color}"
            d=${line(one.values, (i) => this.#across(i), (value) => this.#up(value, most))}></path>`)}
          ${this.at === null ? nothing : this.#cross(most)}
        </svg>
      </figure>`;
  }

  #level(value, most) {
    const y = this.#up(value, most);
    return svg`<line class="grid" x1=${LEFT} x2=${this.width - RIGHT} y1=${y} y2=${y}></line>
      <text x=${LEFT - 6} y=${y + 4} text-anchor="end">${brief(value)}</text>`;
  }

  #times() {
    const marks = this.width > 420 ? 4 : 2;
    const withSeconds = this.step * this.#length <= 600_000;
    return Array.from({length: this.#length > 1 ? marks + 1 : 0}, (_, mark) => {
      const i = Math.round((mark / marks) * (this.#length - 1));
      const anchor = mark === 0 ? 'start' : mark === marks ? 'end' : 'middle';
      return svg`<text x=${this.#across(i)} y=${HEIGHT - 4}
        text-anchor=${anchor}>${clock(this.from + i * this.step, withSeconds)}</text>`;
    });
  }

  #cross(most) {
    const x = this.#across(this.at);
    return svg`<line class="cross" x1=${x} x2=${x} y1=${TOP} y2=${HEIGHT - BOTTOM}></line>
      ${this.series.filter((one) => one.values[this.at] != null).map((one) =>
        svg`<circle class="s${one.color}" cx=${x} cy=${this.#up(one.values[this.at], most)} r="3"></circle>`)}`;
  }

  #summary() {
    return `${this.label}: ` + this.series.map((one) => {
      const known = one.values.filter((value) => value !== null && value !== undefined);
      return known.length === 0 ? `${one.label} is not known`
        : `${one.label} is ${this.format(known.at(-1))}, at most ${this.format(Math.max(...known))}`;
    }).join('; ');
  }

  #point(event) {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const i = Math.round(((x - LEFT) / (this.width - LEFT - RIGHT)) * (this.#length - 1));
    this.at = this.#length ? Math.max(0, Math.min(this.#length - 1, i)) : null;
  }
}

/** The next round number, so that the axis has numbers that can be read. */
function scale(most) {
  if (most <= 2) {
    return 2;
  }
  const power = 10 ** Math.floor(Math.log10(most / 2));
  return [2, 4, 6, 8, 10].map((factor) => factor * power).find((value) => value >= most);
}

customElements.define('pen-plot', Plot);
