import { useCallback, useState } from "react";
import type { ServiceLine } from "@/api/types";
import { steady } from "./overview.rows";

/** Holds the order in which the rows were first drawn, until another question is `asked` or the set of rows differs. */
export function useSteady(rows: readonly ServiceLine[], asked: string): { rows: readonly ServiceLine[]; moved: boolean; again: () => void } {
  const [held, setHeld] = useState<{ asked: string; names: readonly string[] }>({ asked, names: [] });
  const now = steady(held.asked === asked ? held.names : [], rows);
  const again = useCallback(() => setHeld({ asked, names: rows.map((row) => row.name) }), [asked, rows]);
  if (now.taken) again();
  return { ...now, again };
}
