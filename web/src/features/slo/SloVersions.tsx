import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { SloVersion } from "@/api/types";
import { budget, utc } from "@/kit/format";
import { FieldDiff } from "@/kit/FieldDiff";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { versionsQuery } from "./slo.api";
import classes from "./SloDetail.module.css";

const shown = 5;
const whatWords: Record<string, string> = { created: "created", target: "another target", window: "another window", method: "counted otherwise", rules: "other rules", definition: "another definition", removed: "removed" };

/** How the definition came to be what it is, newest first. */
export function SloVersions({ name }: { name: string }) {
  const query = useQuery(versionsQuery(name));
  const [all, setAll] = useState(false);
  return (
    <Loaded query={query} rows={2}>
      {({ items }) => (
        <>
          <ol className={classes.versions}>{items.slice(0, all ? undefined : shown).map((version, i) => <Version key={version.seq} version={version} open={i === 0} />)}</ol>
          {items.length > shown && !all && <button type="button" className={classes.more} onClick={() => setAll(true)}>All {items.length} versions</button>}
        </>
      )}
    </Loaded>
  );
}

function Version({ version, open }: { version: SloVersion; open: boolean }) {
  return (
    <li>
      <div className={classes.ruleHead}>
        <strong>{whatWords[version.what ?? ""] ?? version.action}</strong>
        <span className="caption"><Time at={version.at} /> by {version.actor_name || "nobody named"}{version.commit ? `, commit ${version.commit.slice(0, 10)}` : ""}</span>
        <Link className="caption" to="/activity" search={{ seq: version.seq }}>#{version.seq}</Link>
      </div>
      {(version.objective || (version.generation ?? 0) > 1) && <p className="caption">{[version.objective, (version.generation ?? 0) > 1 && `generation ${version.generation}`].filter(Boolean).join(", ")}</p>}
      {version.rejudged && <p>History since {utc(Date.parse(version.rejudged.start))} is judged by it too{typeof version.budget_before === "number" || typeof version.budget_after === "number" ? <>: {budget(version.budget_before)} of the budget became {budget(version.budget_after)}</> : null}.</p>}
      <code className={classes.version}>{version.definition_version}</code>
      {version.changes.length > 0 && (
        <details open={open}>
          <summary>{version.changes.length} {version.changes.length === 1 ? "field" : "fields"}</summary>
          <FieldDiff changes={version.changes} />
        </details>
      )}
    </li>
  );
}
