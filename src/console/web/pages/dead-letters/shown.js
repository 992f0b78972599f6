/** The letters that were listed last, so that whoever reads one goes on to the next without the list. */
let shown = {queue: null, filter: '', letters: []};

export function rememberList(queue, filter, letters) {
  shown = {queue, filter, letters};
}

/** The letters before and after a place in that list, and the filter that the list had. */
export function neighbours(queue, partition, offset) {
  const letters = shown.queue === queue ? shown.letters : [];
  const at = letters.findIndex((letter) => letter.partition === partition && letter.offset === offset);
  return {before: letters[at - 1], after: at < 0 ? undefined : letters[at + 1], at, total: letters.length,
    filter: shown.queue === queue ? shown.filter : ''};
}
