/** The types of exchanges: what each does, and what its bindings have. */
export const TYPES = {
  DIRECT: {text: 'Direct: bindings whose key is the routing key', field: 'Routing key', hasPattern: true},
  FANOUT: {text: 'Fanout: all bindings', hasPattern: false},
  PATTERN: {text: 'Pattern: bindings whose pattern matches the routing key', field: 'Pattern', hasPattern: true},
  HEADERS: {text: 'Headers: bindings whose headers the message has', hasHeaders: true}
};

/** What a binding asks of a message, in words. */
export function conditionOf(binding) {
  const parts = [];
  if (binding.pattern !== undefined && binding.pattern !== null) {
    parts.push(binding.pattern);
  }
  const headers = Object.entries(binding.headers ?? {});
  if (headers.length) {
    const each = headers.map(([header, value]) => `${header}: ${value}`);
    parts.push(each.join(binding.match === 'ANY' ? ' or ' : ' and '));
  }
  return parts.join(', ') || 'every message';
}
