import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import type { SessionView } from "@/api/types";
import { sessionQuery } from "./access.api";

/** After a sign-in: forgets what was read as somebody else, and goes where the person was going. */
export function useEntrance(): (session: SessionView, to?: string) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback((session, to = "/") => {
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, session);
    router.history.replace(to);
  }, [queries, router]);
}
