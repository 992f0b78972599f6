/** When a firing is due, its numbers are there a little later. */
const LATE_MILLIS = 400;

/**
 * Of many schedules one may fire at any moment: they are asked for anew no more often than this, and the more there
 * are, the less often.
 */
const LEAST_MILLIS = 5000;
const LEAST_MILLIS_OF_ONE = 30;

/** A browser's clock may wait for no longer than 24 days. */
const MOST_MILLIS = 86_400_000;

/**
 * Asks for schedules anew when the next one of them has fired: the stream of changes does not tell of firings, of which
 * there may be many in each second.
 */
export class NextFiring {
  #timer;

  constructor(host, schedules, load) {
    this.schedules = schedules;
    this.load = load;
    host.addController(this);
  }

  hostUpdated() {
    clearTimeout(this.#timer);
    const due = (this.schedules() ?? []).filter((each) => each.next).map((each) => new Date(each.next).getTime());
    if (due.length) {
      const first = due.reduce((earliest, each) => Math.min(earliest, each));
      const wait = Math.max(LEAST_MILLIS, due.length * LEAST_MILLIS_OF_ONE, first - Date.now() + LATE_MILLIS);
      this.#timer = setTimeout(this.load, Math.min(MOST_MILLIS, wait));
    }
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
  }
}
