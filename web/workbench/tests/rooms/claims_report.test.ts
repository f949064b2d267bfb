// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { ClaimResult } from "../../src/api/results";
import type { ModelClaim } from "../../src/api/types";
import { authorsOf, decisive, filtered, policiesOf, spanOf, SYMBOLS } from "../../src/rooms/claims/rows";
import { bytes, commandLine, quoted, USUAL } from "../../src/rooms/report/command";
import { still } from "../../src/rooms/report/still";

const claim = (name: string, author: string): ModelClaim => ({
  name, family: name, title: `Title of ${name}`, doc: "", statements: [`E(${name}) > 0`], sources: [], author,
});
const statement = (estimate: number, low: number, high: number) => ({
  text: "", effect: { estimate, low, high },
});

describe("claims", () => {
  const rows = [
    { claim: claim("hedging", "Untalan"), result: { verdict: "supported" } as ClaimResult },
    { claim: claim("liquidation", "Sakata"), result: null },
  ];

  it("are filtered by author, verdict and words of their text", () => {
    const names = (filter: { text?: string; author?: string; verdict?: string }) =>
      filtered(rows, { text: "", author: "", verdict: "", ...filter }).map((row) => row.claim.name);
    expect(names({})).toEqual(["hedging", "liquidation"]);
    expect(names({ author: "Sakata" })).toEqual(["liquidation"]);
    expect(names({ verdict: "supported" })).toEqual(["hedging"]);
    expect(names({ text: "E(liq" })).toEqual(["liquidation"]);
    expect(names({ author: "Sakata", verdict: "supported" })).toEqual([]);
    expect(authorsOf(rows.map((row) => row.claim))).toEqual(["Sakata", "Untalan"]);
  });

  it("hang on the statement that is least far from zero for its interval", () => {
    const weak = statement(0.02, -0.01, 0.05);
    const result = { statements: [statement(5, 4.9, 5.1), weak] } as ClaimResult;
    expect(decisive(result)).toBe(weak);
    expect(decisive(null)).toBeNull();
    expect(spanOf(weak)).toBeGreaterThan(0.05);
  });

  it("name each policy once", () => {
    const result = { estimands: [{ under: ["a", "b"] }, { under: ["a"] }, { under: [] }] } as unknown as ClaimResult;
    expect(policiesOf(result)).toEqual(["a", "b"]);
  });

  it("have a symbol of their own for each verdict", () => {
    expect(new Set(Object.values(SYMBOLS)).size).toBe(Object.keys(SYMBOLS).length);
  });
});

describe("the command of a report", () => {
  const choice = { ...USUAL, explain: [], all_scenarios: false };

  it("says only what is not usual", () => {
    expect(commandLine("northeast_asia", choice, [], 1)).toBe("entente report northeast_asia");
    expect(
      commandLine("northeast_asia", { ...choice, claims_worlds: 0, explain: ["gsomia -> notice"], all_scenarios: true }, ["two_track", "low_spill"], 7),
    ).toBe("entente report northeast_asia --with two_track,low_spill --seed 7 --claims-worlds 0 --explain 'gsomia -> notice' --all-scenarios");
  });

  it("quotes for the shell", () => {
    expect(quoted("plain/path.ent")).toBe("plain/path.ent");
    expect(quoted("it's")).toBe("'it'\\''s'");
  });

  it("says sizes", () => {
    expect(bytes(2_350_942)).toBe("2.4 MB");
    expect(bytes(10)).toBe("1 kB");
  });
});

describe("the preview of a report", () => {
  it("drops scripts and their excuse, and keeps the data of charts", () => {
    const html = '<p>a</p><noscript>off</noscript><script>alert(1)</script><script type="application/json" id="c">{"x":1}</script><script src="y"></script><p>b</p>';
    expect(still(html)).toBe('<p>a</p><script type="application/json" id="c">{"x":1}</script><p>b</p>');
  });
});
