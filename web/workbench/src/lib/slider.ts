// A parameter's slider: from which value to which, on which scale, and in which steps.
import type { ModelParameter } from "../api/types";

export interface Scale {
  low: number;
  high: number;
  log: boolean;
}

/** Positions of a slider are whole numbers from 0 to this. */
export const STEPS = 1000;

type Known = Pick<ModelParameter, "median" | "prior" | "limits">;

/**
 * The slider reaches beyond the middle 80% of the prior, by half of its width to each side (by half
 * of its ratio on a logarithmic scale), but not beyond the parameter's limits, and always holds the
 * value.
 */
export function scaleOf(one: Known, value = one.median ?? 0): Scale {
  const middle = one.median ?? value;
  const prior = one.prior;
  const known = prior.low !== null && prior.high !== null && prior.high > prior.low;
  const low = known ? (prior.low ?? 0) : Math.min(0, 2 * middle);
  const high = known ? (prior.high ?? 1) : middle === 0 ? 1 : Math.max(0, 2 * middle);
  // Priors that span decades are only usable on a logarithmic scale.
  const log = low > 0 && high / low >= 8;
  const widened = log
    ? { low: low / Math.sqrt(high / low), high: high * Math.sqrt(high / low) }
    : { low: low - (high - low) / 2, high: high + (high - low) / 2 };
  if (!log && low >= 0) widened.low = Math.max(0, widened.low);
  const least = one.limits.low ?? -Infinity;
  const most = one.limits.high ?? Infinity;
  return {
    low: Math.min(value, Math.max(widened.low, least)),
    high: Math.max(value, Math.min(widened.high, most)),
    // A value of zero or less, typed by hand, has no place on a logarithmic scale.
    log: log && value > 0,
  };
}

export function positionOf(scale: Scale, value: number): number {
  const share = scale.log
    ? Math.log(value / scale.low) / Math.log(scale.high / scale.low)
    : (value - scale.low) / (scale.high - scale.low);
  return Math.round(Math.min(1, Math.max(0, share)) * STEPS);
}

/** The prior's density as the outline of an area, 0 to 1 in both directions. */
export function outlineOf(scale: Scale, density: (number | null)[][]): [number, number][] {
  const points: [number, number][] = [];
  let top = 0;
  for (const [x, y] of density) {
    if (x == null || y == null || (scale.log && x <= 0)) continue;
    // On a logarithmic axis equal areas are equal chances only after this change of variable.
    const height = scale.log ? y * x : y;
    const share = scale.log
      ? Math.log(x / scale.low) / Math.log(scale.high / scale.low)
      : (x - scale.low) / (scale.high - scale.low);
    if (share < 0 || share > 1 || !Number.isFinite(height)) continue;
    points.push([share, height]);
    top = Math.max(top, height);
  }
  return top > 0 ? points.map(([x, y]) => [x, y / top]) : [];
}

/** Rounded to what a slider can mean: three significant digits of its span. */
export function valueAt(scale: Scale, position: number): number {
  const share = position / STEPS;
  const raw = scale.log
    ? scale.low * (scale.high / scale.low) ** share
    : scale.low + (scale.high - scale.low) * share;
  const size = scale.log ? Math.abs(raw) : Math.max(Math.abs(scale.low), Math.abs(scale.high));
  if (size === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(size)) - 2);
  const rounded = Math.round(raw / unit) * unit;
  return Math.min(scale.high, Math.max(scale.low, Number(rounded.toPrecision(10))));
}
