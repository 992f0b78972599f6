import {html} from 'lit';
import {api, path} from '../../core/api.js';
import {ask} from '../../parts/dialog.js';

/** Asks for a new destination and declares it; answers it, or undefined. */
export function declareDestination() {
  return ask({
    title: 'New destination',
    fields: html`
      <label class="field">Name <input name="name" required autocomplete="off" spellcheck="false" autofocus></label>
      <label class="field">Kind
        <select name="kind">
          <option value="QUEUE">Queue: each message is for one consumer</option>
          <option value="TOPIC">Topic: each message is for every subscription</option>
        </select></label>
      <label class="field">Partitions <input name="partitions" type="number" min="1" value="1" required></label>`,
    action: 'Declare',
    run: (form) => api.put(path`destinations/${form.get('name')}`,
      {kind: form.get('kind'), partitions: Number(form.get('partitions'))}, {headers: {'If-None-Match': '*'}})
  });
}
