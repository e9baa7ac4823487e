/** The head of every page of Practise: its parts, where what one writes is kept, and how to take it along or remove it. */
import { useEffect } from "react";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/features/access/access.api";
import { ErrorNote } from "@/kit/states";
import { TabBar } from "@/kit/TabBar";
import { forgetRemoved, useWorkbook } from "./store";
import { isEmpty } from "./workbook";
import classes from "./Practise.module.css";

const tabs = [
  { id: "plan", label: "Plan", to: "/practise" }, { id: "questions", label: "Questions", to: "/practise/questions" }, { id: "stories", label: "Stories", to: "/practise/stories" },
  { id: "figures", label: "Figures", to: "/practise/figures" }, { id: "asks", label: "Ask back", to: "/practise/asks" },
] as const;
const matchTab = { id: "match", label: "Match", to: "/match" };
const keptWords = { loading: "reading", saved: "kept", waiting: "not kept yet", saving: "being kept", failed: "not kept" } as const;

export function PractiseHead({ title, current, caption }: { title: string; current: (typeof tabs)[number]["id"]; caption?: string | undefined }) {
  const { where, kept, error, brought, take, forgetBrought, removed, undo, saveNow } = useWorkbook();
  useEffect(() => forgetRemoved, []);
  const { data: session } = useQuery(sessionQuery);
  // Without an account it may be open, or not.
  const mayMatch = session?.signed_in === true || session?.open.includes("match") === true;
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <span className="caption">{caption} <span className={classes.kept} data-state={kept} role="status">{where === "server" ? "your workbook" : "in this browser"}: {keptWords[kept]}</span></span>
      </div>
      <TabBar label="Parts of Practise" items={mayMatch ? [...tabs, matchTab] : tabs} current={current} />
      {error ? <ErrorNote error={error} retry={() => void saveNow()} /> : null}
      {brought && (
        <p className={classes.notice}>This browser keeps what you practised before you signed in: {brought.drills.length} goes, {brought.stories.length} stories, {brought.figures.length} figures.{" "}
          <button type="button" onClick={take}>Put it into your workbook</button> <button type="button" onClick={forgetBrought}>Remove it here</button></p>
      )}
      {removed && <p className={classes.notice} role="status">Everything was removed. <button type="button" onClick={undo}>Undo</button> <span className="quiet">until you leave this page</span></p>}
    </>
  );
}

/** Who can read it, in words, and the ways out. */
export function Privacy() {
  const { where, workbook, removeAll, kept } = useWorkbook();
  const exported = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(workbook, null, 2)], { type: "application/json" }));
    link.download = "plimsoll-workbook.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  return (
    <section className={classes.privacy} aria-label="Who can read this">
      <h2>Who can read this</h2>
      {where === "server"
        ? <p>You alone. It is sealed under your own key: no administrator and nobody who hires can open it here, it stands in no log, and it goes when your account is erased.</p>
        : <p>Nobody but who uses this browser. You are not signed in, so no server keeps any of it; your words are sent to be looked at, and forgotten at once. Clearing this browser's data removes it.</p>}
      <div className={classes.row}>
        <Button size="compact-sm" variant="default" onClick={exported} disabled={isEmpty(workbook)}>Export as JSON</Button>
        <Button size="compact-sm" variant="default" onClick={() => void removeAll()} disabled={isEmpty(workbook) || kept === "loading"}>Remove everything</Button>
      </div>
    </section>
  );
}
