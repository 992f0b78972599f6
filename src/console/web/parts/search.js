import {html} from 'lit';
import {router} from '../core/router.js';

const SETTLE_MILLIS = 150;

let timer;

/** A field whose text stands in the address; `/` goes there. */
export function search(label, parameter = 'search') {
  return html`
    <input class="search" type="search" aria-label=${label} placeholder=${label} autocomplete="off" spellcheck="false"
      aria-keyshortcuts="/" .value=${router.route.query.get(parameter) ?? ''}
      @input=${(event) => {
        const text = event.target.value;
        clearTimeout(timer);
        timer = setTimeout(() => router.set({[parameter]: text}), SETTLE_MILLIS);
      }}>`;
}

/** A choice whose value stands in the address: `choice('Kind', 'kind', [['', 'All kinds'], …])`. */
export function choice(label, parameter, options) {
  const value = router.route.query.get(parameter) ?? options[0][0];
  return html`
    <select aria-label=${label} @change=${(event) =>
      router.set({[parameter]: event.target.value === options[0][0] ? '' : event.target.value})}>
      ${options.map(([id, text]) => html`<option value=${id} ?selected=${id === value}>${text}</option>`)}
    </select>`;
}
