/** What the address of the settings holds: the section is in its path, the open form and figure in its search. */
import { oneOf, textOf } from "@/kit/url";

export const sections = ["profile", "people", "tokens", "sessions", "server"] as const;
export type Section = (typeof sections)[number];
/** null: there is no such section. */
export const sectionOf = (text: string): Section | null => sections.find((each) => each === text) ?? null;

export interface SettingsSearch {
  /** The form for somebody or something new is open. */
  form?: "new";
  /** Sessions of everybody, for administrators. */
  of?: "all";
  sort?: string;
  /** The server's figure that is asked "why?". */
  why?: string;
}

export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  return { ...oneOf(search, "form", ["new"] as const), ...oneOf(search, "of", ["all"] as const), ...textOf(search, "sort"), ...textOf(search, "why") };
}
