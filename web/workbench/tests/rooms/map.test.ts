// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { ModelView } from "../../src/api/types";
import { wrapped } from "../../src/rooms/map/elements";
import { allThings, graphOf, relations, widthOf } from "../../src/rooms/map/graph";
import { blockSize, boundsOf, CHIP, chipAt, place, type Box, type Spring } from "../../src/rooms/map/layout";
import { likeliest, sampleAt, statesAt } from "../../src/rooms/map/time";
import type { LiveResult } from "../../src/api/types";
import type { StoryResult } from "../../src/api/results";

const declared = (name: string) => ({ name, family: name, title: name.toUpperCase(), doc: "" });
const issue = (name: string, actors: string[], track?: string) => ({
  ...declared(name), office: false, actors, states: [{ name: "a", title: "a" }], initial: "a", ...(track ? { track } : {}),
});

function model(): ModelView {
  return {
    tracks: [{ name: "east", title: "East" }, { name: "west", title: "West" }],
    actors: ["A", "B", "C"].map((name) => ({ ...declared(name), kinds: [], size: 0.5, attributes: {} })),
    alliances: [],
    issues: [
      ...Array.from({ length: 6 }, (_, i) => issue(`e${i}`, ["A", "B"], "east")),
      ...Array.from({ length: 5 }, (_, i) => issue(`w${i}`, ["B", "A"], "west")),
      issue("alone", []),
    ],
    quantities: [{ ...declared("trust[A,B]"), unit: "", share: true, low: 0, high: 1 }],
    events: [{ ...declared("rebuke"), acts: [{ by: ["A"], toward: ["B"], track: "east" }], members: [] }],
    decisions: [],
    links: [
      { kind: "linkage", from: ["e0"], to: ["w0"], name: "one", title: "One", raises: true, strength: 2 },
      { kind: "linkage", from: ["e0", "e1", "e2"], to: ["w0"], name: "many", title: "Many", raises: false, strength: 0.3 },
      { kind: "linkage", from: ["rebuke"], to: ["w1"], name: "hidden", title: "Hidden" },
      { kind: "raises", from: ["e0"], to: ["trust[A,B]"] },
      { kind: "raises", from: ["e0"], to: ["trust[A,B]"] },
    ],
  } as unknown as ModelView;
}

const NONE = { events: false, decisions: false, quantities: false };
const WORDS = { general: "general", noTrack: "none" };

describe("the graph of a model", () => {
  it("puts what concerns the same actors together, divided by track if it is much", () => {
    const blocks = graphOf(model(), NONE, WORDS).blocks;
    expect(blocks.map((block) => [block.title, block.members.length])).toEqual([
      ["A, B: East", 6],
      ["A, B: West", 5],
      ["general", 1],
    ]);
  });

  it("leaves out actors that have no part in what is drawn, but not from the list", () => {
    expect(graphOf(model(), NONE, WORDS).actors.map((one) => one.name)).toEqual(["A", "B"]);
    expect(allThings(model()).some((one) => one.name === "C")).toBe(true);
  });

  it("draws a linkage where both of its ends are drawn, as a node if it joins many", () => {
    const without = graphOf(model(), NONE, WORDS).linkages;
    expect(without.map((one) => [one.name, one.hub])).toEqual([["one", false], ["many", true]]);
    const withEvents = graphOf(model(), { ...NONE, events: true }, WORDS).linkages;
    expect(withEvents.map((one) => one.name)).toEqual(["one", "many", "hidden"]);
  });

  it("names the actors of a quantity by its index", () => {
    const found = allThings(model()).find((one) => one.name === "trust[A,B]");
    expect(found?.actors).toEqual(["A", "B"]);
  });

  it("tells every relation once, linkages of many by their own name", () => {
    const { incoming, outgoing } = relations(model(), "e0");
    expect(incoming).toEqual([]);
    expect(outgoing.map((one) => one.other)).toEqual(["w0", "many", "trust[A,B]"]);
  });

  it("draws stronger linkages wider, within bounds", () => {
    expect(widthOf(10)).toBeGreaterThan(widthOf(0.3));
    expect(widthOf(0)).toBeGreaterThanOrEqual(1);
    expect(widthOf(1e9)).toBeLessThanOrEqual(5);
  });
});

describe("the layout", () => {
  const boxes: Box[] = Array.from({ length: 24 }, (_, i) => ({
    id: `b${i}`, rank: i % 3, width: 60 + 37 * (i % 5), height: 30 + 23 * (i % 4),
  }));
  const springs: Spring[] = Array.from({ length: 23 }, (_, i) => ({ a: `b${i}`, b: `b${(i * 7) % 24}`, pull: 0.1 }));

  it("lets no box overlap another", () => {
    const at = place(boxes, springs, 1.5);
    for (const a of boxes) for (const b of boxes) {
      if (a.id >= b.id) continue;
      const [p, q] = [at.get(a.id), at.get(b.id)];
      if (!p || !q) throw new Error("a box has no place");
      const apart = Math.abs(p.x - q.x) >= (a.width + b.width) / 2 || Math.abs(p.y - q.y) >= (a.height + b.height) / 2;
      expect(apart, `${a.id} and ${b.id}`).toBe(true);
    }
  });

  it("fills a frame of the wanted shape", () => {
    for (const aspect of [0.8, 1.5, 2.2]) {
      const { width, height } = boundsOf(boxes, place(boxes, springs, aspect));
      expect(width / height).toBeGreaterThan(aspect * 0.75);
      expect(width / height).toBeLessThan(aspect * 1.35);
      const area = boxes.reduce((sum, box) => sum + box.width * box.height, 0);
      expect(area / (width * height)).toBeGreaterThan(0.5);
    }
  });

  it("gives the same model the same map", () => {
    expect(place(boxes, springs, 1.5)).toEqual(place(boxes, springs, 1.5));
  });

  it("can place a single box, and none", () => {
    expect(place(boxes.slice(0, 1), [], 1.5).get("b0")).toEqual({ x: 0, y: 0 });
    expect(place([], [], 1.5).size).toBe(0);
  });

  it("keeps chips inside their block and off each other", () => {
    for (const n of [1, 2, 5, 8, 13]) {
      const { width, height } = blockSize(n);
      const seen = Array.from({ length: n }, (_, i) => chipAt(i, n, { x: 100, y: -40 }));
      for (const { x, y } of seen) {
        expect(Math.abs(x - 100) + CHIP.width / 2).toBeLessThanOrEqual(width / 2 + 1e-9);
        expect(Math.abs(y + 40) + CHIP.height / 2).toBeLessThanOrEqual(height / 2 + 1e-9);
      }
      expect(new Set(seen.map(({ x, y }) => `${x} ${y}`)).size).toBe(n);
    }
  });

  it("wraps titles into two lines and marks what it cuts", () => {
    const measure = (text: string): number => text.length * 10;
    expect(wrapped("short", 100, measure)).toBe("short");
    expect(wrapped("two words here", 100, measure)).toBe("two words\nhere");
    const long = wrapped("a title that goes on and on for ever", 100, measure);
    expect(long.split("\n")).toHaveLength(2);
    expect(long.endsWith("…")).toBe(true);
    for (const line of long.split("\n")) expect(measure(line)).toBeLessThanOrEqual(100);
  });
});

describe("states at an instant", () => {
  const live = {
    from: "2020-01-01",
    days: ["2020-01-01", "2020-01-11", "2020-01-21"],
    issues: [{ name: "gate", title: "Gate", states: [{ name: "open", title: "open" }, { name: "shut", title: "shut" }], share: [[1, 0.4, 0.1], [0, 0.6, 0.9]] }],
  } as unknown as LiveResult;

  it("are shares over worlds", () => {
    const shares = statesAt(live, 1, null).get("gate") ?? [];
    expect(shares.map((one) => one.share)).toEqual([0.4, 0.6]);
    expect(likeliest(shares)?.name).toBe("shut");
  });

  it("are certain in one world, as of the last day told", () => {
    const story = { days: [0, 9, 12], issues: { gate: ["open", "shut", "open"] } } as unknown as StoryResult;
    expect(likeliest(statesAt(live, 1, story).get("gate") ?? [])?.name).toBe("shut");
    expect(likeliest(statesAt(live, 2, story).get("gate") ?? [])?.share).toBe(1);
    expect(sampleAt([0, 9, 12], 10)).toBe(1);
  });
});
