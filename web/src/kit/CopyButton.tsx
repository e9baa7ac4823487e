import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";

/** Puts text on the clipboard, also where the page is not a secure context (plain HTTP in a private network). */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // the browser refused: the caller says so
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "offscreen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

export function CopyButton({ text, label = "Copy", size = "compact-sm" }: { text: string | (() => string); label?: string; size?: string }) {
  const [state, setState] = useState<"" | "copied" | "refused">("");
  useEffect(() => {
    if (!state) return;
    const timer = setTimeout(() => setState(""), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => {
    const done = await copyText(typeof text === "function" ? text() : text);
    setState(done ? "copied" : "refused");
  };
  return (
    <Button variant="default" size={size} onClick={() => void copy()} leftSection={state === "copied" ? <IconCheck size={14} /> : <IconCopy size={14} />}>
      <span aria-live="polite">{state === "copied" ? "Copied" : state === "refused" ? "The browser refused" : label}</span>
    </Button>
  );
}
