/** Milliseconds of an ISO-8601 duration of seconds, or of a number of seconds. */
function millis(step) {
  if (typeof step === 'number') {
    return step < 1000 ? step * 1000 : step;
  }
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(step);
  return found ? ((Number(found[1] ?? 0) * 60 + Number(found[2] ?? 0)) * 60 + Number(found[3] ?? 0)) * 1000 : 1000;
}

/**
 * The history of the server, `{step, from, series}`, which goes on with each point of the live stream: with the first one
 * of a new step the oldest value leaves.
 */
export class SeriesWindow {
  constructor({step, from, series}) {
    this.step = millis(step);
    this.from = new Date(from).getTime();
    this.series = series;
  }

  add(point) {
    const at = new Date(point.time).getTime();
    const names = Object.keys(this.series);
    const length = this.series[names[0]]?.length ?? 0;
    let steps = Math.floor((at - this.from) / this.step) - length + 1;
    if (length === 0 || steps > length) {
      return; // Too far away: the history is asked for anew.
    }
    for (; steps > 0; steps--) {
      this.from += this.step;
      for (const name of names) {
        this.series[name] = [...this.series[name].slice(1), steps === 1 ? point[name] ?? null : null];
      }
    }
  }
}
