import {html} from 'lit';
import {allKeys} from '../core/keys.js';
import {ask} from './dialog.js';

const IN_TABLES = [['↑ ↓', 'Go through the rows of a table'], ['Enter', 'Open the row'],
  ['Esc', 'Close, or leave a field']];

export function showKeys() {
  const rows = [...allKeys().map(({keys, meaning}) => [keys, meaning]), ...IN_TABLES];
  return ask({
    title: 'Keys',
    text: html`<dl class="keys">${rows.map(([keys, meaning]) => html`
      <div><dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd>`)}</dt><dd>${meaning}</dd></div>`)}</dl>`,
    action: 'Close',
    isNotice: true,
    run: () => undefined
  });
}
