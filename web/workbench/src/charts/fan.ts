// A quantity over time: median, middle 50% and 90% of the worlds; the other side of a comparison as
// dashed lines.
import type { LiveQuantity } from "../api/types";
import { date, interval, value } from "../lib/format";
import type { Table } from "../lib/table";
import type { Rows, TopLevelSpec } from "../lib/vega";

export interface FanRow {
  t: number;
  low: number | null;
  lower: number | null;
  mid: number | null;
  upper: number | null;
  high: number | null;
  blow?: number | null;
  bmid?: number | null;
  bhigh?: number | null;
  when: string;
  median: string;
  half: string;
  most: string;
  b: string;
}

/** `levels` are the five of the contract: 5, 25, 50, 75 and 95 per cent. */
export function fanRows(days: string[], one: LiveQuantity, other?: LiveQuantity): Rows {
  const show = (x: number | null | undefined): string => value(x, one.share ?? false);
  const at = (side: LiveQuantity | undefined, level: number, i: number): number | null =>
    side?.quantiles[level]?.[i] ?? null;
  const fan: FanRow[] = days.map((day, i) => {
    const row: FanRow = {
      t: Date.parse(`${day}T00:00:00Z`),
      low: at(one, 0, i),
      lower: at(one, 1, i),
      mid: at(one, 2, i),
      upper: at(one, 3, i),
      high: at(one, 4, i),
      when: date(day),
      median: show(at(one, 2, i)),
      half: interval(at(one, 1, i), at(one, 3, i), show),
      most: interval(at(one, 0, i), at(one, 4, i), show),
      b: "–",
    };
    if (other) {
      row.blow = at(other, 0, i);
      row.bmid = at(other, 2, i);
      row.bhigh = at(other, 4, i);
      row.b = `${show(row.bmid)} (${interval(row.blow, row.bhigh, show)})`;
    }
    return row;
  });
  return { fan };
}

/** The numbers of the same chart for a file. */
export function fanTable(days: string[], one: LiveQuantity, other?: LiveQuantity): Table {
  const levels = ["p5", "p25", "p50", "p75", "p95"];
  return {
    columns: ["date", ...levels, ...(other ? levels.map((level) => `b_${level}`) : [])],
    rows: days.map((day, i) => [day, ...[one, other].flatMap((side) => (side ? levels.map((_, l) => side.quantiles[l]?.[i]) : []))]),
  };
}

const x = (axis: boolean): object => ({
  field: "t",
  type: "temporal",
  scale: { type: "utc" },
  axis: axis ? { title: null, format: "%Y", tickCount: "year", labelOverlap: true, labelFlush: true } : null,
});

function makeFan(share: boolean, versus: boolean, height: number): TopLevelSpec {
  const y = (field: string): object => ({
    field,
    type: "quantitative",
    scale: { zero: false, nice: true },
    axis: { title: null, tickCount: 4, format: share ? ".2~%" : "~g" },
  });
  const area = (low: string, high: string, opacity: number): object => ({
    mark: { type: "area", color: "var(--mark)", opacity, tooltip: false },
    encoding: { y: y(low), y2: { field: high } },
  });
  const line = (field: string, mark: object): object => ({
    mark: { type: "line", tooltip: false, ...mark },
    encoding: { y: y(field) },
  });
  const tips = [
    { field: "when", title: " " },
    { field: "median", title: "median" },
    { field: "half", title: "50%" },
    { field: "most", title: "90%" },
    ...(versus ? [{ field: "b", title: "B" }] : []),
  ];
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: "container",
    height,
    autosize: { type: "fit", contains: "padding" },
    padding: 2,
    data: { name: "fan" },
    encoding: { x: x(true) },
    layer: [
      area("low", "high", 0.16),
      area("lower", "upper", 0.26),
      ...(versus
        ? [
            line("blow", { color: "var(--mark-b)", strokeWidth: 1, strokeDash: [2, 3] }),
            line("bhigh", { color: "var(--mark-b)", strokeWidth: 1, strokeDash: [2, 3] }),
            line("bmid", { color: "var(--mark-b)", strokeWidth: 1.8, strokeDash: [6, 3] }),
          ]
        : []),
      line("mid", { color: "var(--mark)", strokeWidth: 2 }),
      {
        mark: { type: "rule", strokeWidth: 1, tooltip: true },
        encoding: {
          opacity: { condition: { param: "hover", empty: false, value: 0.5 }, value: 0 },
          tooltip: tips,
        },
        params: [
          {
            name: "hover",
            select: { type: "point", fields: ["t"], nearest: true, on: "pointermove", clear: "pointerout" },
          },
        ],
      },
    ],
  } as unknown as TopLevelSpec;
}

const made = new Map<string, TopLevelSpec>();

/** The same object for the same arguments, so that a chart whose data change is not drawn anew. */
export function fanSpec(share: boolean, versus: boolean, height: number): TopLevelSpec {
  const key = `${share} ${versus} ${height}`;
  const spec = made.get(key) ?? makeFan(share, versus, height);
  made.set(key, spec);
  return spec;
}
