import {html} from 'lit';
import {api, path} from '../../core/api.js';
import {name, plural} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';
import {toast} from '../../parts/toast.js';

const at = (destination, subscription) => path`destinations/${destination}/subscriptions/${subscription}`;

export function newSubscription(destination) {
  return ask({
    title: html`New subscription of ${name(destination)}`,
    fields: html`
      <label class="field">Name <input name="name" required autofocus autocomplete="off" spellcheck="false"></label>
      <label class="field">Begins with
        <select name="start">
          <option value="latest">what is sent from now on</option>
          <option value="earliest">the oldest message that is held</option>
        </select></label>
      <label class="field">Order
        <select name="ordering">
          <option value="NONE">None: as many consumers as like share the messages</option>
          <option value="KEY">Key: messages of a key one after the other</option>
          <option value="PARTITION">Partition: each partition has one consumer</option>
        </select></label>
      <label class="field">Filter, if not all messages are wanted <input name="filter" autocomplete="off" spellcheck="false" placeholder="amount > 10"></label>`,
    action: 'Subscribe',
    run: (form) => api.put(at(destination, form.get('name')), {
      start: form.get('start'), ordering: form.get('ordering'), filter: form.get('filter') || undefined
    }, {headers: {'If-None-Match': '*'}})
  });
}

export function pauseSubscription(destination, row) {
  return ask({
    title: html`Pause ${name(row.name)}?`,
    text: html`<p>${plural(row.consumers, 'consumer')} will be handed nothing more until it is resumed, also after a restart.
      ${plural(row.waiting, 'message')} will wait, and what comes in meanwhile.</p>`,
    action: 'Pause',
    run: async () => {
      const done = await api.post(`${at(destination, row.name)}/pause`);
      toast(`${row.name} is paused.`);
      return done;
    }
  });
}

export function resumeSubscription(destination, row) {
  return ask({
    title: html`Resume ${name(row.name)}?`,
    text: html`<p>${plural(row.waiting, 'message')} that wait will be handed to ${plural(row.consumers, 'consumer')}.</p>`,
    action: 'Resume',
    run: async () => {
      const done = await api.post(`${at(destination, row.name)}/resume`);
      toast(`${row.name} goes on.`);
      return done;
    }
  });
}

/** Puts a subscription to another place: what lies before counts as settled, what lies behind is delivered again. */
export function seekSubscription(destination, row) {
  return ask({
    title: html`Put ${name(row.name)} to another place`,
    text: html`<p>In all partitions at once: what lies before the place counts as settled and is not delivered any more; what
      lies behind it is delivered, again if it was before. ${plural(row.waiting, 'message')} wait now.</p>`,
    fields: html`
      <label class="field">Place
        <select name="place">
          <option value="latest">The end: skip all that waits</option>
          <option value="earliest">The oldest message that is held</option>
          <option value="time">A time</option>
          <option value="offset">An offset in each partition</option>
        </select></label>
      <label class="field">Time, in your own zone <input name="time" type="datetime-local" step="1"></label>
      <label class="field">Offset <input name="offset" type="number" min="0"></label>`,
    typed: row.name,
    action: 'Seek',
    isDangerous: true,
    run: (form) => api.post(`${at(destination, row.name)}/seek`, {position: position(form)}),
    result: (now) => html`<p>Done: ${plural(now.waiting, 'message')} wait now.</p>`
  });
}

function position(form) {
  switch (form.get('place')) {
    case 'time': {
      const instant = new Date(form.get('time'));
      if (Number.isNaN(instant.getTime())) {
        throw new Error('Say which time.');
      }
      return instant.toISOString();
    }
    case 'offset':
      if (!/^\d+$/.test(form.get('offset'))) {
        throw new Error('Say which offset: a number from 0 on.');
      }
      return `offset:${form.get('offset')}`;
    default:
      return form.get('place');
  }
}
