import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LatestRunner } from "../src/lib/latest";

describe("LatestRunner", () => {
  let ends: (() => void)[];
  let runs: number;
  let runner: LatestRunner;

  beforeEach(() => {
    vi.useFakeTimers();
    ends = [];
    runs = 0;
    runner = new LatestRunner(() => {
      runs++;
      return new Promise<void>((resolve) => ends.push(resolve));
    }, () => 400);
  });
  afterEach(() => vi.useRealTimers());

  it("runs at once, and not twice for changes before the first numbers", () => {
    runner.request();
    runner.request();
    runner.request();
    expect(runs).toBe(1);
  });

  it("restarts with the newest as soon as the present run has shown something", () => {
    runner.request();
    runner.request();
    runner.showed();
    expect(runs).toBe(2);
    runner.showed();
    expect(runs).toBe(2); // nothing newer is wanted
    runner.request();
    expect(runs).toBe(3);
  });

  it("says whether the numbers that come are those of the newest settings", () => {
    runner.request();
    expect(runner.waiting).toBe(false);
    runner.request();
    expect(runner.waiting).toBe(true);
    runner.showed();
    expect(runner.waiting).toBe(false);
  });

  it("does not wait longer than its patience", () => {
    runner.request();
    runner.request();
    vi.advanceTimersByTime(399);
    expect(runs).toBe(1);
    vi.advanceTimersByTime(1);
    expect(runs).toBe(2);
  });

  it("runs what was wanted when the present run ends without showing anything", async () => {
    runner.request();
    runner.request();
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(runs).toBe(2);
    vi.advanceTimersByTime(1000);
    expect(runs).toBe(2);
  });

  it("ignores the end of a run that was replaced", async () => {
    runner.request();
    runner.showed();
    runner.request();
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    runner.request(); // the second run is still on its way
    expect(runs).toBe(2);
  });
});
