// How surprising each row of the record was, in bits, over time.
import type { FilterResult } from "../api/results";
import { date, number, percent } from "../lib/format";
import type { Rows, TopLevelSpec } from "../lib/vega";

export function surpriseRows(rows: FilterResult["rows"], name: (what: string) => string): Rows {
  const points = rows
    .filter((row) => row.surprise_bits !== null)
    .map((row) => ({
      t: Date.parse(`${row.date.slice(0, 10)}T00:00:00Z`),
      bits: row.surprise_bits,
      when: date(row.date),
      what: name(row.what),
      said: `${number(row.surprise_bits)} bits, ${percent(row.probability.estimate)}`,
    }));
  return { points };
}

function makeSurprise(height: number): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: "container",
    height,
    autosize: { type: "fit", contains: "padding" },
    padding: 2,
    data: { name: "points" },
    encoding: {
      x: { field: "t", type: "temporal", scale: { type: "utc" }, axis: { title: null, format: "%Y", tickCount: "year", labelFlush: true } },
      tooltip: [
        { field: "when", title: " " },
        { field: "what", title: " " },
        { field: "said", title: " " },
      ],
    },
    layer: [
      {
        mark: { type: "rule", color: "var(--mark)", opacity: 0.45, strokeWidth: 1.5 },
        encoding: { y: { field: "bits", type: "quantitative", axis: { title: null, tickCount: 4 } }, y2: { datum: 0 } },
      },
      {
        mark: { type: "point", filled: true, size: 46, color: "var(--mark)", opacity: 1 },
        encoding: { y: { field: "bits", type: "quantitative" } },
      },
    ],
  } as unknown as TopLevelSpec;
}

const made = new Map<number, TopLevelSpec>();

export function surpriseSpec(height: number): TopLevelSpec {
  const spec = made.get(height) ?? makeSurprise(height);
  made.set(height, spec);
  return spec;
}
