import {html, nothing} from 'lit';
import {api, path} from '../../core/api.js';
import {count, duration, name, plural} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';
import {toast} from '../../parts/toast.js';

/** The conditions, of which an alert has one: the field, what it is called, and what is written there. */
const CONDITIONS = [
  {field: 'lagAbove', label: 'More messages wait than', isNumber: true, example: '10000'},
  {field: 'oldestMessageOlderThan', label: 'The oldest message that waits is older than', example: 'PT10M'},
  {field: 'noConsumerFor', label: 'Nobody has consumed for', example: 'PT5M'},
  {field: 'moreDeadLettersThan', label: 'More messages became dead letters than', isNumber: true, example: '10'},
  {field: 'diskAbove', label: 'More of the disk is in use than, in percent', isNumber: true, example: '80'}
];

export function conditionOf(alert) {
  const has = (field) => alert[field] !== undefined && alert[field] !== null;
  if (has('lagAbove')) {
    return `more than ${plural(alert.lagAbove, 'message')} wait`;
  }
  if (has('oldestMessageOlderThan')) {
    return `the oldest message is older than ${duration(alert.oldestMessageOlderThan)}`;
  }
  if (has('noConsumerFor')) {
    return `nobody has consumed for ${duration(alert.noConsumerFor)}`;
  }
  if (has('moreDeadLettersThan')) {
    return `more than ${plural(alert.moreDeadLettersThan, 'dead letter')} within ${duration(alert.window)}`;
  }
  return has('diskAbove') ? `more than ${count(alert.diskAbove)} % of the disk is in use` : '–';
}

export function newAlert() {
  return ask({
    title: 'New alert',
    fields: fieldsOf({}, true),
    action: 'Create',
    isWide: true,
    run: (form) => api.put(path`alerts/${form.get('name')}`, requestOf(form), {headers: {'If-None-Match': '*'}})
  });
}

/** Changes an alert, unless somebody else changes it meanwhile. */
export async function editAlert(alert) {
  const {value, tag} = await api.getTagged(path`alerts/${alert.name}`).catch((problem) => {
    toast(problem.message);
    return {};
  });
  return value && ask({
    title: html`Change ${name(value.name)}`,
    text: value.firing
      ? html`<p>It fires in ${plural(value.firing, 'place')} now.
        Where the new condition does not hold, it is resolved.</p>`
      : nothing,
    fields: fieldsOf(value, false),
    action: 'Save',
    isWide: true,
    run: async (form) => {
      const saved = await api.put(path`alerts/${value.name}`, requestOf(form), {headers: {'If-Match': tag}});
      toast(`${value.name} is changed.`);
      return saved;
    }
  });
}

export function deleteAlert(alert) {
  return ask({
    title: html`Delete ${name(alert.name)}?`,
    text: html`<p>It watches nothing any more. ${alert.firing
      ? html`It fires in ${plural(alert.firing, 'place')}: that will be resolved.` : nothing}</p>`,
    typed: alert.name,
    action: 'Delete',
    isDangerous: true,
    run: async () => {
      await api.remove(path`alerts/${alert.name}`);
      toast(`${alert.name} is deleted.`);
    }
  });
}

/** The fields, of which those show that the condition needs. */
function fieldsOf(alert, isNew) {
  let shown = CONDITIONS.find(({field}) => alert[field] !== undefined && alert[field] !== null) ?? CONDITIONS[0];
  return (update) => html`
    ${isNew ? html`<label class="field">Name <input name="name" required autofocus autocomplete="off"
      spellcheck="false"></label>` : nothing}
    <label class="field">Fires if
      <select name="condition" @change=${(event) => {
        shown = CONDITIONS.find(({field}) => field === event.target.value);
        update();
      }}>${CONDITIONS.map(({field, label}) => html`<option value=${field}
        ?selected=${field === shown.field}>${label} …</option>`)}</select></label>
    <div class="fields">
      <label class="field">${shown.label}
        <input name="value" required autocomplete="off" inputmode=${shown.isNumber ? 'numeric' : 'text'}
          placeholder=${shown.example} .value=${String(alert[shown.field] ?? '')}></label>
      ${shown.field === 'moreDeadLettersThan' ? html`<label class="field">Within
        <input name="window" autocomplete="off" placeholder="PT5M" .value=${alert.window ?? ''}></label>` : nothing}
    </div>
    ${shown.field === 'diskAbove' ? nothing : html`<div class="fields">
      <label class="field">Destinations <input name="destinations" ?required=${shown.field !== 'moreDeadLettersThan'}
        autocomplete="off" spellcheck="false" placeholder="orders.#" .value=${alert.destinations ?? ''}>
        <small>a name or a pattern: * is any one word between dots, # any number of words</small></label>
      <label class="field">Subscription <input name="subscription" autocomplete="off" spellcheck="false"
        placeholder="all" .value=${alert.subscription ?? ''}></label></div>`}`;
}

function requestOf(form) {
  const text = (field) => form.get(field)?.trim() || undefined;
  const condition = CONDITIONS.find(({field}) => field === form.get('condition'));
  const value = text('value');
  return {
    destinations: text('destinations'),
    subscription: text('subscription'),
    window: text('window'),
    [condition.field]: condition.isNumber && /^\d+$/.test(value) ? Number(value) : value
  };
}
