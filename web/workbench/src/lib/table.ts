// The numbers behind a chart as a table, and as a file that any program reads.
import type { Rows } from "./vega";

export type Cell = string | number | null | undefined;

export interface Table {
  columns: string[];
  rows: Cell[][];
}

/** RFC 4180. Numbers are written in full and with a point; what is not known is empty. */
export function csvOf({ columns, rows }: Table): string {
  const cell = (value: Cell): string => {
    if (value === null || value === undefined || (typeof value === "number" && !Number.isFinite(value))) return "";
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** For a chart that has no table of its own: its first data as they are drawn, instants as dates. */
export function tableOf(rows: Rows): Table {
  const first = (Object.values(rows)[0] ?? []) as Record<string, Cell>[];
  const columns = Object.keys(first[0] ?? {});
  const shown = (column: string, value: Cell): Cell =>
    column === "t" && typeof value === "number" ? new Date(value).toISOString().slice(0, 10) : value;
  return {
    columns: columns.map((one) => (one === "t" ? "date" : one)),
    rows: first.map((row) => columns.map((one) => shown(one, row[one]))),
  };
}
