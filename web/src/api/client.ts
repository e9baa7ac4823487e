/** The one way to talk to the server: same origin, JSON, the session's cookie, problems as `Problem`. */

export interface FieldProblem {
  field: string;
  rule: string;
  remedy: string;
}

/** application/problem+json as the server writes it; also what a lost connection becomes. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly remedy: string,
    readonly fields: FieldProblem[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(detail || title);
    this.name = "Problem";
  }
  get signedOut(): boolean {
    return this.status === 401;
  }
}

let csrf = "";
/** Set whenever a SessionView arrives: changes carry it, so that another site's page cannot make them. */
export function setCsrf(token: string): void {
  csrf = token;
}

type Query = Record<string, string | number | boolean | null | undefined>;

export function withQuery(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

async function problemOf(reply: Response): Promise<Problem> {
  const retry = Number(reply.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(retry) && retry > 0 ? retry : null;
  let body: Record<string, unknown> = {};
  if ((reply.headers.get("Content-Type") ?? "").includes("json")) body = (await reply.json()) as Record<string, unknown>;
  const errors = Array.isArray(body.errors) ? (body.errors as Record<string, unknown>[]) : [];
  return new Problem(
    reply.status,
    text(body.code) || `http.${reply.status}`,
    text(body.title) || `The server answered ${reply.status}`,
    text(body.detail),
    text(body.remedy),
    errors.map((e) => ({ field: text(e.pointer) || text(e.place), rule: text(e.detail), remedy: text(e.remedy) })),
    retryAfter,
  );
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let reply: Response;
  try {
    reply = await fetch(path, { credentials: "same-origin", ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Problem(0, "web.unreachable", "The server cannot be reached", "No answer came from it.",
      "Check that Plimsoll runs and that this machine reaches it; the page goes on by itself once it answers.");
  }
  if (!reply.ok) throw await problemOf(reply);
  return reply;
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const reply = await send(withQuery(path, query), { signal: signal ?? null, headers: { Accept: "application/json" } });
  return (await reply.json()) as T;
}

/** The reply itself, for what stands in its headers. A change carries the session's token. */
export function request(method: string, path: string, body?: unknown, more: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...more };
  if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  return send(path, { method, headers, signal: signal ?? null, body: body === undefined ? null : JSON.stringify(body) });
}

/** POST, PUT, PATCH or DELETE. An empty reply gives undefined. `signal` is for questions that are too large for an address. */
export async function change<T = void>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const reply = await request(method, path, body, {}, signal);
  const received = await reply.text();
  return (received ? JSON.parse(received) : undefined) as T;
}

/** One path segment, safe for names with slashes. */
export const segment = (name: string): string => encodeURIComponent(name);
