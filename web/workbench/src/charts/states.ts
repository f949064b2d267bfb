// An issue over time: the share of worlds in each of its states, stacked, with what really happened
// as marks at its dates.
import type { LiveIssue, LiveRecord } from "../api/types";
import { date, percent } from "../lib/format";
import type { Table } from "../lib/table";
import type { Rows, TopLevelSpec } from "../lib/vega";
import { SERIES } from "./palette";

export function stateRows(days: string[], issue: LiveIssue, record: LiveRecord[]): Rows {
  const times = days.map((day) => Date.parse(`${day}T00:00:00Z`));
  const states: object[] = [];
  const instants: object[] = [];
  const most = new Set(
    issue.share
      .map((series, s) => ({ s, top: Math.max(0, ...series.map((p) => p ?? 0)) }))
      .filter(({ top }) => top > 0)
      .map(({ s }) => s),
  );
  times.forEach((t, i) => {
    const tips: [number, string][] = [];
    issue.share.forEach((series, s) => {
      const p = series[i] ?? 0;
      if (most.has(s)) states.push({ t, s, p });
      if (p >= 0.005) tips.push([p, `${issue.states[s]?.title ?? s} ${percent(p)}`]);
    });
    tips.sort((a, b) => b[0] - a[0]);
    const text = tips.slice(0, 5).map(([, one]) => one).join(", ");
    instants.push({ t, when: date(days[i] ?? ""), text });
  });
  const first = times[0] ?? 0;
  const last = times[times.length - 1] ?? 0;
  const title = (name: string): string => issue.states.find((one) => one.name === name)?.title ?? name;
  const marks = record
    .filter((row) => row.what === issue.name)
    .map((row) => ({
      t: Date.parse(`${row.date.slice(0, 10)}T00:00:00Z`),
      s: Math.max(0, issue.states.findIndex((one) => one.name === row.to)),
      when: date(row.date),
      text: row.to ? title(row.to) : "",
    }))
    .filter(({ t }) => t >= first && t <= last);
  return { states, instants, record: marks };
}

/** The numbers of the same chart for a file: a column a state. */
export function stateTable(days: string[], issue: LiveIssue): Table {
  return {
    columns: ["date", ...issue.states.map((state) => state.name)],
    rows: days.map((day, i) => [day, ...issue.share.map((series) => series[i])]),
  };
}

function makeStates(height: number): TopLevelSpec {
  const x = {
    field: "t",
    type: "temporal",
    scale: { type: "utc" },
    axis: { title: null, format: "%Y", tickCount: "year", labelOverlap: true, labelFlush: true },
  };
  const colour = {
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
        data: { name: "states" },
        mark: { type: "area", opacity: 0.78, tooltip: false, stroke: "var(--paper)", strokeWidth: 0.6, line: false },
        encoding: {
          x,
          y: {
            field: "p",
            type: "quantitative",
            stack: "zero",
            scale: { domain: [0, 1], nice: false },
            axis: { title: null, tickCount: 3, format: ".0%", values: [0, 0.5, 1] },
          },
          color: colour,
          order: { field: "s", type: "quantitative" },
        },
      },
      {
        data: { name: "record" },
        mark: { type: "rule", color: "var(--ink)", strokeWidth: 1.2, strokeDash: [3, 2], tooltip: false },
        encoding: { x },
      },
      {
        data: { name: "record" },
        mark: { type: "point", filled: true, shape: "triangle-down", size: 90, opacity: 1, stroke: "var(--paper)", strokeWidth: 1 },
        encoding: {
          x,
          y: { value: 2 },
          color: colour,
          tooltip: [
            { field: "when", title: "Record" },
            { field: "text", title: " " },
          ],
        },
      },
      {
        data: { name: "instants" },
        mark: { type: "rule", strokeWidth: 1, tooltip: true },
        encoding: {
          x,
          opacity: { condition: { param: "hover", empty: false, value: 0.6 }, value: 0 },
          tooltip: [
            { field: "when", title: " " },
            { field: "text", title: " " },
          ],
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

const made = new Map<number, TopLevelSpec>();

export function statesSpec(height: number): TopLevelSpec {
  const spec = made.get(height) ?? makeStates(height);
  made.set(height, spec);
  return spec;
}
