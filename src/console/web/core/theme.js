const STORED = 'penstock-theme';

/** `light`, `dark`, or `system` for what the reader's system prefers. */
export function theme() {
  try {
    return localStorage.getItem(STORED) ?? 'system';
  } catch {
    return 'system'; // A browser may keep nothing.
  }
}

export function setTheme(value) {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    // It holds for this page then.
  }
  show(value);
}

function show(value) {
  if (value === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = value;
  }
}

show(theme());
