/** What people wrote beside the figures: deploys, incidents, notes. They change no count. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { actorNamesQuery, nameOf } from "@/features/activity/names";
import { safeLink } from "@/features/slo/slo.words";
import { AskReason } from "@/kit/AskReason";
import { DataTable, type Column } from "@/kit/DataTable";
import { utc } from "@/kit/format";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { annotationsQuery, retract, type Annotation } from "./exclusions.api";
import type { ExclusionsSearch } from "./exclusions.url";
import { annotationWords, coversText } from "./exclusions.words";
import type { SetSearch } from "./Exclusions";
import classes from "./Exclusions.module.css";

export function Annotations({ search, canRespond }: { search: ExclusionsSearch; set: SetSearch; canRespond: boolean }) {
  const query = useQuery(annotationsQuery({ ...(search.slo ? { slo: search.slo } : {}), ...(search.service ? { service: search.service } : {}) }));
  const queries = useQueryClient();
  const take = useMutation({ mutationFn: retract, onSettled: () => queries.invalidateQueries({ queryKey: ["annotations"] }) });
  const { mutate, isPending } = take;
  const names = useQuery(actorNamesQuery("exclusions.")).data;
  const columns = useMemo((): Column<Annotation>[] => [
    { id: "start", header: "When", width: "190px", sort: (a) => Date.parse(a.start), text: (a) => a.start, cell: (a) => <span className="tabular">{utc(Date.parse(a.start))}</span> },
    { id: "category", header: "Kind", width: "110px", sort: (a) => a.category, text: (a) => a.category, cell: (a) => annotationWords[a.category] },
    { id: "title", header: "What", narrow: "wide", text: (a) => a.title, cell: (a) => <What annotation={a} /> },
    { id: "about", header: "About", width: "190px", narrow: "hide", text: coversText, cell: (a) => <About annotation={a} /> },
    { id: "by", header: "By", width: "130px", narrow: "hide", sort: (a) => a.by, text: (a) => nameOf(a.by, names), cell: (a) => nameOf(a.by, names) },
    { id: "do", header: "Actions", width: "300px", align: "right", cell: (a) => a.retracted ? <span className="quiet">taken back</span> : canRespond ? <AskReason label="Take back" ask="Why" busy={isPending} onGiven={(reason) => mutate({ id: a.id, reason })} /> : null },
  ], [canRespond, isPending, mutate, names]);
  return (
    <>
      {take.error && <ErrorNote error={take.error} />}
      <Loaded query={query} rows={4}>
        {({ items }) => <DataTable label="Annotations" rows={[...items].sort((a, b) => Date.parse(b.start) - Date.parse(a.start))} columns={columns} rowKey={(a) => a.id} csv primary rowClass={(a) => (a.retracted ? classes.gone : undefined)}
          empty={<Empty title="No annotation yet" command="plimsoll annotate --service checkout --category change &quot;2026.11.3 rolled out&quot;">A deploy, an incident or a note that stands on the charts beside what happened to the budget, and is proposed as the cause of what burnt it.</Empty>} />}
      </Loaded>
    </>
  );
}

function What({ annotation }: { annotation: Annotation }) {
  const link = annotation.url ? safeLink(annotation.url) : null;
  return (
    <span className={classes.wrap}>
      {link ? <a href={link} target="_blank" rel="noopener noreferrer">{annotation.title}</a> : <strong>{annotation.title}</strong>}
      {annotation.text && <span className="caption"> {annotation.text}</span>}
    </span>
  );
}

function About({ annotation }: { annotation: Annotation }) {
  return (
    <span className={classes.wrap}>
      {annotation.slos.map((name) => <Link key={name} to="/slos/$name" params={{ name }}>{name} </Link>)}
      {annotation.services.map((name) => <Link key={name} to="/services/$name" params={{ name }}>{name} </Link>)}
    </span>
  );
}
