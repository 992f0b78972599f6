const SHOWN_MILLIS = 5000;

let place;

/** Says in the corner of the page that something was done; read out by screen readers. */
export function toast(text) {
  if (!place) {
    place = document.createElement('div');
    place.className = 'toasts';
    place.setAttribute('role', 'status');
    document.body.append(place);
  }
  const note = document.createElement('div');
  note.className = 'toast';
  note.textContent = text;
  note.dir = 'auto';
  place.append(note);
  setTimeout(() => note.remove(), SHOWN_MILLIS);
}
