// Reliability of all targets together.
import type { Reliability } from "../../api/results";

/** Bins by tenths of the forecast; forecasts, frequencies and bars are weighed by their counts. */
export function pooled(all: Reliability[][]): Reliability[] {
  const bins = new Map<number, Reliability>();
  for (const point of all.flat()) {
    const bin = Math.min(9, Math.floor(point.forecast * 10));
    const sum = bins.get(bin) ?? { forecast: 0, frequency: 0, count: 0, bar_low: 0, bar_high: 0 };
    const n = point.count;
    sum.forecast += n * point.forecast;
    sum.frequency += n * point.frequency;
    sum.bar_low += n * point.forecast * (1 - point.forecast);
    sum.count += n;
    bins.set(bin, sum);
  }
  return [...bins.entries()]
    .sort(([a], [b]) => a - b)
    .filter(([, sum]) => sum.count > 0)
    .map(([, sum]) => {
      const forecast = sum.forecast / sum.count;
      // Where a calibrated forecast would lie, nine times in ten, if cases were independent.
      const half = (1.645 * Math.sqrt(sum.bar_low)) / sum.count;
      return {
        forecast,
        frequency: sum.frequency / sum.count,
        count: sum.count,
        bar_low: Math.max(0, forecast - half),
        bar_high: Math.min(1, forecast + half),
      };
    });
}
