import {api} from './api.js';

/** So many are asked for at a time; the server gives no more than ten times as many. */
const PAGE = 1000;

/**
 * All entries of a list that the server answers in pages, such as `everything('schedules', 'schedules', signal)`: at
 * most as many as are wanted, with `isCut` if there are more.
 */
export async function everything(path, field, signal, {query = {}, most = 10_000} = {}) {
  const entries = [];
  let after;
  do {
    const page = await api.get(path, {query: {...query, after, limit: Math.min(PAGE, most - entries.length)}, signal});
    entries.push(...page[field]);
    after = page.next;
  } while (after !== undefined && after !== null && entries.length < most);
  return Object.assign(entries, {isCut: Boolean(after)});
}

/** How rows are ordered by fields of theirs. */
export function byFields(...names) {
  return Object.fromEntries(names.map((name) => [name, (row) => row[name]]));
}

/**
 * Rows in the order of a column: `ordered(rows, {name: (row) => row.name}, 'name', 'desc')`. What has no value comes last.
 */
export function ordered(rows, values, sort, order) {
  const value = values[sort] ?? Object.values(values)[0];
  const sign = order === 'desc' ? -1 : 1;
  return [...rows].sort((a, b) => compare(value(a), value(b), sign));
}

function compare(a, b, sign) {
  const isNone = [a, b].map((each) => each === undefined || each === null || each === '');
  if (isNone[0] || isNone[1]) {
    return Number(isNone[0]) - Number(isNone[1]);
  }
  return sign * (typeof a === 'number' ? a - b : String(a).localeCompare(String(b)));
}

/** Whether one of some texts has another one in it, whatever the case. */
export function matches(wanted, ...texts) {
  const part = wanted.toLowerCase();
  return !part || texts.some((text) => String(text ?? '').toLowerCase().includes(part));
}
