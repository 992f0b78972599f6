import {api, Problem, unauthenticated} from './api.js';
import {live} from './live.js';

/** What is assumed of a server that cannot say who asks: it refuses by itself what one may not do. */
const UNKNOWN = {user: null, open: true, roles: [], operator: true, admin: true, server: null, database: null};

/** Who uses the console, and what they may do. Dispatches `change`. */
class Session extends EventTarget {
  me = null;
  needsLogin = false;

  constructor() {
    super();
    unauthenticated.addEventListener('change', () => this.#ended());
  }

  async load() {
    try {
      this.me = await api.get('me');
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) {
        return;
      }
      if (!(problem instanceof Problem) || problem.status === 0) {
        throw problem;
      }
      this.me = UNKNOWN;
    }
    this.needsLogin = false;
    live.start();
    this.dispatchEvent(new Event('change'));
  }

  async login(user, password) {
    await api.post('session', {user, password});
    await this.load();
  }

  async logout() {
    await api.remove('session');
    this.#ended();
  }

  #ended() {
    live.stop();
    this.me = null;
    this.needsLogin = true;
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();

/** Whether the caller may do something with an object whose answer has `may`; one that does not say it allows all. */
export function may(object, permission) {
  return !object?.may || object.may.includes(permission);
}
