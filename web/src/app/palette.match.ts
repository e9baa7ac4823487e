/** Which entries of the palette a few letters mean. Pure. */
export interface Entry { label?: string; description?: string; keywords?: string | string[] }

/** Every word that was typed is somewhere in the entry, whatever stands between them. */
export function fits(entry: Entry, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const within = [entry.label, entry.description, ...[entry.keywords ?? []].flat()].join(" ").toLowerCase();
  return words.every((word) => within.includes(word));
}

/** How well, for the order: the label begins so, a word of it does, or it is only somewhere. */
export function rank(entry: Entry, query: string): number {
  const label = (entry.label ?? "").toLowerCase();
  const typed = query.trim().toLowerCase();
  if (label.startsWith(typed)) return 0;
  return label.split(/[\s\-:]+/).some((word) => word.startsWith(typed)) ? 1 : 2;
}
