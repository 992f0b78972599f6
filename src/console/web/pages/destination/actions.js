import {html, nothing} from 'lit';
import {api, path} from '../../core/api.js';
import {count, name, plural} from '../../core/format.js';
import {ask} from '../../parts/dialog.js';

/** Has the messages of a queue thrown away; answers the operation, or undefined. */
export function purgeDestination(destination) {
  const held = destination.subscriptions.reduce((sum, each) => sum + each.acquired, 0);
  return ask({
    title: html`Purge ${name(destination.name)}?`,
    text: html`
      <p>${plural(Math.max(0, destination.depth - held), 'message')} will be thrown away for good.
        ${held ? html`${plural(held, 'message')} that consumers have at the moment will stay.` : nothing}</p>
      <p>More may have come until it is done: they go too.</p>`,
    typed: destination.name,
    action: 'Purge',
    isDangerous: true,
    run: () => api.post(path`destinations/${destination.name}/purge`, undefined,
      {headers: {'If-Match': destination.tag}}),
    result: (operation) => html`<p>${plural(operation.messages, 'message')} thrown away${operation.left
      ? html`, ${count(operation.left)} could not be` : nothing}. It is recorded as operation ${operation.id}.</p>`
  });
}

/** Has a destination deleted with all that is in it; answers the operation, or undefined. */
export function deleteDestination(destination) {
  const consumers = destination.subscriptions.reduce((sum, each) => sum + each.consumers, 0);
  return ask({
    title: html`Delete ${name(destination.name)}?`,
    text: html`
      <p>This ${destination.kind.toLowerCase()} will be gone for good, with ${plural(destination.messages,
        'message')} and
        ${plural(destination.subscriptions.length, 'subscription')}.</p>
      ${consumers ? html`<p class="bad">${plural(consumers, 'consumer')} ${consumers === 1 ? 'is'
        : 'are'} joined and will be cut off.</p>` : nothing}`,
    fields: consumers
      ? html`<label class="check"><input type="checkbox" name="force"
        required> Delete it although it has consumers</label>` : nothing,
    typed: destination.name,
    action: 'Delete',
    isDangerous: true,
    run: (form) => api.remove(path`destinations/${destination.name}`,
      {query: {force: form.get('force') ? 'true' : ''}, headers: {'If-Match': destination.tag}}),
    result: (operation) => html`<p>Deleted. It is recorded as operation ${operation.id}.</p>`
  });
}
