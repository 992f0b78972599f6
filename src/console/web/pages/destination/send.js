import {ConsoleElement, html, nothing} from '../../core/element.js';
import {api, path, Problem} from '../../core/api.js';
import {name} from '../../core/format.js';
import {messageLink} from '../../parts/messages.js';
import {problemView} from '../../parts/problem.js';

/** So many receipts are shown. */
const MOST_RECEIPTS = 10;

const TYPES = ['application/json', 'text/plain', 'application/xml', 'application/octet-stream'];

/** Sends a message, as an application would. */
class Send extends ConsoleElement {
  static properties = {destination: {attribute: false}, problem: {state: true}, isSending: {state: true},
    receipts: {state: true}};

  constructor() {
    super();
    this.receipts = [];
  }

  render() {
    return html`
      <form class="card form" @submit=${this.#send}>
        <div class="fields">
          <label class="field">Key <input name="key" autocomplete="off" spellcheck="false"></label>
          <label class="field">Content type <input name="type" list="content-types" value="application/json"
            autocomplete="off"></label>
          <datalist id="content-types">${TYPES.map((type) => html`<option value=${type}></option>`)}</datalist>
          ${this.destination.kind === 'EXCHANGE' ? html`<label class="field">Routing key <input name="routing-key"
            autocomplete="off" spellcheck="false"></label>` : nothing}
        </div>
        <label class="field">Body <textarea name="body" rows="8" spellcheck="false"></textarea></label>
        <label class="field">Headers, one a line <textarea class="low" name="headers" rows="2" spellcheck="false"
          placeholder="tenant: north"></textarea></label>
        <details><summary>More</summary>
          <div class="fields">
            <label class="field">Id <input name="id" autocomplete="off"
              spellcheck="false"><small>A second message of this id is not written.</small></label>
            <label class="field">Delay <input name="delay" placeholder="PT30S" autocomplete="off"
              spellcheck="false"></label>
            <label class="field">Time to live <input name="time-to-live" placeholder="P1D" autocomplete="off"
              spellcheck="false"></label>
            <label class="field">Priority <input name="priority" type="number" min="0" max="9" placeholder="4"></label>
            <label class="field">Body from a file <input name="file" type="file"></label>
          </div>
        </details>
        ${this.problem ? problemView(this.problem) : nothing}
        <div class="buttons"><button class="primary" ?disabled=${this.isSending}>${this.isSending ? 'Sending …'
          : 'Send'}</button></div>
      </form>
      ${this.receipts.length ? html`<section class="card" aria-live="polite"><h2>Sent</h2><ul
        class="list">${this.receipts.map((receipt) => html`<li>${this.#receipt(receipt)}</li>`)}</ul></section>`
          : nothing}`;
  }

  #receipt(receipt) {
    if (receipt.discarded) {
      return html`<span>It matched no binding and was discarded.</span>`;
    }
    return html`<span><a href=${messageLink(receipt.destination,
      receipt)}>${name(receipt.messageId)}</a> in ${name(receipt.destination)}${receipt.duplicate
        ? html` <span class="state warn">duplicate: not written again</span>` : nothing}</span>
      <span class="end mono">${receipt.partition}:${receipt.offset}</span>`;
  }

  async #send(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.isSending = true;
    this.problem = null;
    try {
      const file = form.get('file');
      const body = file?.size ? file : form.get('body');
      const query = Object.fromEntries(['key', 'id', 'delay', 'time-to-live', 'priority',
        'routing-key'].map((each) => [each, form.get(each)]));
      const headers = {'Content-Type': form.get('type') || 'application/octet-stream',
        ...headersOf(form.get('headers'))};
      const receipt = await api.post(path`destinations/${this.destination.name}/messages`, body, {query, headers});
      this.receipts = [receipt, ...this.receipts].slice(0, MOST_RECEIPTS);
      this.dispatchEvent(new Event('changed'));
    } catch (failure) {
      this.problem = failure instanceof Problem ? failure : new Problem({title: 'Not sent', detail: failure.message});
    } finally {
      this.isSending = false;
    }
  }
}

/** Headers of the message from lines such as `tenant: north`; as a request has them, byte by byte in UTF-8. */
function headersOf(text) {
  const headers = {};
  for (const line of text.split('\n').filter((each) => each.trim())) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw new Error(`'${line.trim()}' is no header: write a name, a colon and a value.`);
    }
    const bytes = new TextEncoder().encode(line.slice(colon + 1).trim());
    headers[`Penstock-Header-${line.slice(0, colon).trim()}`] = String.fromCharCode(...bytes);
  }
  return headers;
}

customElements.define('destination-send', Send);
