/** So long passes at least between two answers to what goes on and on. */
const CALM_MILLIS = 2000;

/**
 * Does something when it is asked for, and again at most once in a while however often that is: at once the first time,
 * and at the end of the while for what was asked for meanwhile. Ends with its host.
 */
export class Calm {
  #last = 0;
  #timer;

  constructor(host, action, millis = CALM_MILLIS) {
    this.action = action;
    this.millis = millis;
    host.addController(this);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  ask() {
    if (this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#last = Date.now();
        this.action();
      }, Math.max(0, this.#last + this.millis - Date.now()));
    }
  }
}
