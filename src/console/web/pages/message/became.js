import {html, nothing} from 'lit';
import {name, plural, time, times} from '../../core/format.js';

const STATES = {
  WAITING: ['Waiting', '', 'It may be handed out, or waits for those in front of it.'],
  SCHEDULED: ['Scheduled', 'warn', 'It waits for its time: its sender delayed it, or it is to be retried.'],
  ACQUIRED: ['With a consumer', 'warn', 'A consumer has it at the moment.'],
  PREPARED: ['In a transaction', 'warn', 'A prepared transaction has it, and settles it or gives it back.'],
  PARKED: ['Parked', 'bad', 'It is handed to nobody until the subscription is resumed.'],
  SETTLED: ['Settled', 'good',
    'The subscription is done with it: accepted, discarded, or a dead letter by now. Which of these is not kept.'],
  NOT_MEANT: ['Not meant for it', '',
    'The filter does not match it, or it was put back for another subscription alone.']
};

/** What has become of a message in each subscription, as far as the broker knows. */
export function becameView(destination, subscriptions) {
  return html`<section class="card"><h2>What became of it</h2>
    ${subscriptions?.length ? html`<ul class="history">${subscriptions.map((each) => one(each))}</ul>`
      : html`<p class="faint">Nobody has subscribed to ${name(destination)}, so nobody was to get it.</p>`}</section>`;
}

function one({name: subscription, state, attempts, deliveries, consumer, dueAt}) {
  const [text, tone, meaning] = STATES[state] ?? [state, '', ''];
  return html`<li><span>${name(subscription)} <span class="state ${tone}" title=${meaning}>${text}</span>
      <small class="faint">${meaning}${deliveries ? html` Handed out ${times(deliveries)}, 
        ${plural(attempts, 'run')} failed.` : nothing}
        ${consumer ? html` ${name(consumer)} has it.` : nothing}</small></span>
    ${dueAt ? html`<span class="end">due ${time(dueAt)}</span>` : nothing}</li>`;
}
