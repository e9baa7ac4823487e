const places: [RegExp, string][] = [
  [/^\/$/, "Overview"], [/^\/slos$/, "SLOs"], [/^\/activity/, "Activity"], [/^\/paging/, "Paging"], [/^\/catalogue/, "Catalogue"], [/^\/settings/, "Settings"],
];

/** What the browser's tab says of a page: its subject first, since tabs are narrow. */
export function titleOf(pathname: string): string {
  const subject = /^\/(?:slos|services)\/([^/]+)/.exec(pathname)?.[1];
  const place = subject ? decodeURIComponent(subject) : places.find(([pattern]) => pattern.test(pathname))?.[1];
  return place ? `${place} · Plimsoll` : "Plimsoll";
}
