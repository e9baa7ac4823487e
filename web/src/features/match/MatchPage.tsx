/** A resume beside a job: what is asked, what is shown of it, and the words that each label stands on. Nobody is ranked, nothing is kept. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { Problem } from "@/api/client";
import { bytes, count } from "@/kit/format";
import { ErrorNote } from "@/kit/states";
import { Answer } from "./Answer";
import { DocumentField } from "./DocumentField";
import { ask, isGiven, limitsQuery, nothing, type Given } from "./match.api";
import { retryText } from "./match.words";
import { sampleJob, sampleResume } from "./sample";
import classes from "./Match.module.css";

export function MatchPage() {
  const { tab } = useSearch({ from: "/inside/match" });
  const navigate = useNavigate({ from: "/match" });
  const labels = useCallback(() => void navigate({ search: {}, resetScroll: false }), [navigate]);
  const [resume, setResume] = useState<Given>(nothing);
  const [job, setJob] = useState<Given>(nothing);
  const limits = useQuery(limitsQuery).data;
  const most = limits?.limits.document_bytes ?? 4 << 20;
  const matching = useMutation({ mutationFn: (pair: { resume: Given; job: Given }) => ask(pair.resume, pair.job), retry: false });
  const run = (pair: { resume: Given; job: Given }): void => matching.mutate(pair);
  const sample = (): void => {
    const pair = { resume: { ...nothing, text: sampleResume }, job: { ...nothing, text: sampleJob } };
    setResume(pair.resume);
    setJob(pair.job);
    run(pair);
  };
  const ready = isGiven(resume) && isGiven(job) && resume.size <= most && job.size <= most;
  const wait = matching.error instanceof Problem && matching.error.status === 429 ? matching.error.retryAfter : null;
  if (matching.data && !matching.isPending)
    return <Answer reply={matching.data} tab={tab} onLabels={labels} onBack={matching.reset} />;
  return (
    <>
      <div className="page-head"><h1>What a resume shows of a job</h1></div>
      <p className={classes.lead}>Give both texts. You get what the job asks, what the resume shows of each, and the words that each label stands on; advice for the candidate, and questions for the interviewer. It ranks nobody, and a rule, not a model, says each label.</p>
      <form className={classes.pair} onSubmit={(event) => { event.preventDefault(); if (ready) run({ resume, job }); }}>
        <DocumentField label="Resume" given={resume} most={most} onChange={setResume} />
        <DocumentField label="Job description" given={job} most={most} onChange={setJob} />
        <div className={classes.go}>
          <Button type="submit" size="compact-md" disabled={!ready || matching.isPending}>{matching.isPending ? "Reading…" : "Show what it shows"}</Button>
          {!isGiven(resume) && !isGiven(job) && <Button size="compact-md" variant="default" disabled={matching.isPending} onClick={sample}>Try a made-up pair</Button>}
        </div>
      </form>
      <div aria-live="polite">
        {wait !== null && <p className={classes.lead}>The next match can be asked for {retryText(wait)}.</p>}
        {matching.error ? <ErrorNote error={matching.error} /> : null}
      </div>
      <p className="caption">
        Nothing is kept: the server stores neither document nor answer, and this page forgets both when you leave it.
        {limits && <> It reads {limits.formats.join(", ")}, up to {bytes(most)} and {limits.limits.pages} pages each; {count(limits.limits.requests_per_hour)} matches an hour, {count(limits.limits.at_once)} at once and {count(limits.limits.waiting)} waiting; {count(limits.skills)} skills are known (version {limits.knowledge_base}).</>}
      </p>
    </>
  );
}
