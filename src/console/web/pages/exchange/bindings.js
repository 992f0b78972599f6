import {html, nothing} from 'lit';
import {api, path} from '../../core/api.js';
import {name, visible} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';
import {toast} from '../../parts/toast.js';
import {headersOf} from '../../core/headers.js';
import {conditionOf, TYPES} from './words.js';

/** Binds a destination to an exchange; answers the binding, or undefined. */
export function addBinding(exchange) {
  const {field, hasPattern, hasHeaders} = TYPES[exchange.exchange.type] ?? {};
  return ask({
    title: html`New binding of ${name(exchange.name)}`,
    text: html`<p>From then on, messages that match go to the destination as well.
      What was sent before stays where it is.</p>`,
    fields: html`
      <label class="field">Destination <input name="destination" required autofocus autocomplete="off"
        spellcheck="false"></label>
      ${hasPattern ? html`<label class="field">${field} <input name="pattern" autocomplete="off" spellcheck="false"
        placeholder=${exchange.exchange.type === 'PATTERN' ? 'orders.*.eu.#' : 'orders'}>
        ${exchange.exchange.type === 'PATTERN'
          ? html`<small>* is any one word between dots, # is any number of words</small>` : nothing}</label>` : nothing}
      ${hasHeaders ? html`
        <label class="field">Headers, one in each line <textarea name="headers" class="low" required spellcheck="false"
          placeholder="country: de"></textarea></label>
        <label class="field">A message needs
          <select name="match">
            <option value="ALL">all of them</option>
            <option value="ANY">any of them</option>
          </select></label>` : nothing}
      <label class="field">Filter, if not all of these are wanted <input name="filter" autocomplete="off"
        spellcheck="false" placeholder="amount > 10"></label>`,
    action: 'Bind',
    run: async (form) => {
      const made = await api.post(path`destinations/${exchange.name}/bindings`, {
        destination: form.get('destination').trim(),
        pattern: form.get('pattern')?.trim() || undefined,
        headers: hasHeaders ? headersOf(form.get('headers')) : undefined,
        match: form.get('match') ?? undefined,
        filter: form.get('filter').trim() || undefined
      });
      toast(`${made.destination} is bound.`);
      return made;
    }
  });
}

/** Removes a binding; answers true, or undefined. */
export function deleteBinding(exchange, binding, routing) {
  return ask({
    title: html`Delete the binding to ${name(binding.destination)}?`,
    text: html`
      <p>Messages that match <bdi
        class="name">${visible(conditionOf(binding))}</bdi> will go there no more. What is there stays.</p>
      ${routing.bindings === 1 ? html`<p class="bad">It is the last one: ${exchange.exchange.alternate
        ? html`all messages will go to ${name(exchange.exchange.alternate)}.`
        : `all messages will be ${exchange.exchange.unroutable === 'DISCARD' ? 'discarded' : 'refused'}.`}</p>`
      : nothing}`,
    typed: binding.destination,
    action: 'Delete',
    isDangerous: true,
    run: async () => {
      await api.remove(path`destinations/${exchange.name}/bindings/${binding.id}`);
      toast(`${binding.destination} is bound by it no more.`);
    }
  });
}
