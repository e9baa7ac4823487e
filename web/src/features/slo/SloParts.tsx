/** What an SLO is made of: the groups of a roll-up, worst first, or the members of a composite with their weights. */
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { SloDetail, SloSummary } from "@/api/types";
import { DataTable, type Column } from "@/kit/DataTable";
import { budget, count, ratio } from "@/kit/format";
import { Empty, Loaded } from "@/kit/states";
import { LoadLine } from "./LoadLine";
import { slosQuery } from "./slo.api";
import { serviceColumns } from "./slo.columns";
import { compositeWords, groupWords } from "./slo.words";
import { worstFirst } from "./slos.filter";
import { SloTable } from "./SloTable";
import { StateWord } from "./StateWord";
import classes from "./SloDetail.module.css";

export function PartsTab({ slo }: { slo: SloDetail }) {
  return slo.definition.composite ? <Members slo={slo} composite={slo.definition.composite} /> : <Groups slo={slo} />;
}

function Groups({ slo }: { slo: SloDetail }) {
  const { name, service } = slo.summary;
  const query = useQuery(slosQuery({ service }));
  const [q, setQ] = useState("");
  const rollUp = slo.definition.grouping?.roll_up;
  const own = useMemo(() => worstFirst((query.data?.items ?? []).filter((s) => s.group_of === name)).map((s) => ({ ...s, display_name: groupWords(s.group) })), [query.data, name]);
  const shown = own.filter((s) => s.display_name.toLowerCase().includes(q.trim().toLowerCase()));
  return (
    <Loaded query={query} rows={6}>
      {() => (
        <>
          <div className={classes.partTools}>
            {own.length > 8 && <TextInput size="xs" aria-label="Filter by a label's value" placeholder="Filter" value={q} onChange={(e) => setQ(e.currentTarget.value)} />}
            <p className="caption">{slo.definition.grouping && <>By {slo.definition.grouping.by.join(", ")}; at most {count(slo.definition.grouping.limit)}. </>}{rollUp === "worst" ? "The roll-up shows the group that stands worst." : "The roll-up counts all events together: a small group can be in trouble while it looks well."} {shown.length !== own.length && `${count(shown.length)} of ${count(own.length)} shown.`}</p>
          </div>
          <SloTable label={`Groups of ${name}`} rows={shown} columns={serviceColumns} narrow csv
            empty={<Empty title={q ? "No group has that value" : "No group was seen yet"}>A group appears by itself with the first series that carries its labels.</Empty>} />
        </>
      )}
    </Loaded>
  );
}

interface MemberRow { slo: string; share: number; weight: number; found: SloSummary | undefined }

function Members({ slo, composite }: { slo: SloDetail; composite: NonNullable<SloDetail["definition"]["composite"]> }) {
  const query = useQuery(slosQuery({}));
  const whole = composite.members.reduce((sum, m) => sum + m.weight, 0);
  const rows = composite.members.map((m): MemberRow => ({ ...m, share: m.weight / whole, found: query.data?.items.find((s) => s.name === m.slo) }));
  const silent = rows.filter((r) => query.data && !speaks(r));
  return (
    <Loaded query={query} rows={4}>
      {() => (
        <>
          <p className={classes.partTools}>{compositeWords[composite.rule]}{composite.journey && <span className="caption"> It is the SLO of the journey {composite.journey}.</span>}</p>
          {silent.length > 0 && <p className="word-caution">{silent.map((r) => r.slo).join(", ")} {silent.length === 1 ? "has" : "have"} nothing to say: {silent.length === 1 ? "its" : "their"} weight is shared out among the others.</p>}
          <div className={classes.members}><DataTable label={`Members of ${slo.summary.name}`} rows={rows} columns={memberColumns} rowKey={(r) => r.slo} csv primary /></div>
        </>
      )}
    </Loaded>
  );
}

const speaks = (row: MemberRow): boolean => row.found !== undefined && row.found.budget_remaining !== null && row.found.budget_remaining !== undefined;

const memberColumns: Column<MemberRow>[] = [
  { id: "slo", header: "Member", sort: (r) => r.slo, text: (r) => r.slo, cell: (r) => (r.found ? <Link to="/slos/$name" params={{ name: r.slo }}>{r.slo}</Link> : <span>{r.slo} <span className="caption">not in the catalogue</span></span>) },
  { id: "weight", header: "Weight", width: "130px", align: "right", sort: (r) => r.weight, text: (r) => r.weight, cell: (r) => <span className="tabular">{r.weight} <span className="caption">{ratio(r.share)}</span></span> },
  { id: "state", header: "State", width: "130px", text: (r) => r.found?.state, cell: (r) => (r.found ? <StateWord state={r.found.state} /> : <span className="quiet">missing</span>) },
  { id: "line", header: "Load line", width: "300px", narrow: "wide", cell: (r) => r.found && <LoadLine remaining={r.found.budget_remaining} projected={r.found.projected_end} coverage={r.found.coverage} burn={r.found.burn_1h} thresholds={r.found.thresholds} tier={r.found.tier} whyEmpty={r.found.why_empty} width={260} /> },
  { id: "left", header: "Budget", width: "90px", align: "right", sort: (r) => r.found?.budget_remaining, text: (r) => r.found?.budget_remaining, cell: (r) => budget(r.found?.budget_remaining) },
];
