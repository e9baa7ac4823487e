/** The workbook of whoever sits here: on the server under their own key, or in this browser where nobody is signed in. One for the page. */
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useQuery } from "@tanstack/react-query";
import { Problem } from "@/api/client";
import { change } from "@/api/client";
import { loadTagged, saveTagged } from "@/api/tagged";
import { sessionQuery } from "@/features/access/access.api";
import { empty, isEmpty, merge, readWorkbook, type Workbook } from "./workbook";

const path = "/api/v1/practice/workbook";
const key = "plimsoll.practise";
const rest = 900;
const again = 5000;
const mostTries = 5;

export type Where = "server" | "browser";
export type Kept = "loading" | "saved" | "waiting" | "saving" | "failed";
export interface Shelf {
  workbook: Workbook;
  where: Where;
  kept: Kept;
  error: unknown;
  /** What was removed a moment ago, until the page is left. */
  removed: Workbook | null;
  /** What this browser kept before its person signed in. */
  brought: Workbook | null;
}

let shelf: Shelf = { workbook: empty(), where: "browser", kept: "loading", error: null, removed: null, brought: null };
let base = empty();
let tag: string | null = null;
let owner: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let busy = false;
let dirty = false;
const watchers = new Set<() => void>();

function show(part: Partial<Shelf>): void {
  shelf = { ...shelf, ...part };
  for (const each of watchers) each();
}

function inBrowser(): Workbook {
  try {
    return readWorkbook(JSON.parse(window.localStorage.getItem(key) ?? "null"));
  } catch {
    return empty(); // storage is forbidden, or holds something that is no workbook: nothing was kept here
  }
}
function keepInBrowser(workbook: Workbook): void {
  try {
    if (isEmpty(workbook) && workbook.role === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, JSON.stringify(workbook));
    show({ kept: "saved", error: null });
  } catch (error) {
    show({ kept: "failed", error: new Problem(0, "web.storage", "This browser keeps nothing", error instanceof Error ? error.message : "", "Allow storage for this site, or export what you wrote before you leave") });
  }
}

async function load(): Promise<void> {
  const found = await loadTagged<unknown>(path);
  tag = found?.tag ?? null;
  base = readWorkbook(found?.body ?? null);
}

async function open(person: string | null): Promise<void> {
  clearTimeout(timer);
  dirty = false;
  show({ workbook: empty(), where: person ? "server" : "browser", kept: "loading", error: null, removed: null, brought: null });
  if (!person) {
    base = inBrowser();
    return show({ workbook: base, kept: "saved" });
  }
  try {
    await load();
    if (owner !== person) return;
    const local = inBrowser();
    show({ workbook: base, kept: "saved", brought: isEmpty(local) ? null : local });
  } catch (error) {
    show({ kept: "failed", error });
  }
}

/** Writes what changed; where another tab wrote first, both are put together and written again. */
async function save(): Promise<void> {
  if (shelf.where === "browser") {
    dirty = false;
    return keepInBrowser(shelf.workbook);
  }
  if (busy || !dirty) return;
  busy = true;
  const person = owner;
  try {
    for (let tries = 0; dirty && owner === person; ++tries) {
      dirty = false;
      const sent = shelf.workbook;
      show({ kept: "saving" });
      try {
        tag = await saveTagged(path, sent, tag ?? '"none"');
        base = sent;
      } catch (error) {
        dirty = true;
        if (!(error instanceof Problem && error.status === 409) || tries >= mostTries) throw error;
        const before = base;
        await load();
        show({ workbook: merge(before, shelf.workbook, base) });
      }
    }
    if (owner === person) show({ kept: "saved", error: null });
  } catch (error) {
    show({ kept: "failed", error });
    if (!(error instanceof Problem) || error.status === 0 || error.status >= 500) timer = setTimeout(() => void save(), again);
  } finally {
    busy = false;
  }
}

function edit(how: (before: Workbook) => Workbook): void {
  const after = how(shelf.workbook);
  if (after === shelf.workbook) return;
  dirty = true;
  show({ workbook: after, kept: "waiting" });
  clearTimeout(timer);
  timer = setTimeout(() => void save(), shelf.where === "browser" ? 200 : rest);
}

async function removeAll(): Promise<void> {
  clearTimeout(timer);
  dirty = false;
  const removed = shelf.workbook;
  try {
    if (shelf.where === "server") await change("DELETE", path);
    base = empty();
    tag = null;
    show({ workbook: empty(), removed: isEmpty(removed) ? null : removed, kept: "saved", error: null });
    if (shelf.where === "browser") keepInBrowser(empty());
  } catch (error) {
    show({ kept: "failed", error });
  }
}

function undo(): void {
  const { removed } = shelf;
  if (!removed) return;
  show({ removed: null });
  edit(() => removed);
}

/** Puts what this browser kept to the account's, and forgets it here. */
function take(): void {
  const { brought } = shelf;
  if (!brought) return;
  edit((before) => merge(empty(), brought, before));
  forgetBrought();
}
function forgetBrought(): void {
  try {
    window.localStorage.removeItem(key);
  } catch {
    // forbidden storage holds nothing
  }
  show({ brought: null });
}

if (typeof window !== "undefined") {
  window.addEventListener("pagehide", () => {
    if (dirty) void save();
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== key || shelf.where !== "browser") return;
    const theirs = inBrowser();
    const both = merge(base, shelf.workbook, theirs);
    base = theirs;
    show({ workbook: both });
  });
}

const subscribe = (watcher: () => void): (() => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

export function useWorkbook() {
  const { data: session } = useQuery(sessionQuery);
  const person = session?.signed_in ? session.person : undefined;
  useEffect(() => {
    if (!session || owner === (person?.id ?? "nobody")) return;
    owner = person?.id ?? "nobody";
    void open(person?.id ?? null);
  }, [session, person?.id]);
  const seen = useSyncExternalStore(subscribe, () => shelf);
  const set = useCallback(edit, []);
  return { ...seen, edit: set, removeAll, undo, take, forgetBrought, saveNow: save };
}

/** Leaving Practise ends what can be undone. */
export function forgetRemoved(): void {
  if (shelf.removed) show({ removed: null });
}
