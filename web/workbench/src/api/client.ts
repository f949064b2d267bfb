// Requests to the server that sent this page. Every failure is an ApiError that carries the
// server's problem document, so that a room can show it beside what caused it.
import type { Problem } from "./types";

export const BASE = "/api/v1";

const TOKEN_KEY = "entente.token";

export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/**
 * The link that `entente serve` prints ends in `#project=…`, `#token=…` or both: the token is kept
 * for this tab, and both go off the address. Answers the project to open.
 */
export function takeLink(location: Location, storage: Storage): string | null {
  if (location.hash.startsWith("#/")) return null;
  const fields = new URLSearchParams(location.hash.slice(1));
  const token = fields.get("token");
  const project = fields.get("project");
  if (token) storage.setItem(TOKEN_KEY, token);
  if (token || project) history.replaceState(null, "", location.pathname + location.search);
  return project;
}

export function headers(extra: Record<string, string> = {}): Record<string, string> {
  const token = sessionStorage.getItem(TOKEN_KEY);
  return token ? { ...extra, Authorization: `Bearer ${token}` } : extra;
}

/** What went wrong, from an answer that is not 2xx. */
export async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: "about:blank",
    title: response.statusText || `status ${response.status}`,
    status: response.status,
  };
  try {
    const body: unknown = await response.json();
    if (body && typeof body === "object") return { ...fallback, ...(body as Partial<Problem>) };
  } catch {
    // Not JSON: the status has to do.
  }
  return fallback;
}

export function offline(error: unknown): Problem {
  return {
    type: "about:blank",
    title: "The server does not answer",
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
    suggestion: "Is `entente serve` still running? Unsaved text is kept in this browser.",
  };
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(BASE + path, { ...init, credentials: "omit", cache: "no-store" });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(offline(error));
  }
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response;
}

export async function request<Result>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Result> {
  const init: RequestInit = { method, headers: headers() };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = headers({ "Content-Type": "application/json" });
    init.body = JSON.stringify(body);
  }
  const response = await send(path, init);
  if (response.status === 204) return undefined as Result;
  return (await response.json()) as Result;
}

export const get = <Result>(path: string, signal?: AbortSignal): Promise<Result> =>
  request<Result>("GET", path, undefined, signal);
export const post = <Result>(path: string, body: unknown, signal?: AbortSignal): Promise<Result> =>
  request<Result>("POST", path, body, signal);

/** What is no JSON. */
export async function getBlob(path: string): Promise<Blob> {
  return (await send(path, { method: "GET", headers: headers() })).blob();
}

/** A file's path inside a URL: its slashes stay. */
export function filePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
