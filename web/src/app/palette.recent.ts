/** What was last done from the palette, in this browser tab: the next time it stands first. */

const key = "plimsoll.palette";
const most = 5;

/** The newest first, each once. Pure. */
export const remembered = (before: readonly string[], id: string): string[] => [id, ...before.filter((each) => each !== id)].slice(0, most);

/** What an earlier page wrote; anything else is nothing. Pure. */
export function readRecent(text: string | null): string[] {
  if (!text) return [];
  const parts = text.split("\n").filter((id) => id !== "" && id.length <= 300);
  return parts.slice(0, most);
}

/** A browser may forbid storage altogether: then nothing is remembered beyond this page. */
let here: string[] = [];
function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null; // forbidden: `here` alone remembers
  }
}

export const recent = (): string[] => (here.length > 0 ? here : (here = readRecent(storage()?.getItem(key) ?? null)));
export function remember(id: string): void {
  here = remembered(recent(), id);
  storage()?.setItem(key, here.join("\n"));
}
