/** Sizes of the picture, in pixels. */
export const NODE = {width: 190, height: 44};
const GAP = {across: 104, down: 14};
const MARGIN = 12;

/** What a way needs that passes through a layer, between the nodes there. */
const PASSAGE = 12;

/** So often the layers are put in order, from the left and from the right in turn: more changes little. */
const SWEEPS = 10;

/** Senders come first, subscriptions and consumers behind what they read. */
const LEAST_LAYER = {sender: 0, destination: 1, subscription: 2, consumer: 2};

/**
 * Places nodes in layers, so that messages flow from left to right where there is no circle: `{nodes: [{…, x, y}],
 * edges, width, height}`. An edge knows its nodes as `source` and `target`, and as `passages` the places between other
 * nodes that it goes through.
 */
export function layout({nodes, edges}) {
  const byId = new Map(nodes.map((node) => [node.id, {...node, height: NODE.height, before: [], behind: []}]));
  const placed = [...byId.values()];
  const known = edges.filter(({from, to}) => byId.has(from) && byId.has(to))
    .map((edge) => ({...edge, source: byId.get(edge.from), target: byId.get(edge.to), passages: []}));
  known.forEach(({source, target}) => target.before.push(source));
  placed.forEach((node) => layerOf(node, new Set()));
  placed.forEach((node) => (node.before = []));
  const passages = known.flatMap(passagesOf);
  const layers = inLayers([...placed, ...passages]);
  layers.forEach(stack);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    (isForward ? layers : [...layers].reverse()).forEach((layer) => align(layer, isForward ? 'before' : 'behind'));
  }
  const all = layers.flat();
  const top = Math.min(...all.map((node) => node.y));
  layers.forEach((layer, i) => layer.forEach((node) => {
    node.x = MARGIN + i * (NODE.width + GAP.across);
    node.y += MARGIN - top;
  }));
  return {
    nodes: placed,
    edges: known,
    width: 2 * MARGIN + layers.length * (NODE.width + GAP.across) - GAP.across,
    height: MARGIN + Math.max(...all.map((node) => node.y + node.height))
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

/** Has an edge pass through each layer between its nodes, and tells neighbours of each other. */
function passagesOf(edge) {
  for (let layer = edge.source.layer + 1; layer < edge.target.layer; layer++) {
    edge.passages.push({layer, height: PASSAGE, before: [], behind: []});
  }
  const stops = [edge.source, ...edge.passages, edge.target];
  if (edge.target.layer > edge.source.layer) {
    stops.slice(1).forEach((stop, i) => {
      stop.before.push(stops[i]);
      stops[i].behind.push(stop);
    });
  }
  return edge.passages;
}

function inLayers(nodes) {
  const layers = new Map();
  nodes.forEach((node) => layers.set(node.layer, [...(layers.get(node.layer) ?? []), node]));
  return [...layers.entries()].sort(([a], [b]) => a - b).map(([, layer]) => layer);
}

function stack(layer) {
  let free = 0;
  layer.forEach((node) => {
    node.y = free;
    free += node.height + GAP.down;
  });
}

const middle = (node) => node.y + node.height / 2;

/** Moves each node to the middle of its neighbours on one side, in the order of these middles, none on another one. */
function align(layer, side) {
  const wanted = new Map(layer.map((node) => [node, node[side].length
    ? node[side].reduce((sum, each) => sum + middle(each), 0) / node[side].length : middle(node)]));
  layer.sort((a, b) => wanted.get(a) - wanted.get(b));
  let free = -Infinity;
  layer.forEach((node) => {
    node.y = Math.max(wanted.get(node) - node.height / 2, free);
    free = node.y + node.height + GAP.down;
  });
  const shift = layer.reduce((sum, node) => sum + wanted.get(node) - middle(node), 0) / layer.length;
  layer.forEach((node) => (node.y += shift));
}

/**
 * The way of an edge, and where its rate stands: curves to the right, or one round below both nodes if it leads back.
 */
export function wayOf({source, target, passages}) {
  const start = {x: source.x + NODE.width, y: middle(source)};
  const end = {x: target.x, y: middle(target)};
  if (end.x <= start.x) {
    const below = Math.max(start.y, end.y) + NODE.height;
    return {path: `M${point(start)}C${start.x + 70} ${below} ${end.x - 70} ${below} ${point(end)}`,
      x: (start.x + end.x) / 2, y: below - NODE.height / 4};
  }
  const stops = [...passages.flatMap((each) => [{x: each.x, y: middle(each)}, {x: each.x + NODE.width,
    y: middle(each)}]), end];
  let path = `M${point(start)}`;
  let from = start;
  stops.forEach((to, i) => {
    const bend = (to.x - from.x) / 2;
    path += i % 2 === 1 ? `L${point(to)}` : `C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${point(to)}`;
    from = to;
  });
  return {path, x: (start.x + stops[0].x) / 2, y: (start.y + stops[0].y) / 2};
}

function point({x, y}) {
  return `${x} ${y.toFixed(1)}`;
}
