/** What would be written, and what was lost on the way. */
import { Button } from "@mantine/core";
import { sentence } from "@/features/slo/slo.words";
import { CopyButton } from "@/kit/CopyButton";
import { Words } from "@/kit/Words";
import type { Converted, Fate } from "./imports.api";
import { asOneText, byObject, fateWords, summary, type ObjectLosses } from "./imports.words";
import classes from "./Imports.module.css";

export function Plan({ converted }: { converted: Converted }) {
  const groups = byObject(converted.losses);
  return (
    <section className={classes.plan} aria-label="What would become of it">
      <p className={classes.summary} role="status">{summary(converted)}.</p>
      {groups.length > 0 && (
        <section className="section" aria-labelledby="losses">
          <h2 id="losses">What does not come along as it was</h2>
          <ul className={classes.groups}>{groups.map((g) => <Group key={`${g.file} ${g.object}`} group={g} />)}</ul>
        </section>
      )}
      {converted.documents.length > 0 && (
        <section className="section" aria-labelledby="documents">
          <div className={classes.docsHead}>
            <h2 id="documents">Documents for the catalogue</h2>
            <span className={classes.row}>
              <CopyButton label="Copy all as one text" size="compact-xs" text={() => asOneText(converted.documents)} />
              <Button size="compact-xs" variant="default" onClick={() => save("slos.yaml", asOneText(converted.documents))}>Download as one file</Button>
            </span>
          </div>
          <p className="caption">Put them in the catalogue’s folder, best as a commit; <code>plimsoll check DIR</code> judges them there, and <code>plimsoll import slo FILE --out FOLDER</code> writes them as files.</p>
          {converted.documents.map((d, at) => (
            <details key={d.path} className={classes.document} open={at === 0}>
              <summary><code>{d.path}</code></summary>
              <div className={classes.row}>
                <CopyButton size="compact-xs" text={d.yaml} />
                <Button size="compact-xs" variant="default" onClick={() => save(d.path.split("/").at(-1) ?? "slo.yaml", d.yaml)}>Download</Button>
              </div>
              <pre tabIndex={0} aria-label={d.path}>{d.yaml}</pre>
            </details>
          ))}
        </section>
      )}
    </section>
  );
}

function Group({ group }: { group: ObjectLosses }) {
  return (
    <li>
      <h3>{group.object} {group.file && <span className="caption">{group.file}</span>}</h3>
      <ul>
        {group.losses.map((l) => (
          <li key={`${l.field} ${l.line} ${l.why}`}>
            <FateMark fate={l.fate} />
            <span><code>{l.field}</code> {l.line > 0 && <span className="caption">line {l.line}</span>}</span>
            <span><Words text={sentence(l.why)} />{l.instead && <span className="quiet"> <Words text={sentence(l.instead)} /></span>}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}

function FateMark({ fate }: { fate: Fate }) {
  return (
    <span className={classes.fate} data-fate={fate}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden fill="none" strokeWidth="1.7">
        {fate === "dropped" && <path d="M2 6 H10" />}
        {fate === "changed" && <path d="M1.5 4.5 C4 1.5 6 7.5 10.5 4.5 M1.5 8.5 C4 5.5 6 11.5 10.5 8.5" />}
        {fate === "carried" && <path d="M1.5 6.5 L4.5 9.5 L10.5 2.5" />}
      </svg>
      {fateWords[fate]}
    </span>
  );
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
