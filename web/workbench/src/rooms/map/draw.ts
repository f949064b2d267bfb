// The drawing of the map, by Cytoscape: it owns the canvas, the room owns everything else.
import cytoscape, { type Core, type NodeSingular } from "cytoscape";
import { percent } from "../../lib/format";
import { texts } from "../../texts";
import { elementsOf, measure } from "./elements";
import { CHIP } from "./layout";
import type { MapGraph, MapThing, Relation } from "./graph";
import { colours, mixed, styleOf } from "./style";
import { likeliest, type StateShare } from "./time";

export interface MapEvents {
  choose(name: string): void;
  hover(name: string, at: { x: number; y: number } | null): void;
}

/** The likeliest state and its share, on one line of a chip: the share stays when the name is cut. */
function stateLine(shares: StateShare[]): string {
  const most = likeliest(shares);
  if (!most) return "";
  const share = percent(most.share);
  const room = CHIP.width - 14 - measure(` ${share}`);
  let name = most.title;
  if (measure(name) > room) while (name.length > 1 && measure(`${name}…`) > room) name = name.slice(0, -1).trimEnd();
  return texts.map.state(name === most.title ? name : `${name}…`, share);
}

export class MapDrawing {
  private readonly core: Core;
  private colours = colours();
  private states = new Map<string, StateShare[]>();
  /** The person has zoomed or moved: a new size of the window keeps that. */
  private moved = false;
  private readonly sizes: ResizeObserver;

  constructor(element: HTMLElement, events: MapEvents) {
    this.core = cytoscape({
      container: element,
      elements: [],
      style: styleOf(this.colours),
      autoungrabify: true,
      boxSelectionEnabled: false,
      minZoom: 0.2,
      maxZoom: 4,
    });
    this.core.on("tap", "node, edge", (event) => {
      const name: unknown = event.target.data("name");
      if (typeof name === "string") events.choose(name);
    });
    this.core.on("tap", (event) => {
      if (event.target === this.core) events.choose("");
    });
    this.core.on("mouseover", "node", (event) => {
      const node = event.target as NodeSingular;
      const name: unknown = node.data("name");
      if (typeof name !== "string") return;
      element.style.cursor = "pointer";
      const box = node.renderedBoundingBox({ includeLabels: false });
      events.hover(name, { x: (box.x1 + box.x2) / 2, y: box.y2 });
    });
    this.core.on("mouseout", "node", () => {
      element.style.cursor = "";
      events.hover("", null);
    });
    this.core.on("viewport", () => events.hover("", null));
    this.core.on("dragpan scrollzoom pinchzoom", () => (this.moved = true));
    this.sizes = new ResizeObserver(() => {
      this.core.resize();
      if (!this.moved) this.fit();
    });
    this.sizes.observe(element);
  }

  show(graph: MapGraph): void {
    const { width, height } = { width: this.core.width() || 4, height: this.core.height() || 3 };
    this.core.batch(() => {
      this.core.elements().remove();
      this.core.add(elementsOf(graph, Math.min(2.2, Math.max(0.7, width / height))));
    });
    this.fit();
    this.paint(this.states);
  }

  /** Each chip shows how the worlds divide over its states, from left to right. */
  paint(states: Map<string, StateShare[]>): void {
    this.states = states;
    const { paper, series, strong } = this.colours;
    this.core.batch(() => {
      this.core.nodes(".issue").forEach((node) => {
        const shares = states.get(node.id());
        if (!shares) return;
        node.data("label", `${String(node.data("title"))}\n${stateLine(shares)}`);
        const stops: string[] = [];
        const places: string[] = [];
        let sum = 0;
        for (const one of shares) {
          if (one.share < 0.004) continue;
          const colour = mixed(series[one.index % series.length] ?? strong, paper, 0.42);
          stops.push(colour, colour);
          places.push(`${(sum * 100).toFixed(1)}%`, `${(Math.min(1, (sum += one.share)) * 100).toFixed(1)}%`);
        }
        const most = likeliest(shares);
        const edge = most ? (series[most.index % series.length] ?? strong) : strong;
        node.style({
          "background-fill": "linear-gradient",
          "background-gradient-direction": "to-right",
          "background-gradient-stop-colors": stops.join(" "),
          "background-gradient-stop-positions": places.join(" "),
          "border-color": edge,
          "border-opacity": 0.9,
        });
      });
    });
  }

  /** Lights up a thing, what it is linked to, and the plain dependencies between them. */
  choose(thing: MapThing | null, around: Relation[][]): void {
    this.core.batch(() => {
      this.core.elements(".plain").remove();
      this.core.elements().removeClass("chosen near lit shown");
      this.core.nodes(".chip").removeStyle("border-width");
      if (!thing) return;
      const id = ["actor", "alliance"].includes(thing.kind) ? `${thing.kind} ${thing.name}` : thing.name;
      const [incoming = [], outgoing = []] = around;
      for (const [list, into] of [[incoming, true], [outgoing, false]] as const) {
        for (const { link, other } of list) {
          if (link.kind === "linkage") continue;
          const [source, target] = into ? [other, id] : [id, other];
          if (this.core.getElementById(source).empty() || this.core.getElementById(target).empty()) continue;
          this.core.add({ data: { id: `plain ${source} ${target} ${link.kind}`, source, target }, classes: "plain lit" });
        }
      }
      const linked = this.core.edges(".linkage").filter((edge) => edge.data("name") === thing.name || edge.source().id() === id || edge.target().id() === id);
      linked.not(".whole").addClass("lit shown");
      const own = this.core.getElementById(id);
      own.addClass("chosen");
      this.core.getElementById(`linkage ${thing.name}`).addClass("chosen");
      const near = linked.not(".whole").connectedNodes().union(this.core.edges(".plain").connectedNodes());
      near.not(own).addClass("near");
      if (thing.kind === "actor" || thing.kind === "alliance") own.connectedEdges().addClass("lit");
    });
    this.dim(this.track, thing !== null);
  }

  private track = "";

  /** Things of other tracks stand back; with a chosen thing, everything that has nothing to do with it. */
  dim(track: string, chosen: boolean): void {
    this.track = track;
    this.core.batch(() => {
      this.core.elements().removeClass("dim");
      if (chosen) {
        const keep = this.core.elements(".chosen, .near, .lit");
        // What concerns a chosen actor stays, too.
        const own = keep.filter(".actor.chosen").connectedEdges(".concerns").targets();
        const blocks = new Set(own.map((block) => block.id()));
        this.core.nodes(".chip, .hub").not(keep).forEach((node) => {
          if (!blocks.has(String(node.data("block")))) node.addClass("dim");
        });
        this.core.edges(".linkage, .concerns").not(keep).addClass("dim");
      } else if (track) {
        const other = this.core.nodes(".chip").filter((node) => node.data("track") !== track);
        other.addClass("dim");
        other.connectedEdges().addClass("dim");
      }
    });
  }

  /** Brings a thing into view without changing the size of anything. */
  reveal(id: string): void {
    const node = this.core.getElementById(id);
    if (node.empty()) return;
    const box = node.renderedBoundingBox();
    if (box.x1 >= 0 && box.y1 >= 0 && box.x2 <= this.core.width() && box.y2 <= this.core.height()) return;
    this.core.center(node);
  }

  fit(): void {
    this.moved = false;
    this.core.fit(undefined, 14);
  }

  zoom(factor: number): void {
    this.moved = true;
    this.core.zoom({ level: this.core.zoom() * factor, renderedPosition: { x: this.core.width() / 2, y: this.core.height() / 2 } });
  }

  restyle(): void {
    this.colours = colours();
    this.core.style(styleOf(this.colours));
    this.paint(this.states);
  }

  end(): void {
    this.sizes.disconnect();
    this.core.destroy();
  }
}
