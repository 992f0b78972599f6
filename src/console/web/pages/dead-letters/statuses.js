/** What people have decided about a letter. */
export const STATUSES = [['NEW', 'New'], ['IN_WORK', 'In work'], ['REDRIVEN', 'Redriven'], ['DISCARDED', 'Discarded']];

export function statusText(status) {
  return STATUSES.find(([id]) => id === status)?.[1] ?? status;
}

const SEEN = {FOUND: 'Seen for the first time', CAME_BACK: 'Died again', GONE: 'Seen to be gone from the queue'};

/** What was done with a letter, or seen of it, in words. */
export function actionText(action) {
  return SEEN[action] ?? statusText(action);
}
