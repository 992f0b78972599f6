import {html, nothing} from 'lit';
import {api, path} from '../../core/api.js';
import {count, name, plural} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';

/** Throws away what a subscription has not settled; answers the operation, or undefined. */
export function purgeSubscription(destination, row) {
  return ask({
    title: html`Purge ${name(row.name)}?`,
    text: html`
      <p>${plural(Math.max(0, row.waiting - row.acquired),
        'message')} that this subscription has not settled will be thrown away for good.
        ${row.acquired ? html`${plural(row.acquired, 'message')} that consumers have at the moment will stay.`
          : nothing}</p>
      <p>More may have come until it is done: they go too. ${destination.kind === 'TOPIC'
        ? 'Other subscriptions keep theirs.' : nothing}</p>`,
    typed: row.name,
    action: 'Purge',
    isDangerous: true,
    run: () => api.post(path`destinations/${destination.name}/subscriptions/${row.name}/purge`),
    result: (operation) => html`<p>${plural(operation.messages, 'message')} thrown away${operation.left
      ? html`, ${count(operation.left)} could not be` : nothing}. It is recorded as operation ${operation.id}.</p>`
  });
}
