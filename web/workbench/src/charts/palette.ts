// Series colours by place in the list, after Okabe and Ito; beyond eight, greys and browns that
// differ in lightness.
export const SERIES = [
  "var(--oi-blue)",
  "var(--oi-orange)",
  "var(--oi-green)",
  "var(--oi-purple)",
  "var(--oi-sky)",
  "var(--oi-vermillion)",
  "var(--oi-yellow)",
  "var(--oi-grey)",
  "#7a5195",
  "#4d5a66",
  "#b07d62",
  "#2f6f6f",
];

export function seriesColour(index: number): string {
  return SERIES[index % SERIES.length] ?? "var(--oi-grey)";
}
