import {svg, html} from 'lit';

const WIDTH = 96;
const HEIGHT = 22;

/** A small line of numbers, without axes; null where nothing is known. */
export function spark(values, label) {
  if (!values?.some((value) => value !== null)) {
    return html`<span class="faint">–</span>`;
  }
  const most = Math.max(...values.map((value) => value ?? 0));
  const step = WIDTH / Math.max(1, values.length - 1);
  const height = (value) => HEIGHT - 2 - (most === 0 ? 0 : (value / most) * (HEIGHT - 4));
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" width=${WIDTH} height=${HEIGHT} role="img"
    aria-label=${label}>
    ${svg`<path class="fill" d=${area(values, step, height)}></path><path class="line"
      d=${line(values, (i) => i * step, height)}></path>`}
  </svg>`;
}

function area(values, step, height) {
  return `${line(values.map((value) => value ?? 0), (i) => i * step, height)}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`;
}

/** The path through all values, broken where one is null. */
export function line(values, across, up) {
  let path = '';
  let isDrawing = false;
  values.forEach((value, i) => {
    if (value === null || value === undefined) {
      isDrawing = false;
      return;
    }
    path += `${isDrawing ? 'L' : 'M'}${across(i).toFixed(1)} ${up(value).toFixed(1)}`;
    isDrawing = true;
  });
  return path;
}
