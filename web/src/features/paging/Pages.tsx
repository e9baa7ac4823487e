/** Every message that was owed to somebody: its state, its channel, and how it ended. Dead letters first. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { PageView } from "@/api/types";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { count } from "@/kit/format";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { PageMark } from "./Mark";
import type { PartProps } from "./Paging";
import { channelsQuery, deadLettersQuery, pagesQuery, replay, type PagesFilter } from "./paging.api";
import { endInWords, pageStateWords, reasonWords } from "./paging.words";
import { pageStates, type PagingSearch } from "./paging.url";
import classes from "./Paging.module.css";

const columns: Column<PageView>[] = [
  { id: "state", header: "State", width: "170px", cell: (p) => <PageMark state={p.state} />, text: (p) => p.state, sort: (p) => p.state },
  { id: "at", header: "Due", width: "130px", cell: (p) => <Time at={p.intended_at} />, text: (p) => p.intended_at, sort: (p) => Date.parse(p.intended_at) },
  { id: "channel", header: "Channel", width: "130px", cell: (p) => p.channel, text: (p) => p.channel, sort: (p) => p.channel },
  { id: "reason", header: "Reason", width: "130px", narrow: "hide", cell: (p) => <span className="quiet">{reasonWords[p.reason]}</span>, text: (p) => p.reason, sort: (p) => p.reason },
  { id: "summary", header: "Message", narrow: "wide", cell: (p) => <span className={classes.wrap}>{p.summary}</span>, text: (p) => p.summary },
  { id: "attempts", header: "Attempts", width: "84px", align: "right", narrow: "hide", cell: (p) => <span className="tabular">{count(p.attempts)}</span>, text: (p) => p.attempts, sort: (p) => p.attempts },
  { id: "end", header: "Receipt, or why not", width: "230px", narrow: "wide", cell: (p) => <span className={`${classes.wrap} quiet`}><span className={classes.clamp} data-tip={endInWords(p).length > 60 ? endInWords(p) : undefined}>{endInWords(p)}</span></span>, text: (p) => endInWords(p) },
];

export function Pages({ search, set, canRespond }: PartProps) {
  const filter = useMemo((): PagesFilter => ({ ...(search.state && { state: search.state }), ...(search.channel && { channel: search.channel }) }), [search.state, search.channel]);
  const list = useInfiniteQuery(pagesQuery(filter));
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const open = useCallback((page: PageView) => set({ page: page.page }), [set]);
  return (
    <>
      <DeadLetters set={set} canRespond={canRespond} />
      <Filters search={search} set={set} />
      <Loaded query={list}>
        {() => (
          <div className={classes.beside}>
            <DataTable label="Pages, newest first" rows={rows} columns={columns} rowKey={(p) => p.page} onOpen={open} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} csv primary
              empty={search.state || search.channel
                ? <Empty title="No page fits these filters" action={<Button size="compact-sm" variant="default" onClick={() => set({ state: undefined, channel: undefined })}>Clear the filters</Button>} />
                : <Empty title="Nobody has been paged yet">When an alert fires, each channel that it names gets a page; every attempt and its receipt stands here.</Empty>} />
            {list.hasNextPage && <p><Button size="compact-sm" variant="default" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Load older</Button></p>}
          </div>
        )}
      </Loaded>
    </>
  );
}

function Filters({ search, set }: Pick<PartProps, "search" | "set">) {
  const channels = useQuery(channelsQuery).data?.items.map((c) => c.name) ?? [];
  return (
    <div className={classes.filters} role="search" aria-label="Filter the pages">
      <Choice label="State" all="any state" value={search.state} onChange={(state) => set({ state: state as PagingSearch["state"] })} options={pageStates.map((value) => [value, pageStateWords[value]])} />
      <Choice label="Channel" all="any channel" value={search.channel} onChange={(channel) => set({ channel })} options={channels.map((name) => [name, name])} />
    </div>
  );
}

/** Pages that reached nobody: said above all else, and sent again by one button. */
function DeadLetters({ set, canRespond }: Pick<PartProps, "set" | "canRespond">) {
  const query = useQuery(deadLettersQuery);
  const queries = useQueryClient();
  const all = useMutation({
    // One after the other: each is an entry in the log, and a channel has its rate.
    mutationFn: async (pages: readonly PageView[]) => {
      for (const page of pages) await replay(page.page);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["pages"] }),
  });
  if (query.error) return <ErrorNote error={query.error} />;
  const dead = query.data?.items ?? [];
  if (dead.length === 0) return null;
  const many = dead.length > 1;
  return (
    <div className={`note ${classes.dead}`} role="status">
      <div className={classes.grow}>
        <strong className="word-breach">{count(dead.length)}{query.data?.next_cursor ? " or more" : ""} {many ? "pages" : "page"} reached nobody</strong>
        <ul className={classes.told}>
          {dead.slice(0, 5).map((page) => (
            <li key={page.page}>
              <button type="button" className={classes.linkish} onClick={() => set({ page: page.page })}>{page.channel}: {page.summary}</button>
              <span className="caption"><Time at={page.ended_at} /></span>
              <span className={`caption ${classes.clamp}`} data-tip={page.end}>{page.end}</span>
            </li>
          ))}
        </ul>
        {dead.length > 5 && <p><button type="button" className={classes.linkish} onClick={() => set({ state: "dead_lettered" })}>All of them</button></p>}
        {all.error && <ErrorNote error={all.error} />}
      </div>
      {canRespond && <Button size="compact-sm" variant="default" disabled={all.isPending} onClick={() => all.mutate(dead)}>{all.isPending ? "Sending…" : many ? `Send all ${dead.length} again` : "Send again"}</Button>}
    </div>
  );
}
