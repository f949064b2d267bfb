// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { StoryOccurrence, WithoutRow, WithoutSide } from "../../src/api/results";
import { arcs, cameOf, differences, effectsOf, folded, ledTo, occurrenceName } from "../../src/rooms/why/story";

function told(happening: string, causes: [number, string][] = []): StoryOccurrence {
  return {
    date: "2020-01-01", day: 0, happening, text: happening, shown: true, how: "", depth: 0,
    causes: causes.map(([occurrence, how]) => ({ occurrence, how, factor: null })),
  };
}

// 0 ruling → 1 controls → 3 boycott; 2 rebuke raises 3; 4 rebuke stands alone.
const story = [
  told("ruling"),
  told("controls", [[0, "made it possible"]]),
  told("rebuke"),
  told("boycott", [[1, "brought it about"], [2, "raised its odds"]]),
  told("rebuke"),
];

describe("a story", () => {
  it("leads back through all causes and on through all effects", () => {
    expect([...ledTo(story, 3)].sort()).toEqual([0, 1, 2]);
    expect([...cameOf(effectsOf(story), 0)].sort()).toEqual([1, 3]);
    expect(ledTo(story, 4).size).toBe(0);
  });

  it("names the second occurrence of the same thing as the second", () => {
    expect(occurrenceName(story, 2)).toBe("rebuke");
    expect(occurrenceName(story, 4)).toBe("rebuke#2");
  });

  it("shows only strong causes until something is chosen, and then all of its own", () => {
    const all = new Set(story.map((_, i) => i));
    expect(arcs(story, all, null).map(({ from, to }) => [from, to])).toEqual([[0, 1], [1, 3]]);
    expect(arcs(story, all, 2).map(({ from, to }) => [from, to])).toEqual([[2, 3]]);
    expect(arcs(story, new Set([1, 3]), null)).toHaveLength(1);
  });
});

describe("two tellings of a world", () => {
  const side = (happening: string, day: number, shown = true): WithoutSide => ({
    date: `day ${day}`, day, happening, text: happening, shown, how: "", because: "",
  });
  const row = (a: WithoutSide | null, b: WithoutSide | null, removed = false): WithoutRow => ({ with: a, without: b, removed });

  it("join what only changed its day, nearest first, and leave the rest apart", () => {
    const rows = differences([
      row(side("same", 1), side("same", 1)),
      row(side("gone", 2), null, true),
      row(side("talks", 10), null),
      row(null, side("talks", 13)),
      row(null, side("talks", 100)),
      row(side("summit", 20), null),
      row(side("hidden", 21, false), null),
      row(null, side("summit", 400)),
    ]);
    expect(rows.map((one) => [one.kind, one.days])).toEqual([
      ["same", 0],
      ["removed", 0],
      ["moved", 3],
      ["fresh", 0],
      ["gone", 0],
      ["fresh", 0],
    ]);
  });

  it("count equal rows between those that differ", () => {
    const same = row(side("same", 1), side("same", 1));
    const found = folded(differences([same, same, row(side("gone", 2), null), same]));
    expect(found.map((one) => (typeof one === "number" ? one : one.kind))).toEqual([2, "gone", 1]);
  });
});
