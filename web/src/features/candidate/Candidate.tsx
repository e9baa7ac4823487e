/** What a candidate sees of what is kept of them: one page, opened by a link, without an account and without anything around it. */
import { ActionIcon, Button, Textarea, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import { Problem } from "@/api/client";
import { FormProblem } from "@/features/access/FormProblem";
import { codeOf } from "@/features/access/password";
import { Choices } from "@/features/settings/Choices";
import { ErrorNote, Loading } from "@/kit/states";
import { Time } from "@/kit/Time";
import { ask, openCopy, type CandidateCopy } from "./candidate.api";
import { Declare } from "./Declare";
import { fileOf, keptWords, outcomeWords, stageWords } from "./candidate.words";
import classes from "./Candidate.module.css";

const pointWords = ["", "below", "mixed", "meets", "excellent"];

export function Candidate() {
  const code = codeOf(useLocation({ select: (l) => l.hash }));
  const query = useQuery({ queryKey: ["candidate", code], queryFn: ({ signal }) => openCopy(code, signal), enabled: code !== "", retry: false, refetchOnWindowFocus: false });
  useEffect(() => {
    document.title = "Your copy · Plimsoll";
  }, []);
  return (
    <Page>
      {code === "" && <Whole />}
      {code !== "" && (query.data ? <Copy copy={query.data} code={code} /> : query.error ? <Closed error={query.error} retry={() => void query.refetch()} /> : <Loading rows={5} />)}
    </Page>
  );
}

function Page({ children }: { children: ReactNode }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dark = colorScheme === "dark" || (colorScheme === "auto" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  return (
    <main className={classes.page}>
      <div className={classes.head}>
        <span className={classes.brand}><svg viewBox="0 0 32 32" width="22" height="22" aria-hidden><circle cx="16" cy="16" r="9" /><path d="M2 16h28" /></svg>Plimsoll</span>
        <ActionIcon variant="subtle" color="gray" aria-label={dark ? "Light theme" : "Dark theme"} onClick={() => setColorScheme(dark ? "light" : "dark")}>{dark ? <IconSun size={18} /> : <IconMoon size={18} />}</ActionIcon>
      </div>
      {children}
    </main>
  );
}

/** A link that opens nothing is told in the candidate's words: nobody here has a role to be changed. */
function Closed({ error, retry }: { error: unknown; retry: () => void }) {
  const problem = error instanceof Problem && error.code === "hiring.wrong_link" ? error : null;
  return (
    <>
      <h1>Your copy</h1>
      {problem ? <div className="note" role="alert"><div><strong>{problem.title}</strong><p>{problem.remedy}. It may have ended, or what was kept about you may have been erased.</p></div></div> : <ErrorNote error={error} retry={retry} />}
    </>
  );
}

const Whole = () => (
  <>
    <h1>Your copy</h1>
    <div className="note" role="alert"><div><strong>The link is not whole</strong><p>It must end in # and a code. Copy it once more from the message that brought it.</p></div></div>
  </>
);

function Copy({ copy, code }: { copy: CandidateCopy; code: string }) {
  return (
    <>
      <h1>{copy.name ? `${copy.name}: ` : ""}what is kept about you</h1>
      <p className="quiet">Your application for {copy.opening_title}{copy.team && `, ${copy.team}`}. This page shows all that is kept about you that you can be shown; the link ends <Time at={copy.link_ends} />.</p>
      <Standing copy={copy} />
      <Judged copy={copy} />
      <Kept copy={copy} />
      <Ask copy={copy} code={code} />
      <Declare code={code} />
    </>
  );
}

function Standing({ copy }: { copy: CandidateCopy }) {
  return (
    <section>
      <h2>Where it stands</h2>
      {copy.outcome ? <><p><strong>{outcomeWords[copy.outcome]}</strong></p><p className={classes.said}>{copy.reasons}</p></> : <p><strong>{stageWords[copy.stage]}</strong></p>}
      <ol className={classes.steps}>
        <li><span>{stageWords.applied}</span><Time at={copy.made_at} /></li>
        {copy.passages.map((p) => <li key={p.at + p.to}><span>{stageWords[p.to]}</span><Time at={p.at} /></li>)}
      </ol>
      <h2>How it is decided</h2>
      <ul className={classes.notices}>{copy.notices.map((n) => <li key={n}>{n}</li>)}</ul>
    </section>
  );
}

function Judged({ copy }: { copy: CandidateCopy }) {
  if (copy.interviews.length === 0 && copy.dimensions.length === 0) return null;
  const later = copy.shows === "papers" ? "" : copy.decided ? "" : "What was written down of your answers is shown here once it is decided.";
  return (
    <section>
      <h2>Interviews, and what they look at</h2>
      {copy.interviews.length > 0 && (
        <ol className={classes.steps}>
          {copy.interviews.map((i, n) => <li key={n}><span>{i.title}{i.cancelled && " (cancelled)"}{i.minutes > 0 && `, ${i.minutes} min`}</span><span className="quiet">{i.at ? <Time at={i.at} /> : "no time set"}</span></li>)}
        </ol>
      )}
      {later && <p className="quiet">{later}</p>}
      {copy.dimensions.map((d) => (
        <article key={d.id}>
          <h3>{d.name}</h3>
          {d.what && <p>{d.what}</p>}
          <ul className={classes.anchors} aria-label={`What each rating of ${d.name} means`}>{d.anchors.map((a) => <li key={a.points}><span className="quiet">{a.points} {pointWords[a.points]}</span><span>{a.text}</span></li>)}</ul>
          {d.ratings.length > 0 && <p><strong>Rated</strong> {d.ratings.join(", ")}</p>}
          {d.not_assessed > 0 && <p className="quiet">{d.not_assessed} interviewer{d.not_assessed === 1 ? "" : "s"} could not assess this.</p>}
          {d.evidence.length > 0 && (
            <ul className={classes.evidence} aria-label={`What was written down about ${d.name}`}>
              {d.evidence.map((e, n) => <li key={n}>{e.words && <q>{e.words}</q>}{e.words && e.observed && <br />}{e.observed}</li>)}
            </ul>
          )}
        </article>
      ))}
    </section>
  );
}

function Kept({ copy }: { copy: CandidateCopy }) {
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([fileOf(copy)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = "my-copy.json";
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <section>
      <h2>What is kept, and for how long</h2>
      <p>{keptWords(copy)}</p>
      <p>Name: {copy.name || "none"}. Mail: {copy.mail || "none"}. {copy.resume_at ? <>Resume, as its text was read <Time at={copy.resume_at} />:</> : "No resume is kept."}</p>
      {copy.resume && <div className={classes.papers} tabIndex={0} role="region" aria-label="Your resume as it was read">{copy.resume.trim()}</div>}
      <Button variant="default" size="compact-md" onClick={save}>Save everything on this page as a file</Button>
    </section>
  );
}

function Ask({ copy, code }: { copy: CandidateCopy; code: string }) {
  const queries = useQueryClient();
  const [what, setWhat] = useState<"correction" | "erasure">("correction");
  const [text, setText] = useState("");
  const attempt = useMutation({
    mutationFn: () => ask(code, what, text.trim()),
    onSuccess: (view) => {
      queries.setQueryData(["candidate", code], view);
      setText("");
    },
  });
  const ready = what === "erasure" || text.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) attempt.mutate();
  };
  return (
    <section>
      <h2>Ask for something</h2>
      {copy.requests.map((r) => (
        <div key={r.id} className={classes.asked}>
          <p><strong>{r.what === "erasure" ? "You asked to be erased" : "You asked for a correction"}</strong> <span className="caption"><Time at={r.at} /></span></p>
          {r.text && <p className={classes.said}>{r.text}</p>}
          {r.answer ? <p className={classes.said}>{r.followed ? "Done: " : "Answer: "}{r.answer.text}</p> : <p className="quiet">No answer yet. Somebody who hires reads it.</p>}
        </div>
      ))}
      <form className={classes.form} onSubmit={submit}>
        <Choices legend="What you ask for" name="what" inline value={[what]} onChange={([chosen]) => setWhat(chosen === "erasure" ? "erasure" : "correction")}
          options={[{ value: "correction", label: "Something about me is wrong" }, { value: "erasure", label: "Erase everything about me" }]} />
        <Textarea w="100%" autosize minRows={3} maxLength={4000} label={what === "erasure" ? "Anything to say with it (may stay empty)" : "What is wrong, and what would be right"} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <FormProblem error={attempt.error} focus />
        <Button type="submit" loading={attempt.isPending} disabled={!ready}>Send it</Button>
        <div role="status">{attempt.isSuccess && <span className="word-resolved">It arrived. The answer will stand on this page.</span>}</div>
      </form>
    </section>
  );
}
