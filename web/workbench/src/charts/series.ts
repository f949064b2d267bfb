// Counts of coded events by period. A period that the data do not cover wholly breaks the line and
// is shaded: missing is not zero.
import type { RecordSeries } from "../api/results";
import { number } from "../lib/format";
import type { Rows, TopLevelSpec } from "../lib/vega";
import { SERIES } from "./palette";

export type Measure = "count" | "goldstein";

const at = (day: string): number => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
const DAY = 86_400_000;

/** Cooperation in blues, conflict in oranges, everywhere; other classes by their place. */
const CLASSES: Record<string, number> = {
  verbal_cooperation: 4,
  material_cooperation: 0,
  verbal_conflict: 1,
  material_conflict: 5,
  none: 7,
};

export function classColour(name: string | null, place: number): number {
  return (name === null ? undefined : CLASSES[name]) ?? place;
}

/** Runs of cells that no series has data for. */
export function missingSpans(series: RecordSeries): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  let open: { from: number; to: number } | null = null;
  series.cells.forEach((cell, i) => {
    const missing = series.series.length > 0 && series.series.every((one) => one.count[i] === null);
    if (!missing) open = null;
    else if (open) open.to = at(cell.to) + DAY;
    else spans.push((open = { from: at(cell.from), to: at(cell.to) + DAY }));
  });
  return spans;
}

export function seriesRows(series: RecordSeries, measure: Measure, name: (s: number) => string): Rows {
  const cells: object[] = [];
  const instants: object[] = [];
  series.cells.forEach((cell, i) => {
    const t = at(cell.from);
    const said: string[] = [];
    series.series.forEach((one, s) => {
      const y = one[measure][i] ?? null;
      cells.push({ t, s: classColour(one.class, s), y });
      said.push(`${name(s)} ${y === null ? "missing" : number(y)}`);
    });
    instants.push({ t, when: cell.name, text: said.join(", ") });
  });
  return { cells, instants, gaps: missingSpans(series) };
}

function makeSeries(height: number): TopLevelSpec {
  const x = {
    field: "t",
    type: "temporal",
    scale: { type: "utc" },
    axis: { title: null, labelOverlap: true, labelFlush: true, tickCount: 8 },
  };
  const color = {
    field: "s",
    type: "ordinal",
    scale: { domain: SERIES.map((_, i) => i), range: SERIES },
    legend: null,
  };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: "container",
    height,
    autosize: { type: "fit", contains: "padding" },
    padding: 2,
    layer: [
      {
        data: { name: "gaps" },
        mark: { type: "rect", color: "var(--ink)", opacity: 0.07, tooltip: false },
        encoding: { x: { ...x, field: "from" }, x2: { field: "to" } },
      },
      {
        data: { name: "cells" },
        mark: { type: "line", strokeWidth: 1.8, tooltip: false, invalid: "break-paths-show-path-domains",
          point: { size: 14, filled: true, opacity: 1, tooltip: false } },
        encoding: {
          x,
          y: { field: "y", type: "quantitative", axis: { title: null, tickCount: 5, format: ",~f" } },
          color,
          detail: { field: "s" },
        },
      },
      {
        data: { name: "instants" },
        mark: { type: "rule", strokeWidth: 1, tooltip: true },
        encoding: {
          x,
          opacity: { condition: { param: "hover", empty: false, value: 0.5 }, value: 0 },
          tooltip: [
            { field: "when", title: " " },
            { field: "text", title: " " },
          ],
        },
        params: [
          { name: "hover", select: { type: "point", fields: ["t"], nearest: true, on: "pointermove", clear: "pointerout" } },
        ],
      },
    ],
  } as unknown as TopLevelSpec;
}

const made = new Map<number, TopLevelSpec>();

export function seriesSpec(height: number): TopLevelSpec {
  const spec = made.get(height) ?? makeSeries(height);
  made.set(height, spec);
  return spec;
}
