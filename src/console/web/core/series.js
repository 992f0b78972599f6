/** Milliseconds of an ISO-8601 duration of seconds, or of a number of seconds. */
function millis(step) {
  if (typeof step === 'number') {
    return step < 1000 ? step * 1000 : step;
  }
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(step);
  return found ? ((Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0)) * 60 + Number(found[3] ?? 0)) * 1000 : 1000;
}

/** What is a mean over a step; of everything else the value at its end counts. */
const RATES = ['in', 'out'];

/**
 * The history of the server, `{step, from, series}`, which goes on with each point of the live stream: with the first
 * one of a new step the oldest value leaves.
 */
export class SeriesWindow {
  #points = 0;

  constructor({step, from, series}) {
    this.step = millis(step);
    this.from = new Date(from).getTime();
    this.series = series;
  }

  add(point) {
    const at = new Date(point.time).getTime();
    const names = Object.keys(this.series);
    const length = this.series[names[0]]?.length ?? 0;
    const steps = Math.floor((at - this.from) / this.step) - length + 1;
    if (length === 0 || steps < 0 || steps > length) {
      return; // Too far away: the history is asked for anew.
    }
    this.#points = steps === 0 ? this.#points + 1 : 1;
    this.from += steps * this.step;
    for (const name of names) {
      const values = [...this.series[name].slice(steps), ...Array(steps).fill(null)];
      values[length - 1] = this.#merged(name, values[length - 1], point[name] ?? null);
      this.series[name] = values;
    }
  }

  #merged(name, before, value) {
    const isMean = before !== null && value !== null && RATES.includes(name);
    return isMean ? before + (value - before) / this.#points : value;
  }
}
