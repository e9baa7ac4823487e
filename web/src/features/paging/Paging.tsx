/** Who is told what, and whether it arrived: open alerts, pages with their attempts, channels, silences. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";
import { useRight } from "@/features/access/rights";
import { TabBar } from "@/kit/TabBar";
import { Alerts } from "./Alerts";
import { channelsQuery, deadLettersQuery, openAlertsQuery, silencesQuery } from "./paging.api";
import type { PagingSearch } from "./paging.url";
import { PagerFigures } from "./PagerFigures";

const Pages = lazy(() => import("./Pages").then((m) => ({ default: m.Pages })));
const Channels = lazy(() => import("./Channels").then((m) => ({ default: m.Channels })));
const Silences = lazy(() => import("./Silences").then((m) => ({ default: m.Silences })));
const PageSheet = lazy(() => import("./PageSheet").then((m) => ({ default: m.PageSheet })));
const AlertSheet = lazy(() => import("./AlertSheet").then((m) => ({ default: m.AlertSheet })));
const SilenceForm = lazy(() => import("./SilenceForm").then((m) => ({ default: m.SilenceForm })));

export type SetSearch = (part: Partial<PagingSearch>) => void;
export interface PartProps { search: PagingSearch; set: SetSearch; canRespond: boolean }

export function Paging() {
  const search = useSearch({ from: "/inside/paging" });
  const navigate = useNavigate({ from: "/paging" });
  const set = useCallback<SetSearch>((part) => void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false }), [navigate]);
  const canRespond = useRight("respond");
  const tab = search.tab ?? "alerts";
  const open = useQuery(openAlertsQuery).data?.items.length;
  const dead = useQuery(deadLettersQuery).data?.items.length;
  const failing = useQuery(channelsQuery).data?.items.filter((c) => c.health === "failing").length;
  const silent = useQuery(silencesQuery).data?.items.length;
  const tabs = [
    { id: "alerts", label: "Alerts", count: open },
    { id: "pages", label: "Pages", count: dead, urgent: true },
    { id: "channels", label: "Channels", count: failing, urgent: true },
    { id: "silences", label: "Silences", count: silent },
  ];
  const Part = { alerts: Alerts, pages: Pages, channels: Channels, silences: Silences }[tab];
  return (
    <>
      <div className="page-head"><h1>Paging</h1></div>
      <PagerFigures why={search.why} onClose={() => set({ why: undefined })} />
      <TabBar label="Parts of paging" items={tabs} current={tab} />
      {!canRespond && <p className="caption">Acknowledging, silencing, testing and sending again need the right to respond. An administrator can grant it under Settings, People.</p>}
      <Suspense fallback={null}><Part search={search} set={set} canRespond={canRespond} /></Suspense>
      <Suspense fallback={null}>
        {search.page && <PageSheet id={search.page} set={set} canRespond={canRespond} />}
        {search.alert && <AlertSheet id={search.alert} set={set} canRespond={canRespond} />}
        {search.silence && canRespond && <SilenceForm subject={search.silence} set={set} />}
      </Suspense>
    </>
  );
}
