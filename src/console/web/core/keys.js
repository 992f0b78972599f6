/** How long the second key of a pair such as `g d` may take. */
const PAIR_MILLIS = 1500;

const actions = new Map();
let first = null;
let timer;

/**
 * Has a key, or a pair such as `g d`, do something, and answers how to undo that. What is typed into a field is no key
 * of the console.
 */
export function onKey(keys, meaning, action) {
  const entry = {keys, meaning, action};
  actions.set(keys, entry);
  return () => actions.get(keys) === entry && actions.delete(keys);
}

export function allKeys() {
  return [...actions.values()];
}

/** Keys of an element for as long as it is in the page. */
export class Keys {
  constructor(host, table) {
    this.table = table;
    this.undo = [];
    host.addController(this);
  }

  hostConnected() {
    this.undo = this.table.map(([keys, meaning, action]) => onKey(keys, meaning, action));
  }

  hostDisconnected() {
    this.undo.forEach((undo) => undo());
  }
}

function isTyping(event) {
  const target = event.target;
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented
    || document.querySelector('dialog[open]')) {
    return;
  }
  if (isTyping(event)) {
    if (event.key === 'Escape') {
      event.target.blur();
    }
    return;
  }
  const pair = first ? `${first} ${event.key}` : null;
  const entry = actions.get(pair) ?? actions.get(event.key);
  first = null;
  clearTimeout(timer);
  if (entry) {
    event.preventDefault();
    entry.action(event);
  } else if ([...actions.keys()].some((keys) => keys.startsWith(event.key + ' '))) {
    first = event.key;
    timer = setTimeout(() => (first = null), PAIR_MILLIS);
  }
});
