/** What the server says when it refuses a request (RFC 9457), or what kept it from answering. */
export class Problem extends Error {
  constructor({status = 0, type = 'about:blank', title = 'Request failed', detail = '', retryAfter}) {
    super(detail ? `${title}: ${detail}` : title);
    Object.assign(this, {status, type, title, detail, retryAfter});
  }

  /** Such as `unknown-destination`. */
  get kind() {
    return this.type.replace('urn:problem-type:penstock:', '');
  }

  /** Whether the server has no such endpoint, as opposed to no such object. */
  get isNoEndpoint() {
    return this.status === 404 && !this.type.startsWith('urn:problem-type:penstock:');
  }
}

const BASE = new URL('api/v1/', document.baseURI);

/** Told when the server no longer knows who asks; the shell shows the login form then. */
export const unauthenticated = new EventTarget();

/** Writes a path whose values are encoded: `` path`destinations/${name}/messages` ``. */
export function path(texts, ...values) {
  return texts.reduce((all, text, i) => all + encodeURIComponent(values[i - 1]) + text);
}

function address(to, query = {}) {
  const url = new URL(to, BASE);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') {
      url.searchParams.set(name, value);
    }
  }
  return url;
}

/**
 * Asks the server. The mark shows it that no form of another site has asked, and keeps the browser from opening its own
 * window for a password.
 */
async function ask(method, to, {query, body, headers = {}, signal} = {}) {
  const isRaw = typeof body === 'string' || body instanceof Blob || body instanceof Uint8Array;
  const content = isRaw ? {} : {'Content-Type': 'application/json'};
  let response;
  try {
    response = await fetch(address(to, query), {
      method,
      signal,
      cache: 'no-store',
      headers: {'Penstock-Console': '1', ...(body === undefined ? {} : content), ...headers},
      body: body === undefined || isRaw ? body : JSON.stringify(body)
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem({title: 'The server does not answer',
      detail: 'It may be restarting, or the network may be down.'});
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

async function problemOf(response) {
  const isProblem = (response.headers.get('content-type') ?? '').includes('json');
  const said = isProblem ? await response.json().catch(() => ({})) : {};
  const problem = new Problem({
    title: response.statusText || `Status ${response.status}`,
    ...said,
    status: response.status,
    retryAfter: Number(response.headers.get('retry-after')) || undefined
  });
  if (response.status === 401) {
    unauthenticated.dispatchEvent(new Event('change'));
  }
  return problem;
}

async function json(response) {
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
}

export const api = {
  get: async (to, options) => json(await ask('GET', to, options)),
  post: async (to, body, options) => json(await ask('POST', to, {...options, body})),
  put: async (to, body, options) => json(await ask('PUT', to, {...options, body})),
  patch: async (to, body, options) => json(await ask('PATCH', to, {...options, body})),
  remove: async (to, options) => json(await ask('DELETE', to, options)),
  /** The object with the tag of its configuration, to be sent as `If-Match` when it is changed. */
  getTagged: async (to, options) => {
    const response = await ask('GET', to, options);
    return {value: await json(response), tag: response.headers.get('etag')};
  },
  /** The response itself, whose body is read as it comes. */
  open: (to, options) => ask('GET', to, options)
};
