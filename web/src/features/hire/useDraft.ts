/** A draft that is kept on the server as one types, sealed under the candidate's key, and never in this browser. */
import { useCallback, useEffect, useRef, useState } from "react";
import { segment } from "@/api/client";
import { Problem } from "@/api/client";
import { loadTagged, saveTagged } from "@/api/tagged";
import type { Card } from "./hire.api";

export type DraftState = "loading" | "saved" | "waiting" | "saving" | "conflict" | "failed";
const rest = 1200;
const again = 5000;

export function useDraft(interview: string, start: Card) {
  const path = `/api/v1/hiring/interviews/${segment(interview)}/draft`;
  const [card, setShown] = useState<Card>(start);
  const [state, setState] = useState<DraftState>("loading");
  const tag = useRef<string | null>(null);
  const latest = useRef(card);
  const dirty = useRef(false);
  const busy = useRef(false);
  const gone = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const load = useCallback(async () => {
    try {
      const found = await loadTagged<Card>(path);
      tag.current = found?.tag ?? null;
      if (found && !dirty.current) {
        latest.current = found.body;
        setShown(found.body);
      }
      setState("saved");
    } catch {
      setState("failed");
    }
  }, [path]);
  useEffect(() => void load(), [load]);

  const save = useCallback(async () => {
    if (busy.current || gone.current || !dirty.current) return;
    busy.current = true;
    dirty.current = false;
    setState("saving");
    try {
      tag.current = await saveTagged(path, latest.current, tag.current);
      setState(dirty.current ? "waiting" : "saved");
    } catch (error) {
      dirty.current = true;
      const conflict = error instanceof Problem && (error.status === 412 || error.status === 409);
      setState(conflict ? "conflict" : "failed");
      if (!conflict) timer.current = setTimeout(() => void save(), again);
    }
    busy.current = false;
    if (dirty.current && !gone.current) timer.current ??= setTimeout(() => void save(), rest);
  }, [path]);

  const setCard = useCallback((next: (before: Card) => Card) => {
    latest.current = next(latest.current);
    dirty.current = true;
    setShown(latest.current);
    setState((s) => (s === "conflict" ? s : "waiting"));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), rest);
  }, [save]);

  // What was typed last is not lost with the page.
  useEffect(() => {
    const leave = (): void => void save();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      clearTimeout(timer.current);
      void save();
    };
  }, [save]);

  const takeOther = useCallback(() => {
    dirty.current = false;
    void load();
  }, [load]);
  const keepMine = useCallback(() => {
    void loadTagged<Card>(path).then((found) => {
      tag.current = found?.tag ?? null;
      dirty.current = true;
      return save();
    });
  }, [path, save]);
  const forget = useCallback(() => {
    gone.current = true;
    clearTimeout(timer.current);
  }, []);
  return { card, setCard, state, takeOther, keepMine, forget };
}
