// How often an event happens, a period at a time: the mean over worlds, and the recorded number.
import type { LiveEvent } from "../api/types";
import { number } from "../lib/format";
import type { Table } from "../lib/table";
import type { Rows, TopLevelSpec } from "../lib/vega";

export function countRows(ends: string[], event: LiveEvent): Rows {
  const counts = event.by_period.map((n, i) => {
    const recorded = event.recorded?.[i];
    return {
      y: (ends[i] ?? "").slice(0, 4),
      n,
      r: recorded ?? null,
      mean: number(n),
      seen: recorded === undefined ? "–" : number(recorded),
    };
  });
  return { counts };
}

/** The numbers of the same chart for a file. */
export function countTable(ends: string[], event: LiveEvent): Table {
  return {
    columns: ["period_end", "mean_per_world", "recorded"],
    rows: event.by_period.map((n, i) => [ends[i], n, event.recorded?.[i]]),
  };
}

function makeCounts(height: number, recorded: boolean): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: "container",
    height,
    autosize: { type: "fit", contains: "padding" },
    padding: 2,
    data: { name: "counts" },
    encoding: {
      x: {
        field: "y",
        type: "ordinal",
        scale: { paddingInner: 0.35, paddingOuter: 0.15 },
        axis: { title: null, labelAngle: 0, labelOverlap: true, ticks: false },
      },
      tooltip: [
        { field: "y", title: "year" },
        { field: "mean", title: "mean per world" },
        ...(recorded ? [{ field: "seen", title: "record" }] : []),
      ],
    },
    layer: [
      {
        mark: { type: "bar", color: "var(--mark)", opacity: 0.75, cornerRadiusEnd: 2 },
        encoding: { y: { field: "n", type: "quantitative", axis: { title: null, tickCount: 3, format: "~g" } } },
      },
      ...(recorded
        ? [
            {
              mark: { type: "point", filled: true, shape: "diamond", size: 75, color: "var(--oi-vermillion)", opacity: 1, stroke: "var(--paper)" },
              encoding: { y: { field: "r", type: "quantitative" } },
            },
          ]
        : []),
    ],
  } as unknown as TopLevelSpec;
}

const made = new Map<string, TopLevelSpec>();

export function countsSpec(height: number, recorded: boolean): TopLevelSpec {
  const key = `${height} ${recorded}`;
  const spec = made.get(key) ?? makeCounts(height, recorded);
  made.set(key, spec);
  return spec;
}
