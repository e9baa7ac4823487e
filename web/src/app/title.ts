const places: [RegExp, string][] = [
  [/^\/$/, "Overview"], [/^\/slos$/, "SLOs"], [/^\/slos\/compare$/, "Compare"], [/^\/portfolio/, "Portfolio"], [/^\/targets/, "Targets"], [/^\/exclusions/, "Exclusions"], [/^\/editor/, "Write an SLO"], [/^\/sources$/, "Sources"], [/^\/sources\/[^/]+\/wizard$/, "What could be promised"], [/^\/import/, "Bring definitions along"], [/^\/activity/, "Activity"], [/^\/paging/, "Paging"], [/^\/catalogue/, "Catalogue"], [/^\/settings/, "Settings"], [/^\/practise/, "Practise"], [/^\/match/, "Match"], [/^\/hire/, "Hire"], [/^\/candidate/, "Your copy"],
];

/** What the browser's tab says of a page: its subject first, since tabs are narrow. */
export function titleOf(pathname: string): string {
  const subject = /^\/(?:slos|services|sources)\/([^/]+)/.exec(pathname)?.[1];
  const place = places.find(([pattern]) => pattern.test(pathname))?.[1] ?? (subject ? decodeURIComponent(subject) : undefined);
  return place ? `${place} · Plimsoll` : "Plimsoll";
}
