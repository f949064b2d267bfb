// Draws the charts of a report inside its preview. The report brings scripts of its own, but the
// page's security policy, which a preview inherits, runs none of them; so the page draws the same
// specifications with its own Vega. The saved file needs nothing of this.
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { Error as ErrorLevel, parse, View } from "vega";
import { SERIES } from "../../charts/palette";

const faint = {
  gridColor: "currentColor",
  gridOpacity: 0.12,
  domainColor: "currentColor",
  domainOpacity: 0.4,
  tickColor: "currentColor",
  tickOpacity: 0.4,
  labelColor: "currentColor",
  labelOpacity: 0.85,
  titleColor: "currentColor",
  titleFontWeight: "normal",
};

function config(document: Document): object {
  const style = getComputedStyle(document.defaultView?.parent.document.documentElement ?? document.documentElement);
  const category = SERIES.map((colour) => {
    const name = /var\((--[\w-]+)\)/.exec(colour)?.[1];
    return name ? style.getPropertyValue(name).trim() : colour;
  });
  return {
    background: null,
    font: "system-ui, sans-serif",
    view: { stroke: null },
    axis: { ...faint, labelFontSize: 11, titleFontSize: 11 },
    legend: {
      labelColor: "currentColor",
      titleColor: "currentColor",
      labelFontSize: 11,
      orient: "bottom",
      columns: 3,
      symbolType: "square",
      title: null,
      labelLimit: 220,
    },
    range: { category },
    text: { color: "currentColor" },
  };
}

async function drawOne(document: Document, element: HTMLElement): Promise<void> {
  if (element.dataset["state"]) return;
  element.dataset["state"] = "drawing";
  const text = document.getElementById(element.dataset["chart"] ?? "")?.textContent;
  if (!text) return;
  const spec = JSON.parse(text) as TopLevelSpec & { width?: unknown };
  // There is no element to measure inside a view without a page: the width is that of the place.
  if (spec.width === "container" || spec.width === undefined) {
    spec.width = Math.max(200, element.clientWidth) as never;
  }
  const runtime = parse(compile(spec, { config: config(document) as never }).spec, undefined, { ast: true } as never);
  const view = new View(runtime, {
    expr: expressionInterpreter as never,
    renderer: "none",
    logLevel: ErrorLevel,
  } as never);
  element.innerHTML = await view.toSVG();
  view.finalize();
  element.dataset["state"] = "drawn";
}

/** Draws what is in view first, the rest when it comes near; `all` draws everything at once. */
export class Charts {
  private readonly elements: HTMLElement[];
  private readonly watcher: IntersectionObserver;

  constructor(private readonly document: Document) {
    this.elements = [...document.querySelectorAll<HTMLElement>("[data-chart]")];
    this.watcher = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) if (entry.isIntersecting) void this.draw(entry.target as HTMLElement);
      },
      { root: document, rootMargin: "500px" },
    );
    for (const element of this.elements) this.watcher.observe(element);
  }

  private async draw(element: HTMLElement): Promise<void> {
    this.watcher.unobserve(element);
    try {
      await drawOne(this.document, element);
    } catch (error) {
      element.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  async all(): Promise<void> {
    for (const element of this.elements) await this.draw(element);
  }

  end(): void {
    this.watcher.disconnect();
  }
}
