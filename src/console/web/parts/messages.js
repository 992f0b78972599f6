import {html} from 'lit';
import {bytes, count, name, time, visible} from '../core/format.js';
import {link} from '../core/router.js';

/** So much of a body stands in a row of a table. */
const PREVIEW = 160;

/** The columns of a table of messages. */
export const messageColumns = [
  {id: 'place', label: 'Place', width: '7.5rem', title: 'Partition and offset',
    render: (message) => html`<span class="mono">${message.partition}:${message.offset}</span>`},
  {id: 'time', label: 'Sent', width: '10.5rem', render: (message) => time(message.timestamp)},
  {id: 'key', label: 'Key', width: '10rem', render: keyOf},
  {id: 'size', label: 'Size', width: '6.5rem', align: 'end', render: (message) => bytes(message.bodyBytes)},
  {id: 'body', label: 'Body', render: preview}
];

export const messageKey = (message) => `${message.partition}:${message.offset}`;

/** Where a message is shown in whole. */
export function messageLink(destination, {partition, offset}) {
  return link(['destinations', destination, 'messages', String(partition), String(offset)]);
}

function keyOf(message) {
  if (message.key !== undefined && message.key !== null) {
    return message.key === '' ? html`<span class="faint">empty</span>` : name(message.key);
  }
  return message.keyBase64 ? html`<span class="mono" title="Base64">${message.keyBase64}</span>` : '–';
}

function preview(message) {
  if (message.tombstone) {
    return html`<span class="faint">tombstone: no body</span>`;
  }
  if (message.body === undefined || message.body === null) {
    return html`<span class="faint">${count(message.bodyBytes)} bytes that are no text</span>`;
  }
  const start = message.body.slice(0, PREVIEW);
  return html`<bdi class="mono">${visible(start.replace(/\s+/g, ' '))}${message.body.length > PREVIEW ? '…'
    : ''}</bdi>`;
}
