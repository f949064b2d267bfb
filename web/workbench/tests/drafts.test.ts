import { beforeEach, describe, expect, it } from "vitest";
import { loadDrafts, storeDrafts } from "../src/state/drafts";
import { takeLink } from "../src/api/client";
import { hashOf, parseHash } from "../src/state/router.svelte";

describe("drafts", () => {
  beforeEach(() => localStorage.clear());

  it("survive a reload, a project at a time", () => {
    expect(storeDrafts("p1", { "main.ent": { text: "system x\n", base: 3 } })).toBe(true);
    expect(loadDrafts("p1")).toEqual({ "main.ent": { text: "system x\n", base: 3 } });
    expect(loadDrafts("p2")).toEqual({});
    storeDrafts("p1", {});
    expect(localStorage.length).toBe(0);
  });

  it("that are damaged are left out, the others are kept", () => {
    localStorage.setItem("entente.drafts.p1", JSON.stringify({ a: { text: 1 }, b: null, c: { text: "x", base: 1 } }));
    expect(loadDrafts("p1")).toEqual({ c: { text: "x", base: 1 } });
    localStorage.setItem("entente.drafts.p1", "{broken");
    expect(loadDrafts("p1")).toEqual({});
  });

  it("say so when the browser has no room", () => {
    const full = { setItem: () => { throw new DOMException("full", "QuotaExceededError"); } } as unknown as Storage;
    expect(storeDrafts("p1", { a: { text: "x", base: 1 } }, full)).toBe(false);
  });
});

describe("address", () => {
  it("names the room and the thing, whatever characters it has", () => {
    expect(parseHash("#/claims/trust[JPN,KOR]")).toEqual({ room: "claims", thing: "trust[JPN,KOR]" });
    expect(parseHash(hashOf("why", "a/b c%"))).toEqual({ room: "why", thing: "a/b c%" });
    expect(parseHash("#/nowhere").room).toBe("futures");
    expect(parseHash("").room).toBe("futures");
    expect(parseHash("#/text/%zz").thing).toBe("%zz");
  });

  it("gives up its token and its project", () => {
    sessionStorage.clear();
    history.replaceState(null, "", "/#project=p7&token=abc%2B1");
    expect(takeLink(location, sessionStorage)).toBe("p7");
    expect(location.hash).toBe("");
    expect(sessionStorage.getItem("entente.token")).toBe("abc+1");
    history.replaceState(null, "", "/#/claims/project=1");
    expect(takeLink(location, sessionStorage)).toBeNull();
    expect(location.hash).toBe("#/claims/project=1");
  });
});
