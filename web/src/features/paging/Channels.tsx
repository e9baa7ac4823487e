/** Where pages go, whether they arrive, and a test that is followed to its receipt. */
import { Button, CloseButton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ChannelView } from "@/api/types";
import { DataTable, type Column } from "@/kit/DataTable";
import { count, duration, durationText } from "@/kit/format";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { HealthMark, PageMark } from "./Mark";
import type { PartProps, SetSearch } from "./Paging";
import { channelsQuery, pageQuery, testChannel } from "./paging.api";
import { stepsOf } from "./paging.words";
import { Steps } from "./Steps";
import classes from "./Paging.module.css";

export function Channels({ search, set, canRespond }: PartProps) {
  const query = useQuery(channelsQuery);
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: testChannel,
    onSuccess: (page) => set({ test: page.page }),
    onSettled: () => queries.invalidateQueries({ queryKey: channelsQuery.queryKey }),
  });
  const { mutate, isPending } = test;
  const columns = useMemo(() => columnsOf(canRespond, isPending, mutate, set), [canRespond, isPending, mutate, set]);
  return (
    <>
      {test.error && <ErrorNote error={test.error} />}
      {search.test && <TestPage id={search.test} set={set} />}
      <Loaded query={query} rows={4}>
        {({ items }) => (
          <DataTable label="Channels" rows={items} columns={columns} rowKey={(c) => c.name} sort={search.sort ?? ""} onSort={(sort) => set({ sort: sort || undefined })} csv primary
            empty={<Empty title="No channel is in the catalogue" command={emptyExample}>Nobody is paged until a channel says where to. Add one to the catalogue and name it in a service.</Empty>} />
        )}
      </Loaded>
    </>
  );
}

const emptyExample = "apiVersion: plimsoll/v1\nkind: Channel\nmetadata: {name: pager}\nspec: {type: webhook, url: https://pager.example.com/hook, secret: env:PAGER_SECRET}";

function columnsOf(canRespond: boolean, busy: boolean, test: (name: string) => void, set: SetSearch): Column<ChannelView>[] {
  const columns: Column<ChannelView>[] = [
    { id: "health", header: "Health", width: "150px", hint: "By the last attempt", cell: (c) => <HealthMark health={c.health} />, text: (c) => c.health, sort: (c) => c.health },
    { id: "name", header: "Channel", width: "170px", cell: (c) => <button type="button" className={classes.linkish} onClick={() => set({ tab: "pages", channel: c.name, sort: undefined })} data-tip="Its pages">{c.name}</button>, text: (c) => c.name, sort: (c) => c.name },
    { id: "type", header: "Type", width: "110px", cell: (c) => c.type, text: (c) => c.type, sort: (c) => c.type },
    { id: "success", header: "Last received", width: "130px", cell: (c) => <Time at={c.last_success} absent="never" />, text: (c) => c.last_success, sort: (c) => (c.last_success ? Date.parse(c.last_success) : null) },
    { id: "failure", header: "Last failure", narrow: "wide", cell: (c) => <Failure channel={c} />, text: (c) => c.last_error, sort: (c) => (c.last_failure ? Date.parse(c.last_failure) : null) },
    { id: "waiting", header: "Waiting", width: "76px", align: "right", narrow: "hide", cell: (c) => <span className="tabular">{count(c.waiting)}</span>, text: (c) => c.waiting, sort: (c) => c.waiting },
    { id: "delivered", header: "Delivered", width: "86px", align: "right", narrow: "hide", cell: (c) => <span className="tabular">{count(c.delivered)}</span>, text: (c) => c.delivered, sort: (c) => c.delivered },
    { id: "dead", header: "Dead letters", width: "96px", align: "right", narrow: "hide", cell: (c) => <span className={`tabular ${c.dead_lettered > 0 ? "word-breach" : ""}`}>{count(c.dead_lettered)}</span>, text: (c) => c.dead_lettered, sort: (c) => c.dead_lettered },
    { id: "rate", header: "At most", width: "96px", align: "right", narrow: "hide", hint: "More pages than this go out as one digest", cell: (c) => <span className="tabular">{count(c.rate_limit)}<span className="unit">a minute</span></span>, text: (c) => c.rate_limit, sort: (c) => c.rate_limit },
    { id: "repeat", header: "Repeats", width: "104px", align: "right", narrow: "hide", hint: "While an alert fires and nobody took it on", cell: (c) => <span className="tabular">every {durationText(c.repeat_interval)}</span>, text: (c) => c.repeat_interval },
  ];
  if (canRespond)
    columns.push({ id: "do", header: "Actions", width: "120px", align: "right", cell: (c) => <Button size="compact-xs" variant="default" disabled={busy} onClick={() => test(c.name)} aria-label={`Send a test page to ${c.name}`}>Send a test</Button> });
  return columns;
}

function Failure({ channel }: { channel: ChannelView }) {
  if (!channel.last_failure) return <span className="quiet">no failure</span>;
  const running = channel.consecutive_failures > 1 ? `, ${count(channel.consecutive_failures)} in a row` : "";
  return <span className={classes.wrap}><Time at={channel.last_failure} /> <span className={`caption ${classes.clamp}`} data-tip={channel.last_error}>{channel.last_error}{running}</span></span>;
}

/** The test page on its way; live until it has an end. */
function TestPage({ id, set }: { id: string; set: SetSearch }) {
  const query = useQuery(pageQuery(id));
  const page = query.data?.page;
  const took = page?.state === "delivered" && page.ended_at ? Date.parse(page.ended_at) - Date.parse(page.intended_at) : null;
  const title = !page ? "The test page is read"
    : page.state === "delivered" ? `The test reached ${page.channel}${took === null ? "" : took < 1000 ? ` in ${took} ms` : ` in ${duration(took)}`}`
    : page.state === "dead_lettered" ? `The test did not reach ${page.channel}` : `A test is on its way to ${page.channel}`;
  return (
    <section className={`note ${classes.test}`} data-state={page?.state} aria-label="Test page">
      <div className={classes.grow}>
        <div className={classes.testHead} role="status">
          <strong>{title}</strong>
          {page && <PageMark state={page.state} />}
        </div>
        {query.error ? <ErrorNote error={query.error} /> : query.data && <Steps steps={stepsOf(query.data)} />}
      </div>
      <CloseButton size="sm" aria-label="Close the test" onClick={() => set({ test: undefined })} />
    </section>
  );
}
