import {html} from 'lit';
import './table.js';

/** So many bytes stand in a line. */
const LINE = 16;

const hex = (number, digits) => number.toString(16).padStart(digits, '0');

const COLUMNS = [
  {id: 'at', label: 'Offset', width: '7rem', render: (line) => html`<span class="mono faint">${hex(line.at, 8)}</span>`},
  {id: 'bytes', label: 'Bytes', width: '28rem', render: (line) => html`<span class="mono bytes">${line.hex}</span>`},
  {id: 'text', label: 'ASCII', width: '11rem', render: (line) => html`<span class="mono bytes">${line.text}</span>`}
];

/** Bytes in lines of sixteen, of which only those in view are made. */
export class HexLines {
  columns = COLUMNS;

  constructor(bytes) {
    this.bytes = bytes;
    this.fetch = async (offset, limit) => {
      const total = Math.ceil(bytes.length / LINE);
      const rows = [];
      for (let i = offset; i < Math.min(total, offset + limit); i++) {
        rows.push(this.#line(i * LINE));
      }
      return {total, rows};
    };
  }

  #line(at) {
    const part = [...this.bytes.subarray(at, at + LINE)];
    const codes = part.map((byte) => hex(byte, 2));
    return {
      at,
      hex: `${codes.slice(0, LINE / 2).join(' ')}  ${codes.slice(LINE / 2).join(' ')}`,
      text: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('')
    };
  }

  view() {
    return html`<pen-table class="inner short hex" label="Bytes" .columns=${this.columns} .fetch=${this.fetch} .rowKey=${(line) => line.at}></pen-table>`;
  }
}
