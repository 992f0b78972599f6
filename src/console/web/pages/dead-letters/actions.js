import {html, nothing} from 'lit';
import {api, path} from '../../core/api.js';
import {name, plural, visible} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';
import {toast} from '../../parts/toast.js';

const BEGINNINGS = [['PT10S', 'in 10 seconds'], ['PT1M', 'in a minute'], ['', 'at once']];

const at = (queue) => path`dead-letters/${queue}`;

/** How many letters a request is about: the dry run. */
async function counted(queue, selection) {
  return (await api.post(`${at(queue)}/count`, selection)).count;
}

const fields = (needsReason) => html`
  <div class="fields">
    <label class="field">Begin <select name="delay">${BEGINNINGS.map(([delay, text]) => html`<option value=${delay}>${text}</option>`)}</select><small>Until then it can be undone whole.</small></label>
    <label class="field">Letters a second, at most <input name="perSecond" type="number" min="1" max="1000000" placeholder="as fast as possible"><small>So that what reads them is not flooded.</small></label>
  </div>
  <label class="field">${needsReason ? 'Why may they be lost?' : 'Why, for the record'}
    <input name="reason" ?required=${needsReason} maxlength="1024" autocomplete="off" autofocus></label>`;

function request(selection, form) {
  return {
    ...selection,
    perSecond: Number(form.get('perSecond')) || undefined,
    delay: form.get('delay') || undefined,
    reason: form.get('reason') || undefined
  };
}

/** What a selection means, in words. */
function meant({filter, messageIds}) {
  if (messageIds) {
    return html`<p>The letter: ${name([...messageIds].join(', '))}</p>`;
  }
  return filter ? html`<p>Selected by <code dir="auto">${visible(filter)}</code></p>` : nothing;
}

async function begin(queue, selection, question) {
  let letters;
  try {
    letters = await counted(queue, selection);
  } catch (failure) {
    toast(failure.message);
    return undefined;
  }
  if (letters === 0) {
    toast('There is no such dead letter any more.');
    return undefined;
  }
  const operation = await ask({...question(letters), run: (form) => api.post(`${at(queue)}/${question(letters).to}/start`, request(selection, form))});
  return operation && {...operation, total: letters};
}

/** Has dead letters put back, and answers the operation that does it, with how many are meant; undefined if nothing was begun. */
export function redriveLetters(queue, selection) {
  return begin(queue, selection, (letters) => ({
    to: 'redrive',
    title: html`Redrive ${plural(letters, 'dead letter')}?`,
    text: html`<p>${letters === 1 ? 'It goes' : 'Each goes'} back to the subscription that it failed in, with its own id, and is delivered as if for the first time.
      It leaves ${name(queue)}.</p>${meant(selection)}`,
    fields: fields(false),
    action: `Redrive ${plural(letters, 'letter')}`
  }));
}

/** Has dead letters thrown away; answers as for a redrive. */
export function discardLetters(queue, selection) {
  return begin(queue, selection, (letters) => ({
    to: 'discard',
    title: html`Discard ${plural(letters, 'dead letter')}?`,
    text: html`<p>${letters === 1 ? 'It is' : 'They are'} thrown away for good, once that has begun.</p>${meant(selection)}`,
    fields: fields(true),
    typed: selection.messageIds ? undefined : queue,
    action: `Discard ${plural(letters, 'letter')}`,
    isDangerous: true
  }));
}
