/** Search parameters as typed values. What is not one is left out: an address that somebody mangled still opens its page. */

type Search = Record<string, unknown>;

/** A text that is not empty. Numbers count as texts: an address cannot tell "7" from 7. */
export function textOf<K extends string>(search: Search, key: K): { [P in K]?: string } {
  const value = search[key];
  if (typeof value === "number") return { [key]: String(value) } as { [P in K]?: string };
  return (typeof value === "string" && value !== "" ? { [key]: value } : {}) as { [P in K]?: string };
}

/** A whole number from 1. */
export function numberOf<K extends string>(search: Search, key: K): { [P in K]?: number } {
  const value = Number(search[key]);
  return (typeof search[key] !== "boolean" && Number.isSafeInteger(value) && value >= 1 ? { [key]: value } : {}) as { [P in K]?: number };
}

export function oneOf<K extends string, V extends string>(search: Search, key: K, allowed: readonly V[]): { [P in K]?: V } {
  const found = allowed.find((each) => each === search[key]);
  return (found ? { [key]: found } : {}) as { [P in K]?: V };
}
