import {html, nothing} from 'lit';
import {duration, visible} from '../../core/format.js';

const STATUSES = {ACTIVE: ['active', 'good'], PAUSED: ['paused', 'warn'], ENDED: ['ended', ''],
  BEHIND: ['behind', 'warn'], PROBLEM: ['problem', 'bad']};

/** What the statuses mean that are no plain words. */
const MEANINGS = {
  BEHIND: 'The clock of the server was set back: it waits until its next time comes, or until it is resumed.',
  ENDED: 'It has fired for the last time.'
};

export function statusOf(schedule) {
  const [text, kind] = STATUSES[schedule.status] ?? [visible(schedule.status).toLowerCase(), ''];
  return html`<span class="state ${kind}"
    title=${schedule.problem ? visible(schedule.problem) : MEANINGS[schedule.status] ?? nothing}>${text}</span>`;
}

/** `30 2 * * * Europe/Berlin`, or `every 30s`. */
export function whenOf(schedule) {
  return schedule.cron
    ? html`<code>${visible(schedule.cron)}</code> <span class="faint">${visible(schedule.zone ?? '')}</span>`
    : html`every ${duration(schedule.interval)}`;
}
