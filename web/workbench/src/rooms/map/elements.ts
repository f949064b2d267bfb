// The map's graph as elements of the drawing, each at its place.
import type { ElementDefinition } from "cytoscape";
import { widthOf, type MapGraph } from "./graph";
import { blockSize, CHIP, chipAt, place, type Box, type Spring } from "./layout";
import { FONT, SIZE } from "./style";

let pen: CanvasRenderingContext2D | null = null;

/** At most two lines that fit the chip; what does not fit ends in an ellipsis. */
export function wrapped(title: string, width: number, measure: (text: string) => number): string {
  const words = title.split(" ");
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line ? `${line} ${word}` : word;
    if (!line || measure(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  if (lines.length <= 2 && lines.every((one) => measure(one) <= width)) return lines.join("\n");
  let second = lines.slice(1).join(" ") || (lines[0] ?? "");
  while (second.length > 1 && measure(`${second}…`) > width) second = second.slice(0, -1).trimEnd();
  const cut = second === lines.slice(1).join(" ") ? second : `${second}…`;
  return lines.length === 1 ? cut : `${lines[0] ?? ""}\n${cut}`;
}

export function measure(text: string): number {
  if (typeof document !== "undefined") pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * SIZE * 0.55;
  pen.font = `${SIZE}px ${FONT}`;
  return pen.measureText(text).width;
}

const radius = (size: number): number => 9 + 14 * Math.sqrt(Math.min(1, Math.max(0, size)));

export function elementsOf(graph: MapGraph, aspect: number): ElementDefinition[] {
  const boxes: Box[] = [];
  const springs: Spring[] = [];
  const blockOf = new Map<string, string>();
  for (const block of graph.blocks) {
    boxes.push({ id: block.id, rank: block.members.length > 1 ? 0 : 3, ...blockSize(block.members.length) });
    for (const member of block.members) blockOf.set(member.name, block.id);
    for (const actor of block.actors) springs.push({ a: `actor ${actor}`, b: block.id, pull: 0.16 / Math.sqrt(block.actors.length) });
  }
  for (const one of graph.actors) {
    const r = radius(one.size);
    // Its name stands below it, in bold.
    const label = measure(one.title) * 1.12;
    boxes.push({ id: `actor ${one.name}`, rank: 1, width: Math.max(2 * r, Math.min(110, label)), height: 2 * r + (label > 110 ? 28 : 16) });
    if (one.organOf) springs.push({ a: `actor ${one.name}`, b: `actor ${one.organOf}`, pull: 0.12 });
  }
  for (const one of graph.alliances) {
    boxes.push({ id: `alliance ${one.name}`, rank: 1, width: 100, height: 44 });
    for (const member of one.members) springs.push({ a: `alliance ${one.name}`, b: `actor ${member}`, pull: 0.1 });
  }
  const hubs = graph.linkages.filter((one) => one.hub);
  for (const one of hubs) {
    boxes.push({ id: `linkage ${one.name}`, rank: 2, width: 92, height: 40 });
    for (const block of new Set([...one.from, ...one.to].map((name) => blockOf.get(name) ?? ""))) {
      springs.push({ a: `linkage ${one.name}`, b: block, pull: 0.05 });
    }
  }
  for (const one of graph.linkages.filter((other) => !other.hub)) {
    for (const from of one.from) for (const to of one.to) {
      springs.push({ a: blockOf.get(from) ?? "", b: blockOf.get(to) ?? "", pull: 0.03 });
    }
  }

  const at = place(boxes, springs, aspect);
  const point = (id: string) => at.get(id) ?? { x: 0, y: 0 };
  const elements: ElementDefinition[] = [];
  for (const block of graph.blocks) {
    const middle = point(block.id);
    const size = blockSize(block.members.length);
    elements.push({ data: { id: block.id, label: block.title, ...size }, position: middle, classes: block.members.length === 1 ? "block bare" : "block" });
    block.members.forEach((one, i) => {
      elements.push({
        data: { id: one.name, name: one.name, label: wrapped(one.title, CHIP.width - 12, measure), title: wrapped(one.title, CHIP.width - 12, measure), track: one.track, block: block.id },
        position: chipAt(i, block.members.length, middle),
        classes: `chip ${one.kind}`,
      });
    });
    for (const actor of block.actors) {
      elements.push({ data: { id: `${block.id} ${actor}`, source: `actor ${actor}`, target: block.id }, classes: "concerns" });
    }
  }
  for (const one of graph.actors) {
    const r = radius(one.size);
    const middle = point(`actor ${one.name}`);
    elements.push({
      data: { id: `actor ${one.name}`, name: one.name, label: wrapped(one.title, 98, measure), size: 2 * r },
      position: { x: middle.x, y: middle.y - (measure(one.title) * 1.12 > 110 ? 14 : 8) },
      classes: "actor",
    });
    if (one.organOf) elements.push({ data: { id: `organ ${one.name}`, source: `actor ${one.organOf}`, target: `actor ${one.name}` }, classes: "organ" });
  }
  for (const one of graph.alliances) {
    const middle = point(`alliance ${one.name}`);
    elements.push({ data: { id: `alliance ${one.name}`, name: one.name, label: wrapped(one.title, 104, measure) }, position: { x: middle.x, y: middle.y - 10 }, classes: "alliance" });
    for (const member of one.members) {
      elements.push({ data: { id: `spoke ${one.name} ${member}`, source: `alliance ${one.name}`, target: `actor ${member}` }, classes: "spoke" });
    }
  }
  for (const one of graph.linkages) elements.push(...linkageElements(one, blockOf, point(`linkage ${one.name}`)));
  return elements;
}

function linkageElements(one: MapGraph["linkages"][number], blockOf: Map<string, string>, middle: { x: number; y: number }): ElementDefinition[] {
  const data = { name: one.name, width: widthOf(one.strength) };
  const classes = `linkage ${one.raises ? "raises" : "eases"}`;
  if (!one.hub) {
    return one.from.flatMap((from) =>
      one.to.filter((to) => to !== from).map((to) => ({
        data: { ...data, id: `linkage ${one.name} ${from} ${to}`, source: from, target: to },
        classes,
      })),
    );
  }
  const id = `linkage ${one.name}`;
  const whole = (names: string[]): Set<string> => new Set(names.map((name) => blockOf.get(name) ?? "").filter(Boolean));
  return [
    { data: { id, name: one.name, label: wrapped(one.title, 88, measure) }, position: { x: middle.x, y: middle.y - 11 }, classes: `hub ${one.raises ? "raises" : "eases"}` },
    ...[...whole(one.from)].map((block) => ({ data: { ...data, id: `${id} from ${block}`, source: block, target: id }, classes: `${classes} into whole` })),
    ...[...whole(one.to)].map((block) => ({ data: { ...data, id: `${id} to ${block}`, source: id, target: block }, classes: `${classes} whole` })),
    ...one.from.map((name) => ({ data: { ...data, id: `${id} from ${name}`, source: name, target: id }, classes: `${classes} into single` })),
    ...one.to.map((name) => ({ data: { ...data, id: `${id} to ${name}`, source: id, target: name }, classes: `${classes} single` })),
  ];
}
