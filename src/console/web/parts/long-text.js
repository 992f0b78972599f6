import {html} from 'lit';
import {visible} from '../core/format.js';

/** A piece has so many characters at most: the browser lays out only those that are in view. */
const PIECE = 8192;

/** Ends at the last line break of a piece, if there is one in its second half. */
function pieces(text) {
  const all = [];
  let from = 0;
  while (from < text.length) {
    let to = Math.min(text.length, from + PIECE);
    if (to < text.length) {
      const breakAt = text.lastIndexOf('\n', to - 1) + 1;
      to = breakAt > from + PIECE / 2 ? breakAt : withoutHalf(text, to);
    }
    all.push(text.slice(from, to));
    from = to;
  }
  return all;
}

/** A character of two halves stays whole. */
function withoutHalf(text, to) {
  const code = text.charCodeAt(to - 1);
  return code >= 0xd800 && code < 0xdc00 ? to - 1 : to;
}

const known = new WeakMap();

/** Somebody's text of any length, each line with the direction of what is in it. `owner` keeps its pieces. */
export function longText(text, owner) {
  if (known.get(owner)?.text !== text) {
    const shown = (piece) => visible(piece.replace(/\r\n/g, '\n').replace(/\n$/, ''));
    known.set(owner, {text, pieces: pieces(text).map(shown)});
  }
  return html`<div class="long" tabindex="0" role="region" aria-label="Text">
    ${known.get(owner).pieces.map((piece) => html`<pre dir="auto">${piece}</pre>`)}</div>`;
}
