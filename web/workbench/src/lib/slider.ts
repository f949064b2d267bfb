// A parameter's slider: from which value to which, on which scale, and in which steps.
import type { ModelParameter } from "../api/types";

export interface Scale {
  low: number;
  high: number;
  log: boolean;
}

/** Positions of a slider are whole numbers from 0 to this. */
export const STEPS = 1000;

/**
 * The slider reaches beyond the prior's 90%, by half of its width to each side (by half of its ratio
 * on a logarithmic scale), but not beyond the parameter's limits, and always holds the value.
 */
export function scaleOf(one: Pick<ModelParameter, "value" | "prior" | "limits">, value = one.value): Scale {
  const prior = one.prior;
  const known = prior && Number.isFinite(prior.low) && Number.isFinite(prior.high) && prior.high > prior.low;
  const low = known ? prior.low : Math.min(0, 2 * one.value);
  const high = known ? prior.high : one.value === 0 ? 1 : Math.max(0, 2 * one.value);
  // Priors that span decades are only usable on a logarithmic scale.
  const log = low > 0 && high / low >= 8;
  const widened = log
    ? { low: low / Math.sqrt(high / low), high: high * Math.sqrt(high / low) }
    : { low: low - (high - low) / 2, high: high + (high - low) / 2 };
  if (!log && low >= 0) widened.low = Math.max(0, widened.low);
  const least = one.limits?.low ?? -Infinity;
  const most = one.limits?.high ?? Infinity;
  return {
    low: Math.min(value, Math.max(widened.low, Number.isFinite(least) ? least : -Infinity)),
    high: Math.max(value, Math.min(widened.high, Number.isFinite(most) ? most : Infinity)),
    log,
  };
}

export function positionOf(scale: Scale, value: number): number {
  const share = scale.log
    ? Math.log(value / scale.low) / Math.log(scale.high / scale.low)
    : (value - scale.low) / (scale.high - scale.low);
  return Math.round(Math.min(1, Math.max(0, share)) * STEPS);
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
  return Number(Math.min(scale.high, Math.max(scale.low, rounded)).toPrecision(10));
}
