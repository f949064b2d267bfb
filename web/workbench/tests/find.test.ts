import { describe, expect, it } from "vitest";
import type { ModelView } from "../src/api/types";
import { search, thingsOf } from "../src/lib/find";

const thing = (name: string, title: string, family = ""): object => ({ name, family, title, doc: "", file: "a.ent", line: 3 });
const none = { outcomes: [], issues: [], events: [], decisions: [], quantities: [], parameters: [], policies: [], scenarios: [], claims: [], actors: [], alliances: [] };
const model = {
  ...none,
  outcomes: [thing("gsomia_lost", "Agreement terminated")],
  issues: [thing("gsomia", "Intelligence agreement")],
  quantities: [thing("trust[JPN,KOR]", "Trust", "trust"), thing("trust[KOR,JPN]", "Trust", "trust")],
  actors: [{ ...thing("made", "By the program"), file: undefined }],
} as unknown as ModelView;

describe("find", () => {
  const things = thingsOf(model);
  it("lists an indexed thing once, and nothing without a place", () => {
    expect(things.map((one) => one.name)).toEqual(["gsomia_lost", "gsomia", "trust"]);
  });
  it("puts the exact name first, and finds titles and kinds", () => {
    expect(search(things, "gsomia").map((one) => one.name)).toEqual(["gsomia", "gsomia_lost"]);
    expect(search(things, "terminated").map((one) => one.name)).toEqual(["gsomia_lost"]);
    expect(search(things, "quantity tru").map((one) => one.name)).toEqual(["trust"]);
    expect(search(things, "nothing like it")).toEqual([]);
    expect(search(things, "  ")).toHaveLength(3);
  });
});
