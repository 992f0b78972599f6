import {html, nothing} from 'lit';
import {api, path, Problem} from '../../core/api.js';
import {name} from '../../core/format.js';
import {headersOf} from '../../core/headers.js';
import {ask} from '../../parts/dialog.js';
import {toast} from '../../parts/toast.js';

const MISFIRES = [
  ['FIRE_ONCE', 'Fire once for all that was missed'],
  ['SKIP', 'Skip what was missed for more than a minute'],
  ['FIRE_ALL', 'Fire for each that was missed']
];

/** Makes a schedule; answers it, or undefined. */
export function newSchedule() {
  return ask({
    title: 'New schedule',
    fields: fieldsOf({zone: Intl.DateTimeFormat().resolvedOptions().timeZone, misfire: 'FIRE_ONCE'}, true),
    action: 'Create',
    isWide: true,
    run: (form) => api.put(path`schedules/${form.get('name')}`, requestOf(form), {headers: {'If-None-Match': '*'}})
  });
}

/** Changes a schedule, unless somebody else has changed it since it was read; answers it, or undefined. */
export function editSchedule(schedule, tag) {
  return ask({
    title: html`Change ${name(schedule.name)}`,
    text: html`<p>It keeps what it has fired, and fires by the new times from now on.</p>`,
    fields: fieldsOf(schedule, false),
    action: 'Save',
    isWide: true,
    run: async (form) => {
      const saved = await api.put(path`schedules/${schedule.name}`, requestOf(form, schedule),
        {headers: {'If-Match': tag}});
      toast(`${schedule.name} is changed.`);
      return saved;
    }
  });
}

function fieldsOf(schedule, isNew) {
  return html`
    ${isNew ? html`<label class="field">Name <input name="name" required autofocus autocomplete="off"
      spellcheck="false"></label>` : nothing}
    <label class="field">Sends to <input name="destination" required autocomplete="off" spellcheck="false"
      .value=${schedule.destination ?? ''}></label>
    <div class="fields">
      <label class="field">Cron expression <input name="cron" autocomplete="off" spellcheck="false"
        placeholder="30 2 * * *" .value=${schedule.cron ?? ''}>
        <small>minute, hour, day, month, day of the week; with seconds in front if there are six</small></label>
      <label class="field">Time zone of it <input name="zone" autocomplete="off" spellcheck="false" placeholder="UTC"
        .value=${schedule.zone ?? ''}></label>
      <label class="field">Or an interval <input name="interval" autocomplete="off" spellcheck="false"
        placeholder="PT5M" .value=${schedule.interval ?? ''}>
        <small>such as PT30S, PT5M or PT24H</small></label>
    </div>
    <div class="fields">
      <label class="field">Key <input name="key" autocomplete="off" spellcheck="false" .value=${schedule.key ?? ''}
        placeholder=${schedule.keyBase64 ? 'not text: it stays' : 'none'}></label>
      <label class="field">When times were missed
        <select name="misfire">${MISFIRES.map(([id, text]) => html`<option value=${id}
          ?selected=${id === schedule.misfire}>${text}</option>`)}</select></label>
    </div>
    <label class="field">Headers, one in each line
      <textarea name="headers" class="low" spellcheck="false" placeholder="tenant: north"
        .value=${linesOf(schedule.headers)}></textarea></label>
    <label class="field">Body
      <textarea name="body" spellcheck="false" .value=${schedule.body ?? ''}
        placeholder=${schedule.bodyBase64 ? 'not text: it stays if this is left empty' : ''}></textarea></label>
    <details ?open=${Boolean(schedule.start || schedule.end)}><summary>Start and end</summary><div class="fields">
      <label class="field">Not before <input name="start" autocomplete="off" placeholder="2030-01-31T06:00:00Z"
        .value=${schedule.start ?? ''}></label>
      <label class="field">Not after <input name="end" autocomplete="off" placeholder="2030-12-31T06:00:00Z"
        .value=${schedule.end ?? ''}></label></div></details>`;
}

function linesOf(headers) {
  return Object.entries(headers ?? {}).map(([header, value]) => `${header}: ${value}`).join('\n');
}

/** What PUT replaces; key and body that are no text stay as they were, if nothing is written in their place. */
function requestOf(form, before = {}) {
  const text = (field) => form.get(field).trim() || undefined;
  if (Boolean(text('cron')) === Boolean(text('interval'))) {
    throw new Problem({title: 'Not valid', detail: 'Give either a cron expression or an interval.'});
  }
  const body = form.get('body').replaceAll('\r\n', '\n');
  return {
    destination: text('destination'),
    cron: text('cron'),
    zone: text('cron') ? text('zone') : undefined,
    interval: text('interval'),
    misfire: form.get('misfire'),
    start: text('start'),
    end: text('end'),
    key: form.get('key') || undefined,
    keyBase64: form.get('key') ? undefined : before.keyBase64,
    body: body || !before.bodyBase64 ? body : undefined,
    bodyBase64: body ? undefined : before.bodyBase64,
    headers: headersOf(form.get('headers'))
  };
}
