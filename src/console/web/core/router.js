/** What the address says behind its `#`: `#/destinations/orders?tab=messages`. */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const segments = path.split('/').filter(Boolean).map(decode);
  return {path, segments, query: new URLSearchParams(query)};
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The address of a page: `link(['destinations', name], {tab: 'messages'})`. What is empty is left out of the query. */
export function link(segments, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') {
      parameters.set(name, value);
    }
  }
  const text = parameters.toString();
  return '#/' + segments.map(encodeURIComponent).join('/') + (text ? '?' + text : '');
}

class Router extends EventTarget {
  constructor() {
    super();
    this.route = parse(location.hash);
    addEventListener('hashchange', () => this.#changed());
  }

  go(segments, query) {
    location.hash = link(segments, query);
  }

  /** Changes parameters of the query and stays on the page; an empty value removes one. */
  set(changes, {push = false} = {}) {
    const query = {...Object.fromEntries(this.route.query), ...changes};
    const address = link(this.route.segments, query);
    if (address === location.hash) {
      return;
    }
    if (push) {
      location.hash = address;
    } else {
      history.replaceState(null, '', address);
      this.#changed();
    }
  }

  #changed() {
    this.route = parse(location.hash);
    this.dispatchEvent(new Event('change'));
  }
}

export const router = new Router();
