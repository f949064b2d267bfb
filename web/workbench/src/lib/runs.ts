// What a kept run says of itself: its settings, and which texts changed since.
import type { Levers } from "../api/types";

export interface KeptRequest extends Levers {
  seed: number;
  worlds: number | null;
  versus: Levers | null;
  revisions: Record<string, number>;
  unsaved: string[];
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []);

function numbers(value: unknown): Record<string, number> {
  if (!value || typeof value !== "object" || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((one): one is [string, number] => typeof one[1] === "number"));
}

function levers(value: unknown): Levers {
  const { with: choices, set } = (value ?? {}) as Record<string, unknown>;
  return { with: words(choices), set: numbers(set) };
}

/** The request of any task, whoever asked it: what is not there has its usual value. */
export function requestOf(run: { request: unknown }): KeptRequest {
  const request = (run.request ?? {}) as Record<string, unknown>;
  return {
    ...levers(request),
    seed: typeof request["seed"] === "number" ? request["seed"] : 1,
    worlds: typeof request["worlds"] === "number" ? request["worlds"] : null,
    versus: request["versus"] ? levers(request["versus"]) : null,
    revisions: numbers(request["revisions"]),
    unsaved: words(request["unsaved"]),
  };
}

/** Files of the run that are now at another revision, or gone. Files that came later change nothing in it. */
export function changedSince(request: KeptRequest, present: Record<string, number>): string[] {
  return Object.entries(request.revisions)
    .filter(([path, revision]) => present[path] !== revision)
    .map(([path]) => path);
}

/** "two_track, sale_rate = 0.3"; empty for the model as written. */
export function leversInWords({ with: choices, set }: Levers, show: (value: number) => string): string {
  return [...choices, ...Object.entries(set).map(([name, value]) => `${name} = ${show(value)}`)].join(", ");
}
