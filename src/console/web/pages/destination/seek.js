import {html, nothing} from 'lit';
import {api, path, Problem} from '../../core/api.js';
import {name, plural} from '../../core/format.js';
import {firstSince} from '../../core/scan.js';
import {may} from '../../core/session.js';
import {ask} from '../../parts/dialog.js';

const PLACES = [
  ['latest', 'The end: skip all that waits'],
  ['earliest', 'The oldest message that is held'],
  ['time', 'A time'],
  ['offset', 'An offset in each partition']
];

/** After so long without a key it is computed what will happen. */
const SETTLE_MILLIS = 300;

/**
 * Puts a subscription to another place, and says before what that means: what lies before the place counts as settled,
 * what lies behind is delivered, again if need be. Answers how the subscription stands then, or undefined.
 */
export function seekSubscription(destination, row) {
  const seek = new Seek(destination, row);
  return ask({
    title: html`Put ${name(row.name)} to another place`,
    fields: (update) => seek.fields(update),
    typed: row.name,
    action: 'Seek',
    isDangerous: true,
    run: () => api.post(path`destinations/${destination.name}/subscriptions/${row.name}/seek`,
      {position: seek.position()}),
    result: (now) => html`<p>Done: ${plural(now.waiting, 'message')} wait now.</p>`
  });
}

class Seek {
  place = 'latest';
  time = '';
  offset = '';
  #round = 0;

  constructor(destination, row) {
    this.destination = destination;
    this.row = row;
    this.effect = this.#known();
  }

  fields(update) {
    const take = (field) => (event) => {
      this[field] = event.target.value;
      this.#foresee(update);
      update();
    };
    return html`
      <label class="field">Place
        <select name="place" autofocus @change=${take('place')}>${PLACES.map(([id, text]) =>
          html`<option value=${id} ?selected=${id === this.place}>${text}</option>`)}</select></label>
      ${this.place === 'time' ? html`<label class="field">Time, in your own zone
        <input name="time" type="datetime-local" step="1" required .value=${this.time} @input=${take('time')}></label>`
          : nothing}
      ${this.place === 'offset' ? html`<label class="field">Offset
        <input name="offset" type="number" min="0" required .value=${this.offset} @input=${take('offset')}></label>`
          : nothing}
      <div class="note" role="status">${this.effect}</div>`;
  }

  /** As the server reads it; throws what a person is to be told. */
  position() {
    if (this.place === 'time') {
      const instant = new Date(this.time);
      if (Number.isNaN(instant.getTime())) {
        throw new Problem({title: 'Not valid', detail: 'Say which time.'});
      }
      return instant.toISOString();
    }
    if (this.place === 'offset') {
      if (!/^\d+$/.test(this.offset)) {
        throw new Problem({title: 'Not valid', detail: 'Say which offset: a number from 0 on.'});
      }
      return `offset:${this.offset}`;
    }
    return this.place;
  }

  #foresee(update) {
    const round = ++this.#round;
    const known = this.#known();
    this.effect = known ?? 'Looking what that means …';
    if (!known) {
      setTimeout(async () => {
        if (round !== this.#round) {
          return;
        }
        const effect = await this.#ofTime().catch((failure) =>
          `It cannot be said how many messages that concerns: ${failure.message}`);
        if (round === this.#round) {
          this.effect = effect;
          update();
        }
      }, SETTLE_MILLIS);
    }
  }

  /** What will happen, if that can be said without asking; otherwise undefined. */
  #known() {
    switch (this.place) {
      case 'latest':
        return `${plural(this.row.waiting,
          'message')} that wait now will be skipped: they count as settled, and nobody gets them.`;
      case 'earliest':
        return this.#behind((part) => part.startOffset);
      case 'offset':
        return /^\d+$/.test(this.offset)
          ? this.#behind((part) => Math.min(part.endOffset, Math.max(part.startOffset, Number(this.offset))))
            : 'Say which offset.';
      default:
        return Number.isNaN(new Date(this.time).getTime()) ? 'Say which time.' : undefined;
    }
  }

  async #ofTime() {
    if (!may(this.destination, 'browse')) {
      return 'What lies before it will count as settled, and what lies behind will be delivered, again if need be.';
    }
    const time = new Date(this.time).getTime();
    const at = path`destinations/${this.destination.name}/messages`;
    const starts = await Promise.all(this.destination.offsets.map(({partition, startOffset, endOffset}) =>
      firstSince(at, {partition, start: startOffset, end: endOffset}, time)));
    return this.#behind((part, i) => starts[i]);
  }

  /** A filter and messages that were removed make it fewer, so that it is said as the most. */
  #behind(from) {
    const all = this.destination.offsets;
    const behind = all.reduce((sum, part, i) => sum + part.endOffset - from(part, i), 0);
    const before = all.reduce((sum, part, i) => sum + from(part, i) - part.startOffset, 0);
    return html`<span>Up to ${plural(behind, 'message')} behind this place will be delivered, again if ${behind === 1
      ? 'it was' : 'they were'} before.
      Up to ${plural(before, 'message')} before it will count as settled. ${plural(this.row.waiting,
        'message')} wait now.</span>`;
  }
}
