// How the map looks: the page's colours and type, for a canvas that knows no style sheets.
import type cytoscape from "cytoscape";
import { SERIES } from "../../charts/palette";
import { CHIP } from "./layout";

export interface Colours {
  ink: string;
  quiet: string;
  paper: string;
  panel: string;
  line: string;
  strong: string;
  accent: string;
  rise: string;
  fall: string;
  series: string[];
}

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  const series = SERIES.map((one) => {
    const name = /var\((--[\w-]+)\)/.exec(one)?.[1];
    return name ? value(name) : one;
  });
  return {
    ink: value("--ink"), quiet: value("--quiet"), paper: value("--paper"), panel: value("--panel"),
    line: value("--line"), strong: value("--line-strong"), accent: value("--accent"), rise: value("--rise"),
    fall: value("--fall"), series,
  };
}

/** #rrggbb a little over #rrggbb b. */
export function mixed(a: string, b: string, share: number): string {
  const parse = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  const [x, y] = [parse(a), parse(b)];
  const parts = x.map((v, i) => Math.round(v * share + (y[i] ?? 0) * (1 - share)));
  return `#${parts.map((v) => v.toString(16).padStart(2, "0")).join("")}`;
}

// Cytoscape takes no quotes in names of fonts.
export const FONT = "system-ui, -apple-system, Roboto, sans-serif";
export const SIZE = 10.5;

export function styleOf(c: Colours): cytoscape.StylesheetJson {
  const label = { label: "data(label)", color: c.ink, "font-family": FONT, "font-size": SIZE, "text-wrap": "wrap", "min-zoomed-font-size": 4 };
  return [
    { selector: "node", style: { ...label, "overlay-opacity": 0 } },
    { selector: "edge", style: { "overlay-opacity": 0, "curve-style": "bezier", "min-zoomed-font-size": 6 } },
    {
      selector: ".block",
      style: {
        shape: "round-rectangle", width: "data(width)", height: "data(height)", "background-color": c.panel, "background-opacity": 0.75,
        "border-width": 0, "text-valign": "top", "text-halign": "center", "text-margin-y": 13, "font-size": 9, color: c.quiet,
        "text-max-width": "240px", "text-wrap": "ellipsis", events: "no", "z-index": 1,
      },
    },
    { selector: ".bare", style: { label: "", "background-opacity": 0 } },
    {
      selector: ".chip",
      style: {
        shape: "round-rectangle", width: CHIP.width, height: CHIP.height, "background-color": c.paper, "border-width": 1,
        "border-color": c.strong, "border-opacity": 0.6, "text-valign": "center", "text-halign": "center", "line-height": 1.12, "z-index": 10,
      },
    },
    { selector: ".event", style: { shape: "cut-rectangle", "border-style": "solid", "background-color": c.paper, color: c.ink } },
    { selector: ".decision", style: { shape: "rhomboid", "background-color": c.paper } },
    { selector: ".quantity", style: { "border-style": "dashed", "background-color": c.paper } },
    {
      selector: ".actor",
      style: {
        shape: "ellipse", width: "data(size)", height: "data(size)", "background-color": c.quiet, "border-width": 0,
        "text-valign": "bottom", "text-margin-y": 3, "font-weight": 600, "text-background-color": c.paper, "text-background-opacity": 0.85,
        "text-background-padding": "1px", "z-index": 9,
      },
    },
    {
      selector: ".alliance",
      style: {
        shape: "hexagon", width: 24, height: 21, "background-color": c.paper, "border-width": 2, "border-color": c.quiet,
        "text-valign": "bottom", "text-margin-y": 3, "text-background-color": c.paper, "text-background-opacity": 0.85, "z-index": 9,
      },
    },
    {
      selector: ".hub",
      style: {
        shape: "diamond", width: 17, height: 17, "background-color": c.rise, "text-valign": "bottom", "text-margin-y": 2, "font-size": 9.5,
        color: c.quiet, "text-background-color": c.paper, "text-background-opacity": 0.85, "z-index": 9,
      },
    },
    { selector: ".hub.eases", style: { "background-color": c.fall } },
    { selector: ".concerns", style: { width: 1, "line-color": c.strong, opacity: 0.35, "curve-style": "straight", events: "no", "z-index": 0 } },
    { selector: ".organ", style: { width: 1.2, "line-color": c.quiet, "line-style": "dotted", "curve-style": "straight", events: "no" } },
    { selector: ".spoke", style: { width: 2, "line-color": c.quiet, opacity: 0.7, "curve-style": "straight", events: "no" } },
    {
      selector: ".linkage",
      style: {
        width: "data(width)", "line-color": c.rise, "target-arrow-color": c.rise, "target-arrow-shape": "triangle", "arrow-scale": 0.8,
        opacity: 0.75, "z-index": 5,
      },
    },
    { selector: ".linkage.eases", style: { "line-color": c.fall, "target-arrow-color": c.fall, "line-style": "dashed" } },
    { selector: ".into", style: { "target-arrow-shape": "none" } },
    { selector: ".whole", style: { opacity: 0.22, "z-index": 2 } },
    { selector: ".single", style: { display: "none" } },
    { selector: ".single.shown", style: { display: "element", opacity: 0.55, width: 1.3, "z-index": 20 } },
    {
      selector: ".plain",
      style: {
        width: 1.2, "line-color": c.quiet, "target-arrow-color": c.quiet, "target-arrow-shape": "vee", "arrow-scale": 0.7, "line-style": "dotted",
        opacity: 0.8, "z-index": 20,
      },
    },
    { selector: ".dim", style: { opacity: 0.18 } },
    { selector: ".concerns.dim, .whole.dim", style: { opacity: 0.06 } },
    { selector: ".near", style: { "border-color": c.quiet, "border-width": 1.6, "border-opacity": 1 } },
    { selector: ".chosen", style: { "border-color": c.accent, "border-width": 3, "border-opacity": 1, "z-index": 30 } },
    { selector: "edge.lit", style: { opacity: 1, "z-index": 25 } },
  ] as cytoscape.StylesheetJson;
}
