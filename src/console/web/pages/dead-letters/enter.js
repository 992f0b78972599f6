/** Puts the focus into the first table of an element, at its first row, so that the arrows go on there. */
export function enterTable(element) {
  const table = element.querySelector('pen-table');
  const scroller = table?.querySelector('.scroller');
  if (scroller) {
    scroller.focus();
    table.active = Math.max(0, table.active);
  }
}
