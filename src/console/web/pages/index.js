/**
 * The pages. `path` is what an address begins with, and a segment with a colon stands for any name; `tag` is the element
 * that shows it, which gets the route as `.route`; `load` brings its script. Pages with a `title` are in the navigation,
 * where `g` and then `key` goes to them.
 */
export const pages = [
  {path: ['overview'], title: 'Overview', key: 'o', tag: 'page-overview', load: () => import('./overview.js')},
  {path: ['destinations'], title: 'Destinations', key: 'd', tag: 'page-destinations', load: () => import('./destinations.js')},
  {path: ['destinations', ':name'], tag: 'page-destination', load: () => import('./destination.js')}
];

export function pageOf(segments) {
  const asked = segments.length ? segments : ['overview'];
  return pages.find(({path}) => path.length === asked.length
    && path.every((part, i) => part.startsWith(':') || part === asked[i]));
}
