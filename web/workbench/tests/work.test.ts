import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sameLevers, work } from "../src/state/work.svelte";

// A server of one project with one file, as the HTTP interface describes it.
class Server {
  text = "system x\n";
  revision = 1;
  /** Stores, but the answer is lost. */
  losesAnswers = false;
  puts: { text: string; base_revision: number }[] = [];

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
    if (path === "/api/v1/projects/p1") return json({ id: "p1", name: "x", title: "", files: [{ path: "main.ent", bytes: 9, revision: this.revision }] });
    if (path === "/api/v1/projects/p1/files/main.ent" && init.method === "PUT") {
      const body = JSON.parse(String(init.body)) as { text: string; base_revision: number };
      this.puts.push(body);
      if (body.base_revision !== this.revision) {
        return json({ title: "Conflict", status: 409, revision: this.revision, text: this.text }, 409);
      }
      this.text = body.text;
      this.revision++;
      if (this.losesAnswers) throw new TypeError("connection lost");
      return json({ path: "main.ent", revision: this.revision });
    }
    if (path === "/api/v1/projects/p1/files/main.ent") return json({ path: "main.ent", text: this.text, revision: this.revision });
    return json({ result: {} });
  }
}

describe("the texts of a project", () => {
  let server: Server;

  beforeEach(async () => {
    vi.useFakeTimers();
    localStorage.clear();
    server = new Server();
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => server.fetch(path, init));
    await work.open("p1");
    await vi.advanceTimersByTimeAsync(0);
  });
  afterEach(async () => {
    work.drafts = {};
    work.conflicts = {};
    await vi.advanceTimersByTimeAsync(20000);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are saved a while after typing stops, and then are no draft", async () => {
    work.edit("main.ent", "system y\n");
    expect(work.overlay).toEqual({ "main.ent": "system y\n" });
    expect(localStorage.getItem("entente.drafts.p1")).toContain("system y");
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.text).toBe("system y\n");
    expect(work.unsaved).toBe(false);
    expect(localStorage.getItem("entente.drafts.p1")).toBeNull();
    expect(work.saved["main.ent"]?.revision).toBe(2);
  });

  it("changed elsewhere are a conflict that loses neither side", async () => {
    server.text = "system other\n";
    server.revision = 2;
    work.edit("main.ent", "system mine\n");
    await vi.advanceTimersByTimeAsync(2000);
    expect(work.conflicts["main.ent"]).toEqual({ revision: 2, text: "system other\n" });
    expect(work.textOf("main.ent")).toBe("system mine\n");
    await vi.advanceTimersByTimeAsync(20000);
    expect(server.text).toBe("system other\n");
    work.settle("main.ent", "mine");
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.text).toBe("system mine\n");
    expect(work.unsaved).toBe(false);
  });

  it("of the other side can be taken", async () => {
    server.text = "system other\n";
    server.revision = 2;
    work.edit("main.ent", "system mine\n");
    await vi.advanceTimersByTimeAsync(2000);
    work.settle("main.ent", "theirs");
    expect(work.textOf("main.ent")).toBe("system other\n");
    expect(work.unsaved).toBe(false);
  });

  it("whose answer was lost are no conflict, also when typing went on", async () => {
    server.losesAnswers = true;
    work.edit("main.ent", "system y\n");
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.text).toBe("system y\n");
    expect(work.unsaved).toBe(true);
    server.losesAnswers = false;
    work.edit("main.ent", "system yy\n");
    await vi.advanceTimersByTimeAsync(8000);
    expect(work.conflicts).toEqual({});
    expect(server.text).toBe("system yy\n");
    expect(work.unsaved).toBe(false);
  });
});

describe("levers", () => {
  it("are the same whatever the order of their parameters, not of their policies", () => {
    expect(sameLevers({ with: ["a"], set: { x: 1, y: 2 } }, { with: ["a"], set: { y: 2, x: 1 } })).toBe(true);
    expect(sameLevers({ with: ["a", "b"], set: {} }, { with: ["b", "a"], set: {} })).toBe(false);
    expect(sameLevers({ with: [], set: { x: 1 } }, { with: [], set: {} })).toBe(false);
  });
});
