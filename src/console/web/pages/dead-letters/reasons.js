import {html} from 'lit';
import {visible} from '../../core/format.js';

const REASONS = {
  RETRIES_EXHAUSTED: ['Retries exhausted', 'Each run failed, and there were as many as the policy allows.'],
  ABORTED: ['Aborted', 'A run failed in a way that the policy does not retry.'],
  REJECTED: ['Rejected', 'The consumer refused it.'],
  MAX_DELIVERIES: ['Max. deliveries',
    'It was handed out as often as the policy allows, and never settled: leases expired, or consumers crashed.'],
  EXPIRED: ['Expired', 'Its time to live was over before it was processed.'],
  UNREADABLE: ['Unreadable', 'Its body could not be turned into what the handler takes.'],
  TOO_OLD: ['Too old', 'Its retries would have gone on for longer than the policy allows.']
};

/** Why a message died, in words; with the meaning as a hint. */
export function reasonText(reason) {
  if (!reason) {
    return html`<span class="faint" title="It did not die: somebody sent it to this queue.">Sent here</span>`;
  }
  const [text, meaning] = REASONS[reason] ?? [visible(reason), ''];
  return html`<span title=${meaning}>${text}</span>`;
}

export function reasonMeaning(reason) {
  return REASONS[reason]?.[1] ?? '';
}
