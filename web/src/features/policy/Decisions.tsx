/** Every answer that the gate gave: to whom, why, and whether it still follows from its facts. */
import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { actorNamesQuery, nameOf, useActorName } from "@/features/activity/names";
import { overviewQuery } from "@/features/overview/overview.api";
import { Choice } from "@/kit/Choice";
import { DataTable, type Column } from "@/kit/DataTable";
import { Facts } from "@/kit/Facts";
import { budget, count, ratio, utc } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import type { PortfolioSearch } from "@/features/portfolio/portfolio.url";
import { decisionQuery, decisionsQuery, replayDecision, type GateDecision } from "./policy.api";
import { answerSentence, answerWords, inOrder } from "./policy.words";
import { AnswerMark, PolicyMark } from "./PolicyMark";
import { Reasons } from "./Reasons";
import classes from "./Policy.module.css";

type Set = (part: { [K in keyof PortfolioSearch]?: PortfolioSearch[K] | undefined }) => void;

const columnsOf = (named: (id: string) => string): Column<GateDecision>[] => [
  { id: "at", header: "When", width: "190px", sort: (d) => Date.parse(d.at), text: (d) => d.at, cell: (d) => <Time at={d.at} /> },
  { id: "service", header: "Service", width: "170px", sort: (d) => d.service, text: (d) => d.service, cell: (d) => <Link to="/services/$name" params={{ name: d.service }}>{d.service}</Link> },
  { id: "answer", header: "Answer", width: "130px", sort: (d) => d.answer, text: (d) => d.answer, cell: (d) => <AnswerMark answer={d.answer} /> },
  { id: "why", header: "Because", narrow: "wide", text: (d) => inOrder(d.reasons)[0]?.text, cell: (d) => <span className={classes.wrap}>{inOrder(d.reasons)[0]?.text}{d.exception ? <span className="caption"> by an exception</span> : null}</span> },
  { id: "actor", header: "Asked by", width: "180px", narrow: "hide", sort: (d) => named(d.actor), text: (d) => named(d.actor), cell: (d) => named(d.actor) },
];

export function Decisions({ search, set }: { search: PortfolioSearch; set: Set }) {
  const { service, answer } = search;
  const filter = useMemo(() => ({ ...(service && { service }), ...(answer && { answer }) }), [service, answer]);
  const list = useInfiniteQuery(decisionsQuery(filter));
  const names = useQuery(actorNamesQuery("policy.")).data;
  const columns = useMemo(() => columnsOf((id) => nameOf(id, names)), [names]);
  const services = useQuery(overviewQuery).data?.services ?? [];
  return (
    <>
      <div className={classes.filters} role="search" aria-label="Filter the gate's answers">
        <Choice label="Service" all="any service" value={service} options={services.map((s) => [s.name, s.display_name || s.name])} onChange={(value) => set({ service: value })} />
        <Choice label="Answer" all="any answer" value={answer} options={(Object.keys(answerWords) as (keyof typeof answerWords)[]).map((a) => [a, answerWords[a]])} onChange={(value) => set({ answer: value as PortfolioSearch["answer"] })} />
      </div>
      <Loaded query={list} rows={8}>
        {(data) => (
          <>
            <DataTable label="Answers of the gate" rows={data.pages.flatMap((p) => p.items)} columns={columns} rowKey={(d) => d.id} onOpen={(d) => set({ id: d.id })} csv primary
              empty={<Empty title={service || answer ? "No answer fits these filters" : "The gate was not asked yet"} command="plimsoll gate checkout">A pipeline asks before it releases: exit code 0 lets it through, 1 refuses, 2 cannot tell. Each question and its answer stands here with its facts.</Empty>} />
            {list.hasNextPage && <Button size="compact-sm" variant="default" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Load older</Button>}
          </>
        )}
      </Loaded>
      {search.id && <Decision id={search.id} onClose={() => set({ id: undefined })} />}
    </>
  );
}

function Decision({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(decisionQuery(id));
  return (
    <SideSheet opened onClose={onClose} title={query.data ? `Gate of ${query.data.decision.service}` : "Gate"}>
      <Loaded query={query} rows={8}>{({ decision }) => <Body decision={decision} />}</Loaded>
    </SideSheet>
  );
}

function Body({ decision }: { decision: GateDecision }) {
  const exception = decision.exception;
  const named = useActorName("policy.");
  return (
    <>
      <p className={classes.answer}><AnswerMark answer={decision.answer} big /> <span>{answerSentence[decision.answer].replace(" now", " then").replace("would be", "was")}</span></p>
      <Reasons reasons={decision.reasons} />
      <section className="section">
        <h2>What it knew</h2>
        <table className={classes.slos}>
          <thead><tr><th scope="col">SLO</th><th scope="col">State</th><th scope="col">Budget</th><th scope="col">Measured</th><th scope="col">Open alerts</th></tr></thead>
          <tbody>
            {decision.slos.map((s) => (
              <tr key={s.slo}><th scope="row"><Link to="/slos/$name" params={{ name: s.slo }}>{s.slo}</Link></th><td><PolicyMark state={s.state} /></td><td className="tabular">{budget(s.budget)}</td><td className="tabular">{ratio(s.coverage ?? null)}</td><td className="tabular">{count(s.alerts_open)}</td></tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="section">
        <h2>Record</h2>
        <Facts rows={[
          ["When", utc(Date.parse(decision.at))], ["Asked by", <span data-tip={decision.actor}>{named(decision.actor)}</span>], ["State", <PolicyMark state={decision.state} />],
          ["Exception", exception && <>{exception.reason} <span className="caption">{exception.owner}, until {utc(Date.parse(exception.ends))}</span></>],
          ["Policy", (decision.policy || decision.policy_version) && <>{decision.policy} <code>{decision.policy_version}</code></>],
          ["Log", decision.seq > 0 && <Link to="/activity" search={{ seq: decision.seq }}>#{count(decision.seq)}</Link>],
        ]} />
      </section>
      <ReplayIt id={decision.id} />
    </>
  );
}

/** The same facts through the same rules: whether the answer is still the one that was given. */
function ReplayIt({ id }: { id: string }) {
  const replay = useMutation({ mutationFn: () => replayDecision(id) });
  return (
    <section className="section">
      <h2>Replay</h2>
      {replay.error && <ErrorNote error={replay.error} />}
      {replay.data && (
        <div role="status">
          <p className={replay.data.same ? undefined : "word-breach"}>{replay.data.same ? "Decided again from the log: the same answer for the same reasons." : "Decided again from the log, it comes out otherwise:"}</p>
          {!replay.data.same && <><p><AnswerMark answer={replay.data.replayed.answer} /></p><Reasons reasons={replay.data.replayed.reasons} /></>}
        </div>
      )}
      <Button size="compact-sm" variant="default" disabled={replay.isPending} onClick={() => replay.mutate()}>Decide it again</Button>
    </section>
  );
}
