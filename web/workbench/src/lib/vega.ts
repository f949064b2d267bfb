// Draws Vega-Lite specifications without eval (the page's content security policy forbids it) and
// changes their data without drawing them anew. Charts are begun one after the other, so that the
// page answers in between.
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { Error as ErrorLevel, parse, View, type Runtime } from "vega";
import { Handler } from "vega-tooltip";

export type { TopLevelSpec };
export type Rows = Record<string, object[]>;

const faint = {
  gridColor: "var(--ink)",
  gridOpacity: 0.09,
  domainColor: "var(--ink)",
  domainOpacity: 0.25,
  tickColor: "var(--ink)",
  tickOpacity: 0.25,
  tickSize: 4,
  labelColor: "var(--quiet)",
  titleColor: "var(--quiet)",
  titleFontWeight: "normal" as const,
  labelFontSize: 11,
  titleFontSize: 11,
  labelPadding: 4,
};

// Colours are the page's variables, so that dark and light need no redrawing.
const config = {
  background: "transparent",
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  view: { stroke: null },
  axis: faint,
  axisX: { grid: false },
  axisY: { domain: false, ticks: false },
  text: { color: "var(--ink)", fontSize: 11 },
  rule: { color: "var(--ink)" },
};

const runtimes = new WeakMap<TopLevelSpec, Runtime>();

function runtimeOf(spec: TopLevelSpec): Runtime {
  let runtime = runtimes.get(spec);
  if (!runtime) {
    runtime = parse(compile(spec, { config: config as never }).spec, undefined, { ast: true } as never);
    runtimes.set(spec, runtime);
  }
  return runtime;
}

const tooltip = new Handler({ disableDefaultStyle: true, offsetX: 14, offsetY: 14 });

let queue: Promise<unknown> = Promise.resolve();

/** Runs one drawing after the other, each in a turn of its own. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = queue.then(
    () => new Promise<void>((resolve) => setTimeout(resolve, 0)),
  ).then(work);
  queue = next.catch(() => undefined);
  return next;
}

export class Drawing {
  private ended = false;

  private constructor(private readonly view: View) {}

  /** `atOnce`: without waiting for the turn, for a page that is being printed. */
  static make(element: HTMLElement, spec: TopLevelSpec, rows: Rows, label: string, atOnce = false): Promise<Drawing> {
    const begin = async (): Promise<Drawing> => {
      const view = new View(runtimeOf(spec), {
        expr: expressionInterpreter as never,
        renderer: "svg",
        hover: true,
        logLevel: ErrorLevel,
        container: element,
      } as never);
      view.tooltip(tooltip.call);
      view.description(label);
      for (const [name, values] of Object.entries(rows)) view.data(name, values);
      await view.runAsync();
      // The element around a chart is one image with a text of its own.
      element.querySelector("svg")?.setAttribute("aria-hidden", "true");
      return new Drawing(view);
    };
    return atOnce ? begin() : inTurn(begin);
  }

  /** In turn, as well: what stands beside the charts is on the screen before the first of them moves. */
  update(rows: Rows, atOnce = false): Promise<void> {
    const change = async (): Promise<void> => {
      if (this.ended) return;
      for (const [name, values] of Object.entries(rows)) this.view.data(name, values);
      await this.view.runAsync();
    };
    return atOnce ? change() : inTurn(change);
  }

  /** The width follows the element. */
  async resize(): Promise<void> {
    this.view.resize();
    window.dispatchEvent(new Event("resize"));
    await this.view.runAsync();
  }

  svg(): Promise<string> {
    return this.view.toSVG();
  }

  end(): void {
    this.ended = true;
    this.view.finalize();
  }
}
