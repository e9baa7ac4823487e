/** Where you are signed in, and how to end it; administrators see everybody's. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import type { SessionRow } from "@/api/types";
import { endSession, sessionsQuery } from "@/features/access/access.api";
import { FormProblem } from "@/features/access/FormProblem";
import { useRight } from "@/features/access/rights";
import { DataTable, type Column } from "@/kit/DataTable";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { SectionHead } from "./SectionHead";
import { agentWords, inSessionOrder } from "./settings.words";
import classes from "./Settings.module.css";

export function Sessions() {
  const admin = useRight("admin");
  const { of, sort } = useSearch({ from: "/inside/settings/$section" });
  const navigate = useNavigate({ from: "/settings/$section" });
  const all = admin && of === "all";
  const query = useQuery(sessionsQuery(all));
  const queries = useQueryClient();
  const end = useMutation({ mutationFn: (id: string) => endSession(id), onSettled: () => queries.invalidateQueries({ queryKey: ["sessions"] }) });
  const { mutate } = end;
  const columns = useMemo(() => columnsFor(mutate, all), [mutate, all]);
  const show = (which: "all" | undefined): void => void navigate({ search: (before) => ({ ...before, of: which }) as never, replace: true });
  return (
    <>
      <SectionHead title="Sessions" action={admin && <Button size="compact-md" variant="default" aria-pressed={all} onClick={() => show(all ? undefined : "all")}>{all ? "Only mine" : "Everybody's"}</Button>}>
        {all ? "Where everybody is signed in." : "Where you are signed in."} A session that is ended is refused from then on.
      </SectionHead>
      <div className={classes.problem}><FormProblem error={end.error} focus /></div>
      <Loaded query={query}>
        {(sessions) => <DataTable label="Sessions" rows={inSessionOrder(sessions.items)} columns={columns} rowKey={(s) => s.id} primary sort={sort ?? ""} onSort={(next) => void navigate({ search: (before) => ({ ...before, sort: next || undefined }) as never, replace: true })}
          empty={<Empty title="No sessions">Sessions begin when somebody signs in with a name and a password.</Empty>} />}
      </Loaded>
    </>
  );
}

function columnsFor(end: (id: string) => void, all: boolean): Column<SessionRow>[] {
  return [
    ...(all ? [{ id: "person", header: "Person", sort: (s: SessionRow) => s.person_name.toLowerCase(), cell: (s: SessionRow) => <strong>{s.person_name}</strong>, width: "160px" }] : []),
    { id: "agent", header: "Browser", sort: (s) => agentWords(s.agent), cell: (s) => <span className={classes.who}><span data-tip={s.agent}>{agentWords(s.agent)}</span>{s.current && <strong className="caption">this one</strong>}</span> },
    { id: "address", header: "Address", sort: (s) => s.address, cell: (s) => <span className="tabular">{s.address}</span>, width: "150px" },
    { id: "began", header: "Began", sort: (s) => Date.parse(s.began), cell: (s) => <Time at={s.began} />, width: "130px", narrow: "hide" },
    { id: "seen", header: "Last seen", sort: (s) => Date.parse(s.last_seen), cell: (s) => <Time at={s.last_seen} />, width: "130px" },
    { id: "expires", header: "Ends", sort: (s) => Date.parse(s.expires), cell: (s) => <Time at={s.expires} />, width: "120px", narrow: "hide" },
    { id: "actions", header: "Actions", align: "right", width: "80px", cell: (s) => (s.current ? null : <Button size="compact-xs" variant="default" onClick={() => end(s.id)}>End</Button>) },
  ];
}
