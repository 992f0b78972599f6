/** Both conditions at once; either may be empty. */
export function both(one, other) {
  return one && other ? `(${one}) AND (${other})` : one || other;
}

/** Letters that died in a span of time. */
export function diedBetween(from, to) {
  return `penstock_died_at >= ${from} AND penstock_died_at < ${to}`;
}

/** What a filter may ask for, to be shown beside it. */
export const EXAMPLES = [
  ["penstock_reason = 'REJECTED'", 'died of this reason'],
  ["penstock_exception LIKE '%Timeout%'", 'with such an exception'],
  ['penstock_attempts >= 3', 'failed three times at least'],
  ["tenant = 'north'", 'with this header'],
  ["penstock_key = 'customer-7'", 'of this key']
];
