import {html, nothing} from 'lit';
import {age, count, name, time, visible} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';

export const KINDS = {REDRIVE: 'Redrive', DISCARD: 'Discard', PURGE: 'Purge', DELETE: 'Delete'};

/** Whether it was asked for with a delay that has not passed. */
export function isAhead(operation) {
  return !operation.finishedAt && new Date(operation.beginsAt) > new Date();
}

/** What is recorded of an operation, in whole. */
export function showOperation(operation) {
  const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return ask({
    title: html`${KINDS[operation.kind] ?? visible(operation.kind)} of ${name(operation.destination)}`,
    text: html`<dl class="facts">
      ${fact('Operation', count(operation.id))}
      ${fact('By', name(operation.actor))}
      ${operation.subscription ? fact('Subscription', name(operation.subscription)) : nothing}
      ${fact('Which messages', html`<bdi>${visible(operation.selection)}</bdi>`)}
      ${fact('Done', count(operation.messages))}
      ${fact('Could not be done', count(operation.left))}
      ${fact(operation.beginsAt ? 'Asked for' : 'Began', time(operation.startedAt))}
      ${operation.beginsAt ? fact('Was to begin', time(operation.beginsAt)) : nothing}
      ${fact('Ended', operation.finishedAt ? time(operation.finishedAt) : 'it goes on')}
      ${operation.finishedAt ? fact('Took', age(new Date(operation.finishedAt) - new Date(operation.startedAt)))
        : nothing}
      ${fact('Why', operation.reason ? html`<bdi>${visible(operation.reason)}</bdi>` : 'nobody said')}</dl>`,
    action: 'Close',
    isNotice: true,
    run: () => undefined
  });
}
