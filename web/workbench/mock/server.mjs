// A stand-in for `entente serve` while the page is being developed: node mock/server.mjs ENTENTE
// MODELS. Projects live in memory; the futures are those of one real run, whose report is taken
// apart, and levers shift them by a made-up amount. Never part of the product.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const [entente, models, port = "8765"] = process.argv.slice(2);
const dist = new URL("../dist/", import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), "entente-mock-"));
const model = "northeast_asia";
const folder = join(models, model);
const files = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => /\.(ent|tsv|csv)$/.test(name))
    .map((name) => [name, { text: readFileSync(join(folder, name), "utf8"), revision: 1 }]),
);

const json = join(work, "run.json");
const html = join(work, "run.html");
execFileSync(entente, ["run", folder, "--worlds", "2000", "--json", json, "--html", html, "--quiet"]);
const run = JSON.parse(readFileSync(json, "utf8"));
const page = readFileSync(html, "utf8");

const plain = (text) => text.replaceAll("&#39;", "'").replaceAll("&amp;", "&").replaceAll("&quot;", '"');
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const live = { quantities: [], issues: [], events: [], days: [] };
const figures =
  /<figcaption>(.*?)<span class="quiet">(.*?)<\/span><\/figcaption><div data-chart="(.*?)".*?<script type="application\/json" id="[^"]*">(.*?)<\/script>/gs;
for (const [, title, , id, text] of page.matchAll(figures)) {
  const spec = JSON.parse(text);
  const rows = spec.data?.values ?? spec.layer?.[0]?.data?.values;
  if (!Array.isArray(rows)) continue;
  const name = `${id.replace("-", "_")}`;
  const first = rows[0];
  if (first.e) {
    const bands = [first.a, first.b, first.c, first.d, first.e];
    const quantiles = bands[0].map((_, i) => bands.map((band) => band[i]).sort((x, y) => x - y));
    live.days = first.t.map(iso);
    live.quantities.push({ name, title: plain(title), unit: "", share: true, mean: quantiles.map((q) => q[2]),
      quantiles: [0, 1, 2, 3, 4].map((level) => quantiles.map((q) => q[level])) });
  } else if (first.s) {
    live.issues.push({ name, title: plain(title), states: rows.map((row) => ({ name: row.s, title: row.s.replaceAll("_", " ") })), share: rows.map((row) => row.p) });
  } else if (first.y) {
    live.period_ends = rows.map((row) => `${row.y}-12-31`);
    const by_period = rows.map((row) => row.n);
    const mean = by_period.reduce((sum, n) => sum + n, 0);
    live.events.push({ name, title: plain(title), mean, by_period, ...(first.r === undefined ? {} : { recorded: rows.map((row) => row.r) }) });
  }
}

function hash(text) {
  let h = 7;
  for (const c of text) h = (h * 31 + c.charCodeAt(0)) % 1009;
  return h / 1009 - 0.5;
}

function shift(name, levers) {
  let sum = 0;
  for (const one of levers.with ?? []) sum += 0.2 * hash(name + one) ** 3;
  for (const [one, x] of Object.entries(levers.set ?? {})) sum += 0.4 * hash(name + one) ** 3 * Math.log1p(Math.abs(x));
  return sum * 4;
}

function side(levers, worlds) {
  const noise = 1 / Math.sqrt(worlds);
  const share = (kind) => kind === "ever" || kind === "share_of_time";
  const outcomes = Object.entries(run.outcomes).map(([name, one]) => {
    const s = shift(name, levers) + noise * hash(name + worlds);
    const move = (x) => (x === null || x === undefined ? x : share(one.kind) ? Math.min(1, Math.max(0, x + s)) : x * (1 + s));
    const half = share(one.kind) ? noise : noise * Math.abs(one.estimate);
    const estimate = move(one.estimate);
    return { name, title: one.title, kind: one.kind, unit: one.unit, share: share(one.kind), estimate,
      low: estimate - half, high: estimate + half, quantiles: one.quantiles, histogram: one.histogram };
  });
  const quantities = live.quantities.map((one) => ({ ...one,
    quantiles: one.quantiles.map((row) => row.map((x, i) => x * (1 + (shift(one.name, levers) * i) / row.length))) }));
  return { outcomes, quantities, issues: live.issues };
}

function liveResult(body, worlds) {
  const a = side(body, worlds);
  const result = { format: "entente-live-1", model, hash: "mock", seed: body.seed ?? 1, worlds,
    worlds_wanted: body.worlds, failed: 0, days: live.days, levels: [0.05, 0.25, 0.5, 0.75, 0.95], ...a,
    events: live.events, period_ends: live.period_ends, failures: [], notices: [],
    level: 0.95, record: [{ date: "2020-09-16", what: live.issues[0]?.name, from: "abe", to: "suga", source: "" }] };
  if (body.versus) {
    const b = side(body.versus, worlds);
    result.versus = b;
    result.outcomes = a.outcomes.map((one, i) => {
      const difference = one.estimate - b.outcomes[i].estimate;
      const half = (one.share ? 0.5 : Math.abs(one.estimate)) / Math.sqrt(worlds);
      return { ...one, versus: { difference, low: difference - half, high: difference + half,
        rose: Math.max(0, difference) * 0.8, fell: Math.max(0, -difference) * 0.8 } };
    });
  }
  return result;
}

function choices(word) {
  const found = [];
  for (const { text } of Object.values(files)) {
    for (const [, name, rest] of text.matchAll(new RegExp(`^${word} (\\w+)([^\\n{]*)`, "gm"))) {
      found.push({ name, title: /"([^"]*)"/.exec(rest)?.[1] ?? name, doc: "" });
    }
  }
  return found;
}

const rest = { share: false, fixed: false, limits: { low: 0, high: null }, sources: [], judgement: "", family: "", doc: "" };
const bell = (m) => Array.from({ length: 40 }, (_, i) => m * Math.exp((i - 20) / 12)).map((x) => [x, Math.exp(-2 * Math.log(x / m) ** 2) / x]);

function modelView() {
  const parameters = [];
  for (const [file, { text }] of Object.entries(files)) {
    if (!file.endsWith(".ent")) continue;
    text.split("\n").forEach((line, i) => {
      const found = /^param (\w+)[^~]*~ (\w+)\((?:median )?([\d.]+)[^)]*\)\s*(?:"([^"]*)")?/.exec(line);
      const range = /^param (\w+)[^~]*~ ([\d.]+) to ([\d.]+)( per year)?\s*(?:"([^"]*)")?/.exec(line);
      if (range) parameters.push({ name: range[1], title: range[5] ?? range[1], unit: range[4] ? "per year" : "",
        median: (+range[2] + +range[3]) / 2, prior: { words: "mock", low: +range[2], high: +range[3], density: [] }, ...rest, file, line: i + 1 });
      else if (found) parameters.push({ name: found[1], title: found[4] ?? found[1], unit: / per year/.test(line) ? "per year" : "",
        median: +found[3], prior: { words: "mock", low: +found[3] / 2.5, high: +found[3] * 2.5, density: bell(+found[3]) }, ...rest, file, line: i + 1 });
    });
  }
  const outcomes = Object.entries(run.outcomes).map(([name, one]) => ({ name, title: one.title, kind: one.kind,
    unit: one.unit, share: one.kind === "ever", window: one.window, file: "outcomes.ent", line: 1 }));
  return { model, title: run.title, from: run.from, to: run.to, now: null, hash: "mock", actors: [], alliances: [],
    issues: [], quantities: [], links: [], events: [], parameters, policies: choices("policy"),
    scenarios: choices("scenario"), outcomes, claims: [], sources: [], warnings: [] };
}

const project = { id: "p1", name: model, title: run.title, made_from: model,
  created: "2026-11-22T09:00:00Z", changed: "2026-11-22T09:00:00Z" };
const listed = () => ({ ...project, files: Object.entries(files).map(([path, { text, revision }]) => ({ path, bytes: text.length, revision })) });

function send(response, status, body) {
  response.writeHead(status, { "Content-Type": status < 400 ? "application/json" : "application/problem+json" });
  response.end(JSON.stringify(body));
}

async function stream(response, body) {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  const emit = (event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  let open = true;
  response.on("close", () => (open = false));
  const wanted = body.worlds ?? 20000;
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  for (let worlds = 512; worlds < wanted && open; worlds *= 4) {
    await pause(worlds / 20);
    emit("progress", { done: worlds, wanted, seconds_left: (wanted - worlds) / 10000 });
    emit("partial", liveResult({ ...body, worlds: wanted }, worlds));
  }
  await pause(200);
  emit("result", { run: null, seconds: 1, result: liveResult({ ...body, worlds: wanted }, wanted) });
  response.end();
}

function file(response, path) {
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
  const full = normalize(join(dist, path === "/" ? "index.html" : path));
  if (!full.startsWith(dist) || !statSync(full, { throwIfNoEntry: false })?.isFile()) return send(response, 404, { title: "not found", status: 404 });
  response.writeHead(200, { "Content-Type": types[extname(full)] ?? "application/octet-stream",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self' blob:; base-uri 'none'; form-action 'none'" });
  response.end(readFileSync(full));
}

createServer((request, response) => {
  let text = "";
  request.on("data", (piece) => (text += piece));
  request.on("end", () => {
    const path = new URL(request.url, "http://mock").pathname;
    if (!path.startsWith("/api/v1")) return file(response, path);
    const body = text ? JSON.parse(text) : {};
    const [, what, , feature, ...rest] = path.slice(7).split("/");
    if (what === "health") return send(response, 200, { version: "mock", cores: 2, running: 0 });
    if (what === "models") return send(response, 200, { models: [{ name: model, title: run.title }] });
    if (what !== "projects") return send(response, 404, { title: "not found", status: 404 });
    if (path === "/api/v1/projects") return send(response, 200, { projects: [project] });
    if (!feature) return send(response, 200, listed());
    if (feature === "model") return send(response, 200, modelView());
    if (feature === "language") return send(response, 200, { result: {} });
    if (feature === "tasks") return stream(response, body);
    if (feature === "files") {
      const name = decodeURIComponent(rest.join("/"));
      const one = files[name];
      if (request.method === "PUT") {
        if (one && body.base_revision !== one.revision) return send(response, 409, { title: "changed elsewhere", status: 409, ...one });
        files[name] = { text: body.text, revision: (one?.revision ?? 0) + 1 };
        return send(response, 200, { path: name, revision: files[name].revision });
      }
      return one ? send(response, 200, { path: name, ...one }) : send(response, 404, { title: "not found", status: 404 });
    }
    return send(response, 404, { title: "not found", status: 404 });
  });
}).listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
