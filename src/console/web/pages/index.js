/**
 * The pages. `path` is what an address begins with, and a segment with a colon stands for any name; `tag` is the element
 * that shows it, which gets the route as `.route`; `load` brings its script. Pages with a `title` are in the navigation,
 * where `g` and then `key` goes to them.
 */
export const pages = [
  {path: ['overview'], title: 'Overview', key: 'o', tag: 'page-overview', load: () => import('./overview.js')},
  {path: ['destinations'], title: 'Destinations', key: 'd', tag: 'page-destinations', load: () => import('./destinations.js')},
  {path: ['destinations', ':name'], tag: 'page-destination', load: () => import('./destination.js')},
  {path: ['subscriptions'], title: 'Subscriptions', key: 's', tag: 'page-subscriptions', load: () => import('./subscriptions.js')},
  {path: ['subscriptions', ':destination', ':name'], tag: 'page-subscription', load: () => import('./subscription.js')},
  {path: ['schedules'], title: 'Schedules', key: 'c', tag: 'page-schedules', load: () => import('./schedules.js')},
  {path: ['schedules', ':name'], tag: 'page-schedule', load: () => import('./schedule.js')},
  {path: ['exchanges'], title: 'Exchanges', key: 'e', tag: 'page-exchanges', load: () => import('./exchanges.js')},
  {path: ['exchanges', ':name'], tag: 'page-exchange', load: () => import('./exchange.js')},
  {path: ['transactions'], title: 'Transactions', key: 't', tag: 'page-transactions', load: () => import('./transactions.js')},
  {path: ['operations'], title: 'Operations', key: 'p', tag: 'page-operations', load: () => import('./operations.js')},
  {path: ['alerts'], title: 'Alerts', key: 'a', tag: 'page-alerts', badge: (overview) => overview?.firing || undefined, load: () => import('./alerts.js')},
  {path: ['flow'], title: 'Flow', key: 'f', tag: 'page-flow', load: () => import('./flow.js')}
];

export function pageOf(segments) {
  const asked = segments.length ? segments : ['overview'];
  return pages.find(({path}) => path.length === asked.length
    && path.every((part, i) => part.startsWith(':') || part === asked[i]));
}
