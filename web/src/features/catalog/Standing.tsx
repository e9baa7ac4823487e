/** Which version applies and who made it; above all a reading that was refused or that waits. */
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CatalogSummary } from "@/api/types";
import { useRight } from "@/features/access/rights";
import { CopyButton } from "@/kit/CopyButton";
import { count } from "@/kit/format";
import { Empty, ErrorNote } from "@/kit/states";
import { Time } from "@/kit/Time";
import { appliedByQuery, applyFolder, catalogQuery, fileQuery } from "./catalog.api";
import type { SetSearch } from "./Catalogue";
import { plural } from "./catalog.words";
import { ProblemItem } from "./ProblemItem";
import classes from "./Catalogue.module.css";

export function Standing({ summary, set }: { summary: CatalogSummary; set: SetSearch }) {
  const by = useQuery({ ...appliedByQuery(summary.version), enabled: summary.version > 0 }).data;
  return (
    <>
      {summary.refusal && <Refused summary={summary} refusal={summary.refusal} set={set} />}
      {summary.hold && <Held summary={summary} hold={summary.hold} />}
      {summary.version === 0 && !summary.refusal && !summary.hold
        ? <Empty title="No catalogue applies yet" command={"plimsoll serve --catalog DIR"}>Put YAML files with services and SLOs into the folder that the server was started with; it reads them by itself.</Empty>
        : (
          <div className={classes.standing}>
            <span><strong className="tabular">Version {count(summary.version)}</strong> applies, since <Time at={summary.applied_at} /></span>
            {by && summary.commit && <span>by {by.actor_name}</span>}
            {summary.commit
              ? <span>commit <code data-tip={summary.commit}>{summary.commit.slice(0, 10)}</code> <CopyButton text={summary.commit} size="compact-xs" /></span>
              : <span className="quiet" data-tip="The folder is not a Git repository, so nobody is named as the author of a change.">not from Git</span>}
            <span className="quiet">{plural(summary.files, "file")}: {[plural(summary.services, "service"), plural(summary.slos, "SLO"), plural(summary.channels, "channel"), plural(summary.tiers, "tier")].join(", ")}</span>
            {summary.removed_slos.length > 0 && <span className="quiet" data-tip={`Their counts are kept for 30 days: ${summary.removed_slos.join(", ")}`}>{plural(summary.removed_slos.length, "removed SLO")} kept</span>}
            <ReadAgain />
          </div>
        )}
    </>
  );
}

function useApply() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: applyFolder, onSettled: () => queries.invalidateQueries({ queryKey: catalogQuery.queryKey }) });
}

/** The server watches the folder; this is for whoever does not want to wait for it. */
function ReadAgain() {
  const may = useRight("admin");
  const apply = useApply();
  if (!may) return null;
  const said = apply.isPending ? "Reading…" : apply.data ? (apply.data.changed ? "Applied" : "Nothing changed") : "Read the folder now";
  return (
    <>
      <Button className={classes.again} size="compact-xs" variant="default" disabled={apply.isPending} onClick={() => apply.mutate(false)} leftSection={<IconRefresh size={13} />}>
        <span aria-live="polite">{said}</span>
      </Button>
      {apply.error && <div className={classes.full}><ErrorNote error={apply.error} /></div>}
    </>
  );
}

const shownFirst = 5;

function Refused({ summary, refusal, set }: { summary: CatalogSummary; refusal: NonNullable<CatalogSummary["refusal"]>; set: SetSearch }) {
  const [all, setAll] = useState(false);
  const shown = all ? refusal.problems : refusal.problems.slice(0, shownFirst);
  return (
    <section className={`note ${classes.refused}`} role="alert" aria-label="The files were refused">
      <div className={classes.grow}>
        <p className={classes.noteTitle}><strong>The files have {plural(refusal.total, "error")}; nothing of them applies.</strong> <span className="caption"><Time at={refusal.at} /></span></p>
        <p className="quiet">{summary.version > 0 ? `Version ${count(summary.version)} goes on applying. ` : ""}Mend the files: they are read again by themselves.</p>
        <ol className={classes.problems}>
          {shown.map((problem) => <li key={`${problem.file}:${problem.line}:${problem.column}:${problem.rule}`}><FileProblem problem={problem} set={set} /></li>)}
        </ol>
        {!all && refusal.problems.length > shownFirst && <Button size="compact-xs" variant="default" onClick={() => setAll(true)}>Show {plural(refusal.problems.length - shownFirst, "more error")}</Button>}
        {refusal.total > refusal.problems.length && <p className="caption">The first {count(refusal.problems.length)} of {count(refusal.total)} are known here; <code>plimsoll check DIR</code> lists all.</p>}
      </div>
    </section>
  );
}

/** With the lines it is about, as they stand in the file now. */
function FileProblem({ problem, set }: { problem: NonNullable<CatalogSummary["refusal"]>["problems"][number]; set: SetSearch }) {
  const text = useQuery({ ...fileQuery(problem.file), enabled: problem.file !== "" && problem.line > 0 }).data?.text;
  return <ProblemItem problem={problem} text={text} onOpen={() => set({ tab: undefined, file: problem.file, line: problem.line || undefined })} />;
}

function Held({ summary, hold }: { summary: CatalogSummary; hold: NonNullable<CatalogSummary["hold"]> }) {
  const may = useRight("admin");
  const apply = useApply();
  const [asked, setAsked] = useState(false);
  const many = plural(hold.removals.length, "object");
  return (
    <section className={`note ${classes.held}`} role="alert" aria-label="A removal waits">
      <div className={classes.grow}>
        <p className={classes.noteTitle}><strong>The files no longer have {many} of {count(hold.objects)}; nothing was changed.</strong> <span className="caption"><Time at={hold.at} /></span></p>
        <p className="quiet">So much at once may be a mistake, such as a lost folder. Version {count(summary.version)} goes on applying until somebody allows the removal, or the files have the objects again.</p>
        <ul className={classes.removals}>{hold.removals.slice(0, 40).map((r) => <li key={`${r.kind}/${r.name}`}><span className="caption">{r.kind}</span> {r.name}</li>)}</ul>
        {hold.removals.length > 40 && <p className="caption">and {count(hold.removals.length - 40)} more</p>}
        {apply.error && <ErrorNote error={apply.error} />}
        {!may ? <p className="caption">An administrator can allow it, here or by <code>plimsoll catalog apply --allow-deletes</code>.</p>
          : asked ? (
            <div className={classes.row} role="group" aria-label="Confirm the removal">
              <span>Remove {many}? The counts of removed SLOs are kept for 30 days.</span>
              <Button size="compact-sm" color="red.9" disabled={apply.isPending} onClick={() => apply.mutate(true)} autoFocus>Remove and apply</Button>
              <Button size="compact-sm" variant="default" onClick={() => setAsked(false)}>Keep waiting</Button>
            </div>
          ) : <Button size="compact-sm" variant="default" onClick={() => setAsked(true)}>Apply with deletes…</Button>}
      </div>
    </section>
  );
}
