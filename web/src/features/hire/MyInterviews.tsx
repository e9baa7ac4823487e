/** The interviews that somebody is on: what comes, and whose card waits. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useRight } from "@/features/access/rights";
import { DataTable, type Column } from "@/kit/DataTable";
import { Empty, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { interviewsQuery, type Interview } from "./hire.api";
import { HireTabs } from "./HireTabs";
import { nameOf } from "./hire.words";

export function cardState(interview: Interview): { text: string; asks: boolean } {
  if (interview.cancelled) return { text: "cancelled", asks: false };
  if (interview.mine_submitted) return { text: "submitted", asks: false };
  return { text: "your card waits", asks: interview.at === null || interview.at === undefined || Date.parse(interview.at) < Date.now() };
}

const columns: Column<Interview>[] = [
  { id: "candidate", header: "Candidate", sort: (i) => i.candidate.name, text: (i) => nameOf(i.candidate), narrow: "wide", cell: (i) => <strong>{nameOf(i.candidate)}</strong> },
  { id: "round", header: "Interview", text: (i) => i.title, cell: (i) => <>{i.title} <span className="caption">for {i.opening_title}</span></> },
  { id: "when", header: "When", width: "160px", sort: (i) => (i.at ? Date.parse(i.at) : 0), text: (i) => i.at ?? "", cell: (i) => <Time at={i.at} absent="not set" /> },
  { id: "minutes", header: "Minutes", width: "90px", align: "right", narrow: "hide", text: (i) => String(i.minutes), cell: (i) => i.minutes || "–" },
  { id: "with", header: "With", narrow: "hide", text: (i) => i.interviewers.map((p) => p.name).join(", "), cell: (i) => i.interviewers.map((p) => nameOf(p, "somebody")).join(", ") },
  { id: "card", header: "Card", width: "150px", text: (i) => cardState(i).text, cell: (i) => { const state = cardState(i); return <span className={state.asks ? "word-caution" : "quiet"}>{state.text}</span>; } },
];

export function MyInterviews() {
  const navigate = useNavigate();
  const manages = useRight("hire");
  const query = useQuery(interviewsQuery);
  const open = useCallback((i: Interview) => void navigate({ to: "/hire/interviews/$id", params: { id: i.id } }), [navigate]);
  const waits = query.data?.items.filter((i) => cardState(i).asks).length ?? 0;
  return (
    <>
      <div className="page-head"><h1>My interviews</h1>{query.data && query.data.items.length > 0 && <span className="caption">{waits === 0 ? "no card waits" : waits === 1 ? "1 card waits" : `${waits} cards wait`}</span>}</div>
      <HireTabs current="interviews" />
      <Loaded query={query}>
        {(page) => <DataTable label="My interviews" rows={page.items} columns={columns} rowKey={(i) => i.id} onOpen={open} primary
          empty={<Empty title="You are on no interview">
            {manages ? <>Whoever hires plans interviews on a candidate's page. <Link to="/hire/applications">See the candidates</Link></> : "Whoever hires plans interviews; yours will stand here, with the questions, the anchors and the card."}
          </Empty>} />}
      </Loaded>
    </>
  );
}
