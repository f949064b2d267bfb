import { describe, expect, it } from "vitest";
import { outlineOf, positionOf, scaleOf, STEPS, valueAt } from "../src/lib/slider";

const parameter = (low: number, median: number, high: number, least: number | null = null, most: number | null = null) => ({
  median,
  prior: { words: "", low, high, density: [] },
  limits: { low: least, high: most },
});

describe("slider", () => {
  it("is linear for narrow priors and reaches beyond them", () => {
    const scale = scaleOf(parameter(0.3, 0.5, 0.7));
    expect(scale.log).toBe(false);
    expect(scale.low).toBeCloseTo(0.1);
    expect(scale.high).toBeCloseTo(0.9);
  });

  it("is logarithmic for priors that span decades", () => {
    const scale = scaleOf(parameter(0.01, 0.1, 1));
    expect(scale).toEqual({ low: expect.closeTo(0.001, 6), high: expect.closeTo(10, 6), log: true });
    expect(positionOf(scale, 0.1)).toBe(STEPS / 2);
  });

  it("keeps to the limits, and holds a value beyond the prior", () => {
    expect(scaleOf(parameter(0.1, 0.5, 0.9, 0, 1)).high).toBe(1);
    expect(scaleOf(parameter(0.3, 0.5, 0.7), 3).high).toBe(3);
    expect(scaleOf(parameter(0.2, 0.3, 0.4)).low).toBeGreaterThanOrEqual(0);
  });

  it("needs no prior", () => {
    const none = { median: 2, prior: { words: "", low: null, high: null, density: [] as [number, number][] }, limits: { low: null, high: null } };
    const scale = scaleOf(none);
    expect(scale.low).toBeLessThanOrEqual(0);
    expect(scale.high).toBeGreaterThanOrEqual(4);
  });

  it("goes back and forth between position and value within a step", () => {
    for (const scale of [scaleOf(parameter(0.3, 0.5, 0.7)), scaleOf(parameter(0.01, 0.1, 1)), scaleOf(parameter(-3, -1, 2))]) {
      for (let position = 0; position <= STEPS; position += 50) {
        const value = valueAt(scale, position);
        expect(value).toBeGreaterThanOrEqual(scale.low);
        expect(value).toBeLessThanOrEqual(scale.high);
        expect(Math.abs(positionOf(scale, value) - position)).toBeLessThanOrEqual(3);
      }
    }
  });

  it("draws a lognormal density symmetric on a logarithmic scale", () => {
    const density = Array.from({ length: 41 }, (_, i): [number, number] => {
      const x = 10 ** (-2 + i / 10);
      return [x, Math.exp(-(Math.log(x) ** 2) / 2) / x];
    });
    const outline = outlineOf({ low: 0.01, high: 100, log: true }, density);
    expect(outline).toHaveLength(41);
    expect(outline[20]?.[1]).toBe(1);
    for (let i = 0; i < 20; i++) expect(outline[i]?.[1]).toBeCloseTo(outline[40 - i]?.[1] ?? -1, 6);
  });
});
