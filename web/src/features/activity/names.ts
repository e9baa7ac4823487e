/** Names of people and machines by their ids: records hold ids, the log tells names. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { LogPage } from "@/api/types";
import { actorInWords } from "./event-types";

/** Of those who did something of a kind: `type` as the log's filter takes it, "policy.". */
export const actorNamesQuery = (type: string) =>
  queryOptions({
    queryKey: ["log", "names", type],
    queryFn: async ({ signal }) => new Map((await get<LogPage>("/api/v1/log", { type, limit: 500 }, signal)).items.map((entry) => [entry.actor, entry.actor_name] as const)),
    staleTime: 60_000,
    meta: { live: [type] },
  });

/** Says an id as a name; one that nobody told yet as what it is the id of. */
export function useActorName(type: string): (id: string) => string {
  const names = useQuery(actorNamesQuery(type)).data;
  return (id) => nameOf(id, names);
}

export function nameOf(id: string, names?: ReadonlyMap<string, string>): string {
  const known = names?.get(id);
  if (known) return actorInWords(known);
  if (/^system(:|$)/.test(id)) return actorInWords(id);
  const kind = /^(token|person):/.exec(id)?.[1];
  return kind === "token" ? "a token" : kind === "person" ? "somebody" : id || "nobody named";
}
