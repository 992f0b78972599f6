/**
 * Reads a body of `text/event-stream` and calls back for each event with `{id, event, data}`. Ends when the body does;
 * throws what reading throws.
 */
export async function readEvents(body, each) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = {};
  for (;;) {
    const {value, done} = await reader.read();
    if (done) {
      return;
    }
    const lines = (rest + value).split(/\r\n|\n/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        if (event.data !== undefined) {
          each(event);
        }
        event = {};
      } else {
        take(event, line);
      }
    }
  }
}

function take(event, line) {
  const colon = line.indexOf(':');
  if (colon === 0) {
    return; // A comment, which says that the stream is alive.
  }
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'data') {
    event.data = event.data === undefined ? value : event.data + '\n' + value;
  } else {
    event[name] = value;
  }
}
