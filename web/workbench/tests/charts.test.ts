// @vitest-environment node
import { compile } from "vega-lite";
import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { describe, expect, it } from "vitest";
import { countRows, countsSpec } from "../src/charts/counts";
import { fanRows, fanSpec, type FanRow } from "../src/charts/fan";
import { stateRows, statesSpec } from "../src/charts/states";
import type { Rows, TopLevelSpec } from "../src/lib/vega";

const days = ["2020-01-01", "2020-07-01", "2021-01-01"];
const levels = (base: number): number[][] => [0, 1, 2, 3, 4].map((level) => days.map((_, i) => base + level + i));
const quantity = { name: "trust", title: "Trust", unit: "", share: false, mean: [2, 3, 4], quantiles: levels(0) };

/** As the page draws: no eval, data put in afterwards. */
async function svg(spec: TopLevelSpec, rows: Rows): Promise<string> {
  const runtime = parse(compile(spec).spec, undefined, { ast: true } as never);
  const view = new View(runtime, { expr: expressionInterpreter as never, renderer: "none" } as never);
  view.signal("width", 300);
  for (const [name, values] of Object.entries(rows)) view.data(name, values);
  await view.runAsync();
  return view.toSVG();
}

describe("fan", () => {
  it("has a row a day, and the other side beside it", () => {
    const rows = fanRows(days, quantity, { ...quantity, quantiles: levels(10) })["fan"] as FanRow[];
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({ t: Date.UTC(2020, 6, 1), low: 1, mid: 3, high: 5, bmid: 13, median: "3.00" });
  });
  it("is drawn without eval, with and without B", async () => {
    for (const versus of [false, true]) {
      const drawn = await svg(fanSpec(false, versus, 170), fanRows(days, quantity, versus ? quantity : undefined));
      expect(drawn).toContain("var(--mark)");
      expect(drawn.includes("var(--mark-b)")).toBe(versus);
      expect(drawn).not.toContain("NaN");
    }
  });
  it("is one specification for equal arguments", () => {
    expect(fanSpec(true, false, 170)).toBe(fanSpec(true, false, 170));
    expect(fanSpec(true, false, 170)).not.toBe(fanSpec(false, false, 170));
  });
});

describe("states", () => {
  const issue = {
    name: "gsomia", title: "Agreement", states: [{ name: "in_force", title: "in force" }, { name: "notice", title: "notice" }, { name: "lost", title: "lost" }],
    share: [[1, 0.8, 0.6], [0, 0.2, 0.4], [0, 0, 0]],
  };
  const record = [
    { date: "2020-08-22", what: "gsomia", from: "in_force", to: "notice", source: "" },
    { date: "2019-08-22", what: "gsomia", from: "", to: "in_force", source: "" },
    { date: "2020-08-22", what: "other", from: "", to: "notice", source: "" },
  ];
  it("leave out states that never occur, and mark the record within the horizon", () => {
    const rows = stateRows(days, issue, record);
    expect(rows["states"]).toHaveLength(6);
    expect(rows["record"]).toEqual([{ t: Date.UTC(2020, 7, 22), s: 1, when: "22 Aug 2020", text: "notice" }]);
    expect(rows["instants"]?.[2]).toMatchObject({ text: "in force 60%, notice 40%" });
  });
  it("are drawn without eval", async () => {
    expect(await svg(statesSpec(180), stateRows(days, issue, record))).toContain("var(--oi-blue)");
  });
});

describe("counts", () => {
  const event = { name: "launch", title: "Launch", choice: false, mean: 3, by_period: [1, 2], recorded: [0, 4] };
  it("show the record beside the mean", async () => {
    const rows = countRows(["2020-12-31", "2021-12-31"], event);
    expect(rows["counts"]?.[1]).toMatchObject({ y: "2021", n: 2, r: 4, seen: "4.00" });
    expect(await svg(countsSpec(120, true), rows)).toContain("var(--oi-vermillion)");
    expect(await svg(countsSpec(120, false), rows)).not.toContain("var(--oi-vermillion)");
  });
});
