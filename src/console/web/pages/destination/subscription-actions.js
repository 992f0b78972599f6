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
      <label class="field">Filter, if not all messages are wanted <input name="filter" autocomplete="off"
        spellcheck="false" placeholder="amount > 10"></label>`,
    action: 'Subscribe',
    run: (form) => api.put(at(destination, form.get('name')), {
      start: form.get('start'), ordering: form.get('ordering'), filter: form.get('filter') || undefined
    }, {headers: {'If-None-Match': '*'}})
  });
}

export function pauseSubscription(destination, row) {
  return ask({
    title: html`Pause ${name(row.name)}?`,
    text: html`<p>${plural(row.consumers,
      'consumer')} will be handed nothing more until it is resumed, also after a restart.
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
    text: html`<p>${plural(row.waiting, 'message')} that wait will be handed to ${plural(row.consumers,
      'consumer')}.</p>`,
    action: 'Resume',
    run: async () => {
      const done = await api.post(`${at(destination, row.name)}/resume`);
      toast(`${row.name} goes on.`);
      return done;
    }
  });
}
