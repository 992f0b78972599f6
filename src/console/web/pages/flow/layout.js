/** Sizes of the picture, in pixels. */
export const NODE = {width: 190, height: 44};
const GAP = {across: 104, down: 14};
const MARGIN = 12;

/** So often the layers are put in order, from the left and from the right in turn: more changes little. */
const SWEEPS = 8;

/** Senders come first, subscriptions and consumers behind what they read. */
const LEAST_LAYER = {sender: 0, destination: 1, subscription: 2, consumer: 2};

/**
 * Places nodes in layers, so that messages flow from left to right where there is no circle: `{nodes: [{…, x, y}], edges,
 * width, height}`. An edge knows its nodes as `source` and `target`.
 */
export function layout({nodes, edges}) {
  const byId = new Map(nodes.map((node) => [node.id, {...node, before: [], behind: []}]));
  const known = edges.filter(({from, to}) => byId.has(from) && byId.has(to))
    .map((edge) => ({...edge, source: byId.get(edge.from), target: byId.get(edge.to)}));
  known.forEach((edge) => {
    edge.source.behind.push(edge.target);
    edge.target.before.push(edge.source);
  });
  const placed = [...byId.values()];
  placed.forEach((node) => layerOf(node, new Set()));
  const layers = inLayers(placed);
  layers.forEach(stack);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    (isForward ? layers : [...layers].reverse()).forEach((layer) => align(layer, isForward ? 'before' : 'behind'));
  }
  const top = Math.min(...placed.map((node) => node.y));
  placed.forEach((node) => {
    node.x = MARGIN + layers.indexOf(node.column) * (NODE.width + GAP.across);
    node.y += MARGIN - top;
  });
  return {
    nodes: placed,
    edges: known,
    width: 2 * MARGIN + layers.length * (NODE.width + GAP.across) - GAP.across,
    height: MARGIN + NODE.height + Math.max(...placed.map((node) => node.y))
  };
}

/** One more than the highest layer before it; where the way leads round in a circle, it is cut. */
function layerOf(node, path) {
  if (node.layer === undefined) {
    path.add(node);
    const before = node.before.filter((each) => !path.has(each)).map((each) => layerOf(each, path) + 1);
    path.delete(node);
    node.layer = Math.max(LEAST_LAYER[node.kind] ?? 0, ...before);
  }
  return node.layer;
}

function inLayers(nodes) {
  const layers = new Map();
  nodes.forEach((node) => layers.set(node.layer, [...(layers.get(node.layer) ?? []), node]));
  const sorted = [...layers.entries()].sort(([a], [b]) => a - b).map(([, layer]) => layer);
  sorted.forEach((layer) => layer.forEach((node) => (node.column = layer)));
  return sorted;
}

function stack(layer) {
  layer.forEach((node, i) => (node.y = i * (NODE.height + GAP.down)));
}

/** Moves each node to the middle of its neighbours on one side, in the order of these middles, none on another one. */
function align(layer, side) {
  const wanted = new Map(layer.map((node) => {
    const near = node[side].filter((each) => each.column !== layer);
    return [node, near.length ? near.reduce((sum, each) => sum + each.y, 0) / near.length : node.y];
  }));
  layer.sort((a, b) => wanted.get(a) - wanted.get(b));
  let free = -Infinity;
  layer.forEach((node) => {
    node.y = Math.max(wanted.get(node), free);
    free = node.y + NODE.height + GAP.down;
  });
  const shift = layer.reduce((sum, node) => sum + wanted.get(node) - node.y, 0) / layer.length;
  layer.forEach((node) => (node.y += shift));
}

/** The way of an edge: to the right as a curve, otherwise round below both nodes. */
export function wayOf({source, target}) {
  const [x1, y1] = [source.x + NODE.width, source.y + NODE.height / 2];
  const [x2, y2] = [target.x, target.y + NODE.height / 2];
  if (x2 > x1) {
    const bend = Math.min(90, (x2 - x1) / 2);
    return {path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 2};
  }
  const below = Math.max(y1, y2) + NODE.height;
  return {path: `M${x1} ${y1}C${x1 + 70} ${below} ${x2 - 70} ${below} ${x2} ${y2}`, x: (x1 + x2) / 2, y: below - NODE.height / 4};
}
