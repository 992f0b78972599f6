/** What people have decided about a letter. */
export const STATUSES = [['NEW', 'New'], ['IN_WORK', 'In work'], ['REDRIVEN', 'Redriven'], ['DISCARDED', 'Discarded']];

export function statusText(status) {
  return STATUSES.find(([id]) => id === status)?.[1] ?? status;
}
