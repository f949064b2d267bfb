import { describe, expect, it } from "vitest";
import { changedSince, leversInWords, requestOf } from "../src/lib/runs";
import { csvOf, tableOf } from "../src/lib/table";
import { fileName } from "../src/lib/download";

describe("a kept run", () => {
  it("is read with the usual values for what is not there, or is of another kind", () => {
    expect(requestOf({ request: {} })).toEqual({
      with: [], set: {}, seed: 1, worlds: null, versus: null, revisions: {}, unsaved: [],
    });
    const run = requestOf({ request: { with: ["a", 3], set: { x: 0.5, y: "z" }, seed: 7, versus: { with: ["b"] }, revisions: { "main.ent": 4 } } });
    expect(run.with).toEqual(["a"]);
    expect(run.set).toEqual({ x: 0.5 });
    expect(run.versus).toEqual({ with: ["b"], set: {} });
    expect(run.revisions).toEqual({ "main.ent": 4 });
  });

  it("names the files that changed since, or are gone, and not those that came later", () => {
    const run = requestOf({ request: { revisions: { "main.ent": 2, "a.ent": 1, "b.ent": 3 } } });
    expect(changedSince(run, { "main.ent": 2, "a.ent": 5, "new.ent": 1 })).toEqual(["a.ent", "b.ent"]);
  });

  it("says its levers in words", () => {
    expect(leversInWords({ with: ["hub"], set: { x: 0.5 } }, String)).toBe("hub, x = 0.5");
    expect(leversInWords({ with: [], set: {} }, String)).toBe("");
  });
});

describe("files", () => {
  it("hold numbers in full and quote what needs it", () => {
    const table = { columns: ["date", "a, b"], rows: [["2020-01-01", 0.1 + 0.2], ['say "x"', null], ["", Number.NaN]] };
    expect(csvOf(table)).toBe('date,"a, b"\r\n2020-01-01,0.30000000000000004\r\n"say ""x""",\r\n,\r\n');
  });

  it("of a chart without a table of its own have its first data, instants as dates", () => {
    const rows = { points: [{ t: Date.UTC(2020, 4, 6), bits: 2.5 }], others: [{ x: 1 }] };
    expect(tableOf(rows)).toEqual({ columns: ["date", "bits"], rows: [["2020-05-06", 2.5]] });
    expect(tableOf({ points: [] })).toEqual({ columns: [], rows: [] });
  });

  it("have names that every system takes", () => {
    expect(fileName("Trust: Japan → Korea (KOR)")).toBe("trust_japan_korea_kor");
    expect(fileName("…")).toBe("chart");
  });
});
