import { describe, expect, it } from "vitest";
import { count, date, difference, interval, number, percent, points, value } from "../src/lib/format";
import { findHorizon, withHorizonEnd } from "../src/lib/horizon";
import { groupOf, matches } from "../src/lib/outcomes";

describe("numbers", () => {
  it.each([
    [0, "0"], [0.5, "0.500"], [0.0321, "0.032"], [1.234, "1.23"], [12.34, "12.3"], [123.4, "123"], [12345.6, "12,346"],
    [-2.5, "−2.50"], [-12345, "−12,345"], [0.00078, "0.00078"], [1.5e7, "1.5e7"], [null, "–"], [Number.NaN, "–"],
  ])("%s → %s", (x, text) => expect(number(x)).toBe(text));

  it("never shows a share as 0% or 100% that is neither", () => {
    expect(percent(0)).toBe("0%");
    expect(percent(1)).toBe("100%");
    expect(percent(0.0004)).toBe("<0.1%");
    expect(percent(0.9999)).toBe(">99.9%");
    expect(percent(0.046)).toBe("4.6%");
    expect(percent(0.456)).toBe("46%");
    expect(percent(0.973)).toBe("97.3%");
    expect(percent(null)).toBe("–");
  });

  it("shows differences with their sign", () => {
    expect(points(0.023)).toBe("+2.3");
    expect(points(-0.25)).toBe("−25");
    expect(points(0.0001)).toBe("0.0");
    expect(points(-0.0001)).toBe("0.0");
    expect(difference(1.5, false)).toBe("+1.50");
    expect(difference(-0.02, false)).toBe("−0.020");
    expect(difference(null, true)).toBe("–");
  });

  it("shows intervals with one percent sign", () => {
    expect(interval(0.42, 0.5, (x) => value(x, true))).toBe("42–50%");
    expect(interval(0.0004, 0.5, (x) => value(x, true))).toBe("<0.1%–50%");
    expect(interval(1, 2, (x) => value(x, false))).toBe("1.00–2.00");
  });

  it("shows an interval of shares with the digits that tell its ends apart", () => {
    expect(interval(0.1166, 0.1234, percent)).toBe("11.7–12.3%");
    expect(interval(0.45601, 0.45649, percent)).toBe("45.60–45.65%");
    expect(interval(0.91, 0.9104, percent)).toBe("91.00–91.04%");
    expect(interval(0.5, 0.5, percent)).toBe("50–50%");
    expect(interval(0, 0, percent)).toBe("0–0%");
    expect(interval(0.99991, 0.99999, percent)).toBe(">99.9%–>99.9%");
  });

  it("counts and dates do not depend on the browser", () => {
    expect(count(20000)).toBe("20,000");
    expect(date("2019-08-22")).toBe("22 Aug 2019");
    expect(date("soon")).toBe("soon");
  });
});

describe("horizon", () => {
  const text = "/// doc\nsystem x \"X\"\n\ntime from 2018-10-01 to 2023-10-01 step 1 week\n";
  it("is found and changed in the text, and nothing else is", () => {
    expect(findHorizon(text)).toEqual({ from: "2018-10-01", to: "2023-10-01" });
    expect(withHorizonEnd(text, "2021-01-01")).toBe(text.replace("2023-10-01", "2021-01-01"));
  });
  it("is not found in a comment", () => {
    expect(findHorizon("// time from 2018-10-01 to 2023-10-01\n")).toBeNull();
  });
});

describe("outcomes", () => {
  it("are grouped by what they ask", () => {
    expect(["ever", "time_to", "count", "mean", "max", "share"].map(groupOf)).toEqual(["ever", "time_to", "count", "levels", "levels", "levels"]);
  });
  it("match every word of the filter", () => {
    expect(matches("trust korea", "Japan's trust in Korea's word", "trust")).toBe(true);
    expect(matches("trust china", "Japan's trust in Korea's word", "trust")).toBe(false);
    expect(matches("", "anything")).toBe(true);
  });
});
