import {html} from 'lit';

const THIN = '\u202f'; // At which no line ends.

/** `1 234 567`, with thin spaces; a dash for what is not known. */
export function count(number) {
  if (number === null || number === undefined || Number.isNaN(number)) {
    return '–';
  }
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** Messages per second, with as many digits as are of use. */
export function rate(number) {
  if (number === null || number === undefined || Number.isNaN(number)) {
    return '–';
  }
  return number > 0 && number < 10 ? number.toFixed(1) : count(number);
}

/** `12.3k`, for axes. */
export function brief(number) {
  const steps = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']];
  for (const [size, unit] of steps) {
    if (Math.abs(number) >= size) {
      return trim(number / size) + unit;
    }
  }
  return trim(number);
}

function trim(number) {
  return String(Number(number.toFixed(Math.abs(number) < 10 ? 1 : 0)));
}

export function bytes(number) {
  if (number === null || number === undefined || number < 0) {
    return '–';
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let unit = 0;
  while (number >= 1024 && unit < units.length - 1) {
    number /= 1024;
    unit++;
  }
  return (unit === 0 ? count(number) : number.toFixed(number < 10 ? 1 : 0)) + THIN + units[unit];
}

/** `2d 3h`, `14m 5s`, `350ms`: the two largest units. */
export function age(millis) {
  if (millis === null || millis === undefined || millis < 0) {
    return '–';
  }
  if (millis === 0) {
    return '0s';
  }
  if (millis < 1000) {
    return `${Math.round(millis)}ms`;
  }
  const seconds = Math.floor(millis / 1000);
  const parts = [['d', Math.floor(seconds / 86400)], ['h', Math.floor(seconds / 3600) % 24],
    ['m', Math.floor(seconds / 60) % 60], ['s', seconds % 60]];
  const first = parts.findIndex(([, value]) => value > 0);
  return parts.slice(first, first + 2).filter(([, value]) => value > 0).map(([unit, value]) => value + unit).join(' ');
}

const CLOCK = new Intl.DateTimeFormat(undefined,
  {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const DAY = new Intl.DateTimeFormat(undefined, {year: 'numeric', month: 'short', day: 'numeric'});

/** A time of the reader's own zone, with its day unless that is today, and that of UTC as a hint. */
export function time(instant) {
  if (instant === null || instant === undefined || instant === '') {
    return '–';
  }
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) {
    return visible(String(instant));
  }
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday ? CLOCK.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)}`;
  return html`<time datetime=${date.toISOString()} title=${date.toISOString()}>${text}</time>`;
}

export function clock(millis, withSeconds = true) {
  const text = CLOCK.format(new Date(millis));
  return withSeconds ? text : text.slice(0, 5);
}

// Characters that have no picture, or that change the direction or the order of what stands around them.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Somebody else's text, whose control characters can be seen: `␀` to `␟`, and `⟨U+202E⟩` for the others. */
export function visible(text) {
  return String(text ?? '').replace(HIDDEN, (found) => {
    const code = found.charCodeAt(0);
    if (code < 0x20) {
      return String.fromCharCode(0x2400 + code);
    }
    return code === 0x7f ? '␡' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** Somebody else's name in a line of ours: isolated, so that its direction ends with it. */
export function name(text) {
  return html`<bdi class="name">${visible(text)}</bdi>`;
}

/** `3 messages`, `1 message`. */
export function plural(number, noun, many = noun + 's') {
  return `${count(number)} ${number === 1 ? noun : many}`;
}

/** `once`, `3 times`. */
export function times(number) {
  return number === 1 ? 'once' : plural(number, 'time');
}

/** An ISO-8601 duration in words; the text itself if it is none. */
export function duration(text) {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text ?? '');
  if (!found) {
    return text ?? '–';
  }
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = found;
  return age(((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000);
}
