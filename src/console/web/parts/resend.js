import {html, nothing} from 'lit';
import {api, path, Problem} from '../core/api.js';
import {bytes, name} from '../core/format.js';
import {messageLink} from './messages.js';
import {ask} from './dialog.js';

/** Headers that the broker sets itself, and refuses from senders. */
const OWN = /^penstock-/i;

/** Bytes in base64, which a batch carries. */
const asText = (all) => {
  let text = '';
  for (let i = 0; i < all.length; i += 8192) {
    text += String.fromCharCode(...all.subarray(i, i + 8192));
  }
  return btoa(text);
};

/**
 * Has the reader change a message, and sends it as a copy with an id of its own; what it was made of stays. `at` is where
 * its whole body is asked for, `to` where the copy goes unless the reader says otherwise.
 */
export async function resendCopy(message, {at, to}) {
  const {text, base64} = await wholeBody(message, at);
  const headers = Object.entries(message.headers ?? {}).filter(([header]) => !OWN.test(header) && header !== 'content-type');
  const texts = headers.filter(([, value]) => typeof value === 'string');
  const type = message.headers?.['content-type'];
  return ask({
    title: 'Edit and resend as a copy',
    isWide: true,
    text: html`<p>The copy gets an id of its own, and goes to everybody who reads that destination. It is delivered at once, and
      does not expire. This message stays where it is.
      ${headers.length > texts.length ? html`Headers that are no text are left out.` : nothing}</p>`,
    fields: html`
      <div class="fields">
        <label class="field">Destination <input name="to" required autocomplete="off" spellcheck="false" .value=${to}></label>
        <label class="field">Key <input name="key" autocomplete="off" spellcheck="false" .value=${message.key ?? ''}
          placeholder=${message.keyBase64 ? 'bytes, as they were' : ''}></label>
        <label class="field">Content type <input name="type" autocomplete="off" spellcheck="false" .value=${typeof type === 'string' ? type : ''}></label>
      </div>
      ${text === null
        ? html`<p class="faint">The body is no text: its ${bytes(message.bodyBytes)} are sent as they are.</p>`
        : html`<label class="field">Body <textarea name="body" rows="12" spellcheck="false" autofocus .value=${text}></textarea></label>`}
      <label class="field">Headers, one a line
        <textarea class="low" name="headers" rows="3" spellcheck="false" .value=${texts.map(([header, value]) => `${header}: ${value.replace(/\n/g, '\\n')}`).join('\n')}></textarea></label>`,
    action: 'Send the copy',
    run: async (form) => {
      const item = {
        headers: headersOf(form.get('headers')),
        contentType: form.get('type') || undefined,
        priority: message.priority,
        routingKey: message.routingKey,
        ...keyOf(form.get('key'), message),
        ...(message.tombstone && !form.get('body') ? {tombstone: true} : text === null ? {bodyBase64: base64} : {body: unchanged(form.get('body'), text)})
      };
      const {items: [{sent, problem}]} = await api.post(path`destinations/${form.get('to')}/messages:batch`, [item]);
      if (problem) {
        throw new Problem(problem);
      }
      return sent;
    },
    result: (sent) => (sent.discarded
      ? html`<p>No binding of the exchange matched the copy, so it was discarded.</p>`
      : html`<p>Sent as <a href=${messageLink(sent.destination, sent)}>${name(sent.messageId)}</a> to ${name(sent.destination)}, place ${sent.partition}:${sent.offset}.</p>`)
  });
}

function keyOf(key, message) {
  if (key) {
    return {key};
  }
  return message.keyBase64 ? {keyBase64: message.keyBase64} : message.key === '' ? {key: ''} : {};
}

/** A form writes line breaks as CR LF; a body that nobody has changed keeps its own. */
function unchanged(written, text) {
  const plain = written.replace(/\r\n/g, '\n');
  return plain === text.replace(/\r\n?/g, '\n') ? text : plain;
}

async function wholeBody(message, at) {
  if (!message.isCut) {
    return {text: message.bodyBase64 === undefined ? message.body ?? '' : null, base64: message.bodyBase64};
  }
  const response = await api.open(at, {query: {body: 'whole'}});
  const all = new Uint8Array(await response.arrayBuffer());
  try {
    return {text: new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(all)};
  } catch {
    return {text: null, base64: asText(all)};
  }
}

function headersOf(text) {
  const headers = {};
  for (const line of text.split(/\r?\n/).filter((each) => each.trim())) {
    const colon = line.indexOf(':', 1);
    if (colon < 1) {
      throw new Error(`'${line.trim()}' is no header: write a name, a colon and a value.`);
    }
    headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim().replace(/\\n/g, '\n');
  }
  return headers;
}
