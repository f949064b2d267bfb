// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { RecordSeries } from "../../src/api/results";
import type { ModelView } from "../../src/api/types";
import { classColour, missingSpans, seriesRows } from "../../src/charts/series";
import { gaps, joined, strips } from "../../src/rooms/record/coverage";
import { pooled } from "../../src/rooms/record/hindcast";
import { happeningTitle } from "../../src/rooms/record/names";

describe("coverage", () => {
  const spans = [
    { from: "2018-03-01", to: "2018-03-31" },
    { from: "2018-01-01", to: "2018-01-31" },
    { from: "2018-02-01", to: "2018-02-10" },
  ];

  it("joins days that touch", () => {
    expect(joined(spans)).toEqual([
      { from: "2018-01-01", to: "2018-02-10" },
      { from: "2018-03-01", to: "2018-03-31" },
    ]);
  });

  it("tells the first and the last day of a gap", () => {
    expect(gaps(spans)).toEqual([{ from: "2018-02-11", to: "2018-02-28" }]);
    expect(gaps([])).toEqual([]);
  });

  it("draws shares of the whole", () => {
    const [first, second] = strips(spans, "2018-01-01", "2018-03-31");
    expect(first?.left).toBe(0);
    expect(first?.width).toBeCloseTo(41 / 90);
    expect((second?.left ?? 0) + (second?.width ?? 0)).toBeCloseTo(1);
  });
});

describe("a series", () => {
  const series: RecordSeries = {
    dataset: "d", period: "month", events: 3, unmapped: 0,
    cells: ["01", "02", "03", "04"].map((m) => ({ name: `2018-${m}`, from: `2018-${m}-01`, to: `2018-${m}-28` })),
    series: [
      { from: null, to: null, class: "verbal_conflict", count: [1, null, null, 0], goldstein: [-2, null, null, 0] },
      { from: null, to: null, class: null, count: [2, null, null, 5], goldstein: [1, null, null, 2] },
    ],
  };

  it("keeps missing apart from zero", () => {
    const { cells } = seriesRows(series, "count", String);
    expect(cells?.filter((one) => (one as { y: number | null }).y === null)).toHaveLength(4);
    expect(cells?.filter((one) => (one as { y: number | null }).y === 0)).toHaveLength(1);
  });

  it("shades runs of missing periods once", () => {
    expect(missingSpans(series)).toEqual([{ from: Date.UTC(2018, 1, 1), to: Date.UTC(2018, 2, 29) }]);
    expect(missingSpans({ ...series, series: [] })).toEqual([]);
  });

  it("gives a quad class the same colour everywhere", () => {
    expect(classColour("material_conflict", 0)).toBe(classColour("material_conflict", 3));
    expect(classColour(null, 2)).toBe(2);
  });
});

describe("reliability of all targets", () => {
  it("weighs by counts and says where a calibrated forecast would lie", () => {
    const point = (forecast: number, frequency: number, count: number) => ({ forecast, frequency, count, bar_low: 0, bar_high: 1 });
    const [low, high] = pooled([[point(0.02, 0, 30), point(0.95, 1, 10)], [point(0.06, 0.1, 10)]]);
    expect(low?.count).toBe(40);
    expect(low?.forecast).toBeCloseTo(0.03);
    expect(low?.frequency).toBeCloseTo(0.025);
    expect(high?.forecast).toBeCloseTo(0.95);
    for (const one of [low, high]) {
      expect(one?.bar_low).toBeLessThanOrEqual(one?.forecast ?? 0);
      expect(one?.bar_high).toBeGreaterThanOrEqual(one?.forecast ?? 1);
    }
    expect(pooled([])).toEqual([]);
  });
});

describe("names of happenings", () => {
  const model = {
    issues: [{ name: "export_control", title: "Controls" }],
    decisions: [{ name: "renew", title: "Keep or leave" }],
    events: [{ name: "rebuke", title: "Public rebuke" }],
  } as unknown as ModelView;

  it("are read as moves, choices and events", () => {
    expect(happeningTitle(model, "export_control.normal->three_items")).toBe("Controls: normal → three items");
    expect(happeningTitle(model, "renew.notice")).toBe("Keep or leave: notice");
    expect(happeningTitle(model, "rebuke")).toBe("Public rebuke");
    expect(happeningTitle(null, "not_known")).toBe("not known");
  });
});
