/** The parts of the catalogue, also above those that have a page of their own. */
import { useQuery } from "@tanstack/react-query";
import { exclusionsQuery } from "@/features/exclusions/exclusions.api";
import { targetsQuery } from "@/features/targets/targets.api";
import { TabBar } from "@/kit/TabBar";
import { filesQuery } from "./catalog.api";

export function CatalogueTabs({ current }: { current: string }) {
  const wrong = useQuery(filesQuery).data?.items.reduce((sum, file) => sum + file.problems.length, 0);
  const waiting = useQuery(exclusionsQuery({ state: "requested" })).data?.items.length;
  const targets = useQuery(targetsQuery({ state: "proposed" })).data;
  const inside = current !== "exclusions" && current !== "editor" && current !== "targets";
  const part = (id: string): { to?: string } => (inside ? {} : { to: id === "files" ? "/catalogue" : `/catalogue?tab=${id}` });
  return (
    <TabBar label="Parts of the catalogue" current={current} items={[
      { id: "files", label: "Files", count: wrong, urgent: true, ...part("files") },
      { id: "objects", label: "Objects", ...part("objects") },
      { id: "preview", label: "What would this change do?", ...part("preview") },
      { id: "editor", label: "Write an SLO", to: "/editor" },
      { id: "exclusions", label: "Exclusions", count: waiting, to: "/exclusions" },
      { id: "targets", label: "Targets", count: targets ? targets.proposed + targets.due : undefined, to: "/targets" },
    ]} />
  );
}
