/** One entry of the log with everything that is known of it: the sentence, the envelope, what changed, the body, the hashes. */
import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { LogEntryDetail } from "@/api/types";
import { CopyButton } from "@/kit/CopyButton";
import { FieldDiff } from "@/kit/FieldDiff";
import { count, local, utc } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { Loaded } from "@/kit/states";
import { Words } from "@/kit/Words";
import { chainQuery, eventQuery } from "./activity.api";
import type { ActivitySearch } from "./activity.url";
import { actorInWords } from "./event-types";
import classes from "./Activity.module.css";

type Set = (part: Partial<ActivitySearch>) => void;

export function EventSheet({ seq, set }: { seq: number; set: Set }) {
  const query = useQuery(eventQuery(seq));
  const newest = useQuery(chainQuery).data?.newest_seq;
  return (
    <SideSheet opened onClose={() => set({ seq: undefined })} title={<span className="tabular">Entry #{count(seq)}</span>}>
      <div className={classes.steps}>
        <Button size="compact-xs" variant="default" disabled={seq <= 1} onClick={() => set({ seq: seq - 1 })} leftSection={<IconArrowDown size={13} />}>Older</Button>
        <Button size="compact-xs" variant="default" disabled={newest !== undefined && seq >= newest} onClick={() => set({ seq: seq + 1 })} leftSection={<IconArrowUp size={13} />}>Newer</Button>
      </div>
      <Loaded query={query} rows={8}>{(detail) => <Event detail={detail} set={set} />}</Loaded>
    </SideSheet>
  );
}

function Event({ detail, set }: { detail: LogEntryDetail; set: Set }) {
  const { entry } = detail;
  const body = JSON.stringify(detail.body, null, 2);
  const at = Date.parse(entry.at);
  const only = (part: Partial<ActivitySearch>, what: string): ReactNode => (
    <button type="button" className={classes.only} onClick={() => set({ ...part, seq: undefined })} aria-label={`only these: entries of ${what}`}>only these</button>
  );
  const rows: [string, ReactNode][] = [
    ["When", <>{utc(at)}<br /><span className="caption">{local(at)}</span></>],
    ["Who", <>{actorInWords(entry.actor_name)}{entry.actor !== entry.actor_name && <span className="caption"> {entry.actor}</span>} {only({ actor: entry.actor }, entry.actor_name)}</>],
    ["Type", <>{entry.type}<span className="caption"> version {entry.version}</span> {only({ type: entry.type }, entry.type)}</>],
    ["Service", entry.service && <><Link to="/services/$name" params={{ name: entry.service }}>{entry.service}</Link> {only({ service: entry.service }, entry.service)}</>],
    ["SLO", entry.slo && <><Link to="/slos/$name" params={{ name: entry.slo }}>{entry.slo}</Link> {only({ slo: entry.slo }, entry.slo)}</>],
    ["Stream", entry.stream && <code>{entry.stream}</code>],
    ["Source", entry.source && <code>{entry.source}</code>],
  ];
  return (
    <article>
      <p className={classes.sentence}><Words text={entry.text} /></p>
      <dl className={classes.envelope}>{rows.filter(([, value]) => value).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}</dl>
      {detail.changes.length > 0 && <section className="section"><h2>What changed</h2><FieldDiff changes={detail.changes} /></section>}
      <section className="section">
        <div className={classes.bodyHead}><h2>Body</h2><CopyButton label="Copy JSON" text={body} size="compact-xs" /></div>
        <pre className={classes.body} tabIndex={0} aria-label="The event's body as JSON">{body}</pre>
      </section>
      <section className="section">
        <h2>In the chain</h2>
        <dl className={classes.envelope}>
          <dt>Hash</dt><dd><code className={classes.hash}>{entry.hash}</code></dd>
          <dt>Before it</dt><dd><code className={classes.hash}>{detail.previous_hash}</code></dd>
        </dl>
      </section>
    </article>
  );
}
