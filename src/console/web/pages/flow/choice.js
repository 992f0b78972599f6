import {matches} from '../../core/all.js';

/** A picture of more than this shows nothing any more. */
const MOST_NODES = 90;

/**
 * What is drawn of a flow: what is searched and all that leads there or from there; otherwise the busiest destinations
 * that anything leads to or from, with their neighbours, as far as there is room. `left` says how many are not drawn.
 */
export function chosen({nodes, edges}, search) {
  const near = neighbours(edges);
  const ids = new Set();
  const take = (id) => ids.size < MOST_NODES && ids.add(id);
  if (search) {
    const found = nodes.filter((node) => matches(search, node.name)).map((node) => node.id);
    found.forEach(take);
    ['before', 'behind'].forEach((side) => follow(found, near[side], take));
  } else {
    nodes.filter((node) => node.kind === 'destination' && (near.before.has(node.id)
      || near.behind.has(node.id))).forEach((node) => {
      take(node.id);
      [...(near.before.get(node.id) ?? []), ...(near.behind.get(node.id) ?? [])].forEach((id) => {
        take(id);
        (near.behind.get(id) ?? []).forEach(take);
      });
    });
  }
  // By name, so that nodes stay where they are while rates change.
  const shown = nodes.filter((node) => ids.has(node.id)).sort((a, b) => a.name.localeCompare(b.name)
    || a.id.localeCompare(b.id));
  return {
    nodes: shown,
    edges: edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)),
    left: search ? 0 : nodes.length - shown.length
  };
}

function neighbours(edges) {
  const [before, behind] = [new Map(), new Map()];
  edges.forEach(({from, to}) => {
    behind.set(from, [...(behind.get(from) ?? []), to]);
    before.set(to, [...(before.get(to) ?? []), from]);
  });
  return {before, behind};
}

function follow(starts, near, take) {
  const seen = new Set(starts);
  const open = [...starts];
  while (open.length) {
    (near.get(open.shift()) ?? []).filter((id) => !seen.has(id)).forEach((id) => {
      seen.add(id);
      open.push(id);
      take(id);
    });
  }
}
