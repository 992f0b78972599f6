import {count, plural} from '../../core/format.js';
import {link} from '../../core/router.js';

export const WAYS = {sends: 'sends to', reads: 'is read by', binding: 'is bound to',
  forward: 'passes the rest on to', 'dead-letter': 'has dead letters in'};

/** Through what somebody sends. */
const DOORS = {
  application: 'application', schedule: 'schedule', listener: 'listener', http: 'sends by HTTP', jms: 'sends by JMS',
  connector: 'sends by a channel', remote: 'sends from another process'
};

/** What stands below the name of a node. */
export function kindOf({kind, door, destinationKind, waiting}) {
  if (kind === 'sender') {
    return DOORS[door] ?? `sends by ${door}`;
  }
  const what = kind === 'destination' ? (destinationKind ?? 'destination').toLowerCase() : kind;
  return waiting === undefined || destinationKind === 'TOPIC'
    || destinationKind === 'EXCHANGE' ? what : `${what}, ${count(waiting)} waiting`;
}

/** The page of a node; undefined if it has none. */
export function pageOf({id, kind, name, door, destinationKind}) {
  if (kind === 'destination') {
    return link([destinationKind === 'EXCHANGE' ? 'exchanges' : 'destinations', name]);
  }
  if (kind === 'subscription') {
    const path = id.slice('subscription:'.length);
    return link(['subscriptions', path.slice(0, path.length - name.length - 1), name]);
  }
  return kind === 'sender' && door === 'schedule' ? link(['schedules', name]) : undefined;
}

export function summary({nodes, edges}) {
  const of = (kind) => nodes.filter((node) => node.kind === kind).length;
  return `${plural(of('sender'), 'sender')}, ${plural(of('destination'), 'destination')}, `
    + `${plural(of('subscription'), 'subscription')} of topics, ${plural(of('consumer'), 'consumer')}, `
    + `and ${plural(edges.length, 'way')} between them`;
}
