import {html} from 'lit';
import {link, router} from '../core/router.js';

/**
 * Tabs that stand in the address: `tabs([['messages', 'Messages'], …])`; the first one is the default. What of the
 * query holds for all of them is in `kept`.
 */
export function tabs(all, label = 'Sections', kept = {}) {
  const {segments, query} = router.route;
  const shown = query.get('tab') ?? all[0][0];
  return html`
    <nav class="tabs" aria-label=${label}>
      ${all.map(([id, text, extra]) => html`<a href=${link(segments, {...kept, tab: id === all[0][0] ? '' : id})}
        aria-current=${id === shown ? 'page' : 'false'}>${text}${extra === undefined ? ''
          : html` <small>${extra}</small>`}</a>`)}
    </nav>`;
}

export function shownTab(all) {
  const tab = router.route.query.get('tab');
  return all.some(([id]) => id === tab) ? tab : all[0][0];
}
