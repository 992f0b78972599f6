import {Problem} from './api.js';

/** Headers that somebody has written as lines, `name: value`. */
export function headersOf(lines) {
  const headers = {};
  for (const line of lines.split('\n').filter((each) => each.trim())) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw new Problem({title: 'Not valid',
        detail: `'${line.trim()}' is no header: write its name, a colon and its value.`});
    }
    headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return headers;
}
