// Where things stand on the map. Boxes (actors with their labels, blocks of issues, small nodes of
// linkages) are pulled together along springs and toward the middle, and pushed apart until none
// overlaps another; of several starts the one that shows everything largest is taken. The same model
// always gets the same map: no chance but a generator with a fixed seed.

export interface Box {
  id: string;
  /** Boxes of a lower rank choose their places first; within a rank the larger. */
  rank: number;
  width: number;
  height: number;
}

export interface Spring {
  a: string;
  b: string;
  pull: number;
}

export interface Point {
  x: number;
  y: number;
}

const MARGIN = 8;
const STARTS = 4;
const STEPS = 160;
/** Places are tried on a grid. */
const GRID = { x: 11, y: 6 };

function generator(seed: number): () => number {
  let state = seed >>> 0;
  // A linear congruential generator (Knuth, The Art of Computer Programming, volume 2, 3.3.4).
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

interface Body extends Box, Point {
  area: number;
}

/**
 * Pushes overlapping boxes apart along the shorter way, where a step sideways counts `bias` times.
 */
function separate(bodies: Body[], bias: number): void {
  for (let i = 0; i < bodies.length; i++) {
    const a = bodies[i] as Body;
    for (let j = i + 1; j < bodies.length; j++) {
      const b = bodies[j] as Body;
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const over = (a.width + b.width) / 2 + MARGIN - Math.abs(dx);
      const under = (a.height + b.height) / 2 + MARGIN - Math.abs(dy);
      if (over <= 0 || under <= 0) continue;
      const share = b.area / (a.area + b.area);
      if (over * bias < under) {
        const step = (over + 0.01) * (dx < 0 ? -1 : 1);
        a.x -= step * share;
        b.x += step * (1 - share);
      } else {
        const step = (under + 0.01) * (dy < 0 ? -1 : 1);
        a.y -= step * share;
        b.y += step * (1 - share);
      }
    }
  }
}

function attract(bodies: Body[], byId: Map<string, Body>, springs: Spring[], aspect: number, heat: number): void {
  for (const spring of springs) {
    const a = byId.get(spring.a);
    const b = byId.get(spring.b);
    if (!a || !b) continue;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const length = Math.hypot(dx, dy) || 1;
    const rest = (Math.min(a.width, a.height) + Math.min(b.width, b.height)) / 2 + MARGIN;
    const force = (heat * spring.pull * (length - rest)) / length;
    const share = b.area / (a.area + b.area);
    a.x += dx * force * share;
    a.y += dy * force * share;
    b.x -= dx * force * (1 - share);
    b.y -= dy * force * (1 - share);
  }
  for (const body of bodies) {
    body.x -= body.x * 0.012 * heat;
    body.y -= body.y * 0.012 * heat * aspect;
  }
}

interface Bounds {
  width: number;
  height: number;
  x: number;
  y: number;
}

export function boundsOf(boxes: Box[], at: Map<string, Point>): Bounds {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (const box of boxes) {
    const { x, y } = at.get(box.id) ?? { x: 0, y: 0 };
    left = Math.min(left, x - box.width / 2);
    right = Math.max(right, x + box.width / 2);
    top = Math.min(top, y - box.height / 2);
    bottom = Math.max(bottom, y + box.height / 2);
  }
  return { width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 };
}

interface Placed extends Point {
  body: Body;
}

function free(body: Body, x: number, y: number, placed: Placed[]): boolean {
  return placed.every(
    (one) =>
      Math.abs(one.x - x) >= (one.body.width + body.width) / 2 + MARGIN ||
      Math.abs(one.y - y) >= (one.body.height + body.height) / 2 + MARGIN,
  );
}

/** The place in the frame that is free and nearest to where the body wants to be. */
function nearest(body: Body, want: Point, frame: { width: number; height: number }, placed: Placed[]): Point | null {
  let best: Point | null = null;
  let least = Infinity;
  const right = frame.width / 2 - body.width / 2;
  const bottom = frame.height / 2 - body.height / 2;
  for (let x = -right; x <= right + 0.5; x += GRID.x) {
    for (let y = -bottom; y <= bottom + 0.5; y += GRID.y) {
      const away = (x - want.x) ** 2 + (y - want.y) ** 2;
      if (away >= least || !free(body, x, y, placed)) continue;
      least = away;
      best = { x, y };
    }
  }
  return best;
}

/**
 * Moves every body to the nearest free place of a frame of the wanted shape, the largest first, so
 * that small ones fill what is left; the frame is the smallest in which all find room.
 */
function pack(bodies: Body[], aspect: number): void {
  const at = boundsOf(bodies, new Map(bodies.map((body) => [body.id, body])));
  const area = bodies.reduce((sum, body) => sum + (body.width + MARGIN) * (body.height + MARGIN), 0);
  const widest = Math.max(...bodies.map((body) => body.width));
  const highest = Math.max(...bodies.map((body) => body.height));
  const order = [...bodies].sort((a, b) => a.rank - b.rank || b.area - a.area || (a.id < b.id ? -1 : 1));
  for (let fill = 0.92; ; fill *= 0.97) {
    const height = Math.max(highest, Math.sqrt(area / fill / aspect));
    const frame = { width: Math.max(widest, height * aspect), height };
    const placed: Placed[] = [];
    for (const body of order) {
      // Where it stood, stretched to the frame.
      const want = {
        x: ((body.x - at.x) / (at.width || 1)) * frame.width,
        y: ((body.y - at.y) / (at.height || 1)) * frame.height,
      };
      const point = nearest(body, want, frame, placed);
      if (!point) break;
      placed.push({ body, ...point });
    }
    if (placed.length < order.length) continue;
    for (const { body, x, y } of placed) Object.assign(body, { x, y });
    return;
  }
}

function once(boxes: Box[], springs: Spring[], aspect: number, seed: number): Map<string, Point> {
  const random = generator(seed);
  const reach = Math.sqrt(boxes.reduce((sum, box) => sum + box.width * box.height, 0));
  const bodies = boxes.map((box) => ({
    ...box,
    area: box.width * box.height,
    x: (random() - 0.5) * reach * Math.sqrt(aspect),
    y: ((random() - 0.5) * reach) / Math.sqrt(aspect),
  }));
  const byId = new Map(bodies.map((body) => [body.id, body]));
  for (let step = 0; step < STEPS; step++) {
    attract(bodies, byId, springs, aspect, 1 - step / STEPS);
    // While it is hot, boxes may pass through each other.
    if (step > STEPS / 3) separate(bodies, 1 / aspect);
  }
  pack(bodies, aspect);
  return new Map(bodies.map((body) => [body.id, { x: body.x, y: body.y }]));
}

/** Smaller is better: how far one must step back to see all, and how long the springs are. */
function cost(boxes: Box[], springs: Spring[], at: Map<string, Point>, aspect: number): number {
  const { width, height } = boundsOf(boxes, at);
  const back = Math.max(width / aspect, height);
  let length = 0;
  let pull = 0;
  for (const { a, b, pull: weight } of springs) {
    const from = at.get(a);
    const to = at.get(b);
    if (!from || !to) continue;
    length += weight * Math.hypot(to.x - from.x, to.y - from.y);
    pull += weight;
  }
  return back + (pull > 0 ? (0.5 * length) / pull : 0);
}

export function place(boxes: Box[], springs: Spring[], aspect: number): Map<string, Point> {
  let best = new Map<string, Point>();
  let least = Infinity;
  for (let start = 1; start <= STARTS; start++) {
    const at = once(boxes, springs, aspect, start * 7919);
    const found = cost(boxes, springs, at, aspect);
    if (found >= least) continue;
    least = found;
    best = at;
  }
  const { x, y } = boundsOf(boxes, best);
  return new Map([...best].map(([id, point]) => [id, { x: point.x - x, y: point.y - y }]));
}

export const CHIP = { width: 128, height: 43, gap: 5, head: 15 };

/** Columns of a block of n chips, so that it is a little wider than high. */
export function columns(n: number): number {
  return Math.max(1, Math.round(Math.sqrt((n * (CHIP.height + CHIP.gap) * 2.1) / (CHIP.width + CHIP.gap))));
}

/** One chip alone stands without a frame. */
export function blockSize(n: number): { width: number; height: number } {
  if (n === 1) return { width: CHIP.width, height: CHIP.height };
  const across = columns(n);
  const down = Math.ceil(n / across);
  return {
    width: across * (CHIP.width + CHIP.gap) - CHIP.gap + 12,
    height: down * (CHIP.height + CHIP.gap) - CHIP.gap + 12 + CHIP.head,
  };
}

/** The middle of the i-th of n chips of a block whose middle is given. */
export function chipAt(i: number, n: number, block: Point): Point {
  if (n === 1) return block;
  const across = columns(n);
  const { width, height } = blockSize(n);
  const column = i % across;
  const row = Math.floor(i / across);
  return {
    x: block.x - width / 2 + 6 + column * (CHIP.width + CHIP.gap) + CHIP.width / 2,
    y: block.y - height / 2 + 6 + CHIP.head + row * (CHIP.height + CHIP.gap) + CHIP.height / 2,
  };
}
