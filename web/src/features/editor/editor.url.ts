/** What the address of the editor holds: the SLO that is edited, or the template that a new one begins with. */
import { textOf } from "@/kit/url";

export interface EditorSearch {
  /** The document's name. */
  slo?: string;
  template?: string;
  /** Begins with what is proposed from a source: the source's name and the proposal's. */
  source?: string;
  proposal?: string;
  /** What was tried of the SLO and is to be written: as what-if has it in its address. */
  change?: string;
}

export function readEditorSearch(search: Record<string, unknown>): EditorSearch {
  return { ...textOf(search, "slo"), ...textOf(search, "template"), ...textOf(search, "source"), ...textOf(search, "proposal"), ...textOf(search, "change") };
}
