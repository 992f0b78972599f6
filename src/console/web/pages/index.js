import {brief} from '../core/format.js';

/**
 * The pages. `path` is what an address begins with, and a segment with a colon stands for any name; `tag` is the
 * element that shows it, which gets the route as `.route`; `load` brings its script. Pages with a `title` are in the
 * navigation, where `g` and then `key` goes to them.
 */
export const pages = [
  {path: ['overview'], title: 'Overview', key: 'o', tag: 'page-overview', load: () => import('./overview.js')},
  {
    path: ['destinations'], title: 'Destinations', key: 'd',
    tag: 'page-destinations', load: () => import('./destinations.js')
  },
  {path: ['destinations', ':name'], tag: 'page-destination', load: () => import('./destination.js')},
  {
    path: ['destinations', ':name', 'messages', ':partition', ':offset'],
    tag: 'page-message', load: () => import('./message.js')
  },
  {
    path: ['subscriptions'], title: 'Subscriptions', key: 's',
    tag: 'page-subscriptions', load: () => import('./subscriptions.js')
  },
  {
    path: ['subscriptions', ':destination', ':name'],
    tag: 'page-subscription', load: () => import('./subscription.js')
  },
  {
    path: ['dead-letters'], title: 'Dead letters', key: 'l',
    tag: 'page-dead-letters', load: () => import('./dead-letters.js'),
    badge: (overview) => overview?.deadLetters && brief(overview.deadLetters)
  },
  {path: ['dead-letters', ':queue'], tag: 'page-dead-letter-queue', load: () => import('./dead-letter-queue.js')},
  {
    path: ['dead-letters', ':queue', ':partition', ':offset'],
    tag: 'page-dead-letter', load: () => import('./dead-letter.js')
  },
  {path: ['flow'], title: 'Flow', key: 'f', tag: 'page-flow', load: () => import('./flow.js')},
  {path: ['exchanges'], title: 'Exchanges', key: 'e', tag: 'page-exchanges', load: () => import('./exchanges.js')},
  {path: ['exchanges', ':name'], tag: 'page-exchange', load: () => import('./exchange.js')},
  {path: ['schedules'], title: 'Schedules', key: 'c', tag: 'page-schedules', load: () => import('./schedules.js')},
  {path: ['schedules', ':name'], tag: 'page-schedule', load: () => import('./schedule.js')},
  {
    path: ['transactions'], title: 'Transactions', key: 't',
    tag: 'page-transactions', load: () => import('./transactions.js')
  },
  {path: ['operations'], title: 'Operations', key: 'p', tag: 'page-operations', load: () => import('./operations.js')},
  {
    path: ['alerts'], title: 'Alerts', key: 'a',
    tag: 'page-alerts', load: () => import('./alerts.js'),
    badge: (overview) => overview?.firing || undefined
  }
];

export function pageOf(segments) {
  const asked = segments.length ? segments : ['overview'];
  return pages.find(({path}) => path.length === asked.length
    && path.every((part, i) => part.startsWith(':') || part === asked[i]));
}
