import {html} from 'lit';
import {api, path} from '../../core/api.js';
import {name, time} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';
import {toast} from '../../parts/toast.js';

const at = (schedule) => path`schedules/${schedule.name}`;

export function pauseSchedule(schedule) {
  return ask({
    title: html`Pause ${name(schedule.name)}?`,
    text: html`<p>It will not fire until it is resumed, and makes up for nothing then.${schedule.next
      ? html` It would fire next at ${time(schedule.next)}.` : ''}</p>`,
    action: 'Pause',
    run: async () => told(await api.post(`${at(schedule)}/pause`), 'is paused')
  });
}

export function resumeSchedule(schedule) {
  return ask({
    title: html`Resume ${name(schedule.name)}?`,
    text: html`<p>Its times are counted from now on: what was left out meanwhile is not made up for.</p>`,
    action: 'Resume',
    run: async () => told(await api.post(`${at(schedule)}/resume`), 'goes on')
  });
}

/** Sends its message at once, beside its times. */
export function fireSchedule(schedule) {
  return ask({
    title: html`Fire ${name(schedule.name)} now?`,
    text: html`<p>Its message will be sent to ${name(schedule.destination)} once, at once.
      Its next time stays as it is.</p>`,
    action: 'Fire',
    run: () => api.post(`${at(schedule)}/fire`),
    result: () => html`<p>It has been sent to ${name(schedule.destination)}.</p>`
  });
}

export function deleteSchedule(schedule, tag) {
  return ask({
    title: html`Delete ${name(schedule.name)}?`,
    text: html`<p>It will fire no more. What it has sent stays in ${name(schedule.destination)}.</p>`,
    typed: schedule.name,
    action: 'Delete',
    isDangerous: true,
    run: async () => {
      await api.remove(at(schedule), {headers: {'If-Match': tag}});
      toast(`${schedule.name} is deleted.`);
    }
  });
}

function told(schedule, what) {
  toast(`${schedule.name} ${what}.`);
  return schedule;
}
