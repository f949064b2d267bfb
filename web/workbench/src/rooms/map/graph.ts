// What the map draws, from the model's view: things, blocks of things that concern the same actors,
// and the linkages between them.
import type { ModelLink, ModelView } from "../../api/types";

export type ThingKind = "actor" | "alliance" | "issue" | "event" | "decision" | "quantity" | "linkage";

export interface MapThing {
  name: string;
  kind: ThingKind;
  title: string;
  doc: string;
  actors: string[];
  track: string;
  file: string;
  line: number;
}

export interface Layers {
  events: boolean;
  decisions: boolean;
  quantities: boolean;
}

export interface Block {
  id: string;
  title: string;
  actors: string[];
  members: MapThing[];
}

export interface DrawnLinkage {
  name: string;
  title: string;
  raises: boolean;
  strength: number;
  from: string[];
  to: string[];
  /** Drawn as a small node of its own, because it joins many. */
  hub: boolean;
}

export interface MapGraph {
  actors: (MapThing & { size: number; organOf: string })[];
  alliances: (MapThing & { members: string[] })[];
  blocks: Block[];
  linkages: DrawnLinkage[];
}

/** Blocks beyond this size are divided by track. */
const MOST = 8;

function things(model: ModelView): MapThing[] {
  const place = (one: { file?: string; line?: number }) => ({ file: one.file ?? "", line: one.line ?? 0 });
  const known = new Set(model.actors.map((one) => one.name));
  const indexed = (name: string): string[] => {
    const found = /\[([^\]]+)\]/.exec(name)?.[1]?.split(/,\s*/) ?? [];
    return found.filter((one) => known.has(one));
  };
  const unique = (names: string[]): string[] => [...new Set(names)].sort();
  return [
    ...model.issues.map((one) => ({
      name: one.name, kind: "issue" as const, title: one.title, doc: one.doc,
      actors: unique(one.actors), track: one.track ?? "", ...place(one),
    })),
    ...model.events.map((one) => ({
      name: one.name, kind: "event" as const, title: one.title, doc: one.doc,
      actors: unique(one.acts.flatMap((act) => [...act.by, ...act.toward])),
      track: one.acts.find((act) => act.track)?.track ?? "", ...place(one),
    })),
    ...model.decisions.map((one) => ({
      name: one.name, kind: "decision" as const, title: one.title, doc: one.doc,
      actors: unique(one.by ? [one.by] : []), track: "", ...place(one),
    })),
    ...model.quantities.map((one) => ({
      name: one.name, kind: "quantity" as const, title: one.title, doc: one.doc,
      actors: unique(indexed(one.name)), track: "", ...place(one),
    })),
  ];
}

/** Everything that can be chosen, in the order of the list. */
export function allThings(model: ModelView): MapThing[] {
  const place = (one: { file?: string; line?: number }) => ({ file: one.file ?? "", line: one.line ?? 0 });
  return [
    ...model.actors.map((one) => ({
      name: one.name, kind: "actor" as const, title: one.title, doc: one.doc, actors: [one.name], track: "", ...place(one),
    })),
    ...model.alliances.map((one) => ({
      name: one.name, kind: "alliance" as const, title: one.title, doc: one.doc, actors: one.members, track: "", ...place(one),
    })),
    ...things(model),
    ...linkages(model).map((one) => ({
      name: one.name ?? "", kind: "linkage" as const, title: one.title || (one.name ?? ""), doc: one.words ?? "",
      actors: [], track: "", ...place(one),
    })),
  ];
}

function linkages(model: ModelView): ModelLink[] {
  return model.links.filter((one) => one.kind === "linkage" && one.name);
}

function shown(thing: MapThing, layers: Layers): boolean {
  return thing.kind === "issue"
    || (thing.kind === "event" && layers.events)
    || (thing.kind === "decision" && layers.decisions)
    || (thing.kind === "quantity" && layers.quantities);
}

function blocksOf(model: ModelView, some: MapThing[], general: string, noTrack: string): Block[] {
  const titles = new Map(model.actors.map((one) => [one.name, one.title]));
  const tracks = new Map(model.tracks.map((one) => [one.name, one.title || one.name]));
  const groups = new Map<string, MapThing[]>();
  for (const thing of some) {
    const key = thing.actors.join(" ");
    groups.set(key, [...(groups.get(key) ?? []), thing]);
  }
  const blocks: Block[] = [];
  for (const [key, members] of groups) {
    const actors = key ? key.split(" ") : [];
    const who = actors.map((one) => titles.get(one) ?? one).join(", ") || general;
    if (members.length <= MOST) {
      blocks.push({ id: `block ${key}`, title: who, actors, members });
      continue;
    }
    const byTrack = new Map<string, MapThing[]>();
    for (const thing of members) byTrack.set(thing.track, [...(byTrack.get(thing.track) ?? []), thing]);
    for (const [track, part] of byTrack) {
      const title = `${who}: ${track ? (tracks.get(track) ?? track) : noTrack}`;
      blocks.push({ id: `block ${key} ${track}`, title, actors, members: part });
    }
  }
  return blocks;
}

export function graphOf(model: ModelView, layers: Layers, words: { general: string; noTrack: string }): MapGraph {
  const all = allThings(model);
  const find = new Map(all.map((one) => [one.name, one]));
  const some = things(model).filter((one) => shown(one, layers));
  const visible = new Set(some.map((one) => one.name));
  const drawn = linkages(model)
    .map((one): DrawnLinkage => {
      const from = one.from.filter((name) => visible.has(name));
      const to = one.to.filter((name) => visible.has(name));
      return {
        name: one.name ?? "", title: one.title || (one.name ?? ""), raises: one.raises ?? true,
        strength: Math.abs(one.strength ?? 0), from, to, hub: from.length > 2 || to.length > 2,
      };
    })
    .filter((one) => one.from.length > 0 && one.to.length > 0);
  const blocks = blocksOf(model, some, words.general, words.noTrack);
  // Who has no part in anything that is drawn stays in the list only.
  const party = new Set([...blocks.flatMap((block) => block.actors), ...model.alliances.flatMap((one) => one.members)]);
  return {
    actors: model.actors.flatMap((one) => {
      const thing = find.get(one.name);
      return thing && party.has(one.name) ? [{ ...thing, kind: "actor" as const, size: one.size, organOf: one.organ_of ?? "" }] : [];
    }),
    alliances: model.alliances.flatMap((one) => {
      const thing = all.find((other) => other.kind === "alliance" && other.name === one.name);
      return thing ? [{ ...thing, members: one.members }] : [];
    }),
    blocks,
    linkages: drawn,
  };
}

/** Line widths by strength: factors and pressures span decades, so by their logarithm. */
export function widthOf(strength: number): number {
  return Math.min(5, Math.max(1, 2.2 + Math.log10(Math.max(strength, 1e-3)) * 1.3));
}

export interface Relation {
  link: ModelLink;
  other: string;
}

/** What moves a thing and what it moves, by links of all kinds; each other thing once a kind. */
export function relations(model: ModelView, name: string): { incoming: Relation[]; outgoing: Relation[] } {
  const incoming: Relation[] = [];
  const outgoing: Relation[] = [];
  const seen = new Set<string>();
  const add = (list: Relation[], side: string, link: ModelLink, other: string): void => {
    const key = `${side} ${link.kind} ${other} ${link.name ?? ""}`;
    if (other === name || seen.has(key)) return;
    seen.add(key);
    list.push({ link, other });
  };
  for (const link of model.links) {
    if (link.kind === "linkage" && (link.from.length > 2 || link.to.length > 2)) {
      if (link.to.includes(name)) add(incoming, "in", link, link.name ?? "");
      if (link.from.includes(name)) add(outgoing, "out", link, link.name ?? "");
      continue;
    }
    if (link.to.includes(name)) for (const other of link.from) add(incoming, "in", link, other);
    if (link.from.includes(name)) for (const other of link.to) add(outgoing, "out", link, other);
  }
  const rank = (one: Relation): number => (one.link.kind === "linkage" ? 0 : 1);
  incoming.sort((a, b) => rank(a) - rank(b));
  outgoing.sort((a, b) => rank(a) - rank(b));
  return { incoming, outgoing };
}
