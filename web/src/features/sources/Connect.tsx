/** Every way in, each as text to paste. */
import { Link } from "@tanstack/react-router";
import { CopyButton } from "@/kit/CopyButton";
import { snippets, type Snippet } from "./snippets";
import classes from "./Sources.module.css";

export function Connect({ first = false }: { first?: boolean }) {
  return (
    <>
      <p className={classes.lead}>
        {first && <strong>Nothing has come in yet. </strong>}
        Take the way that needs the least change where you are; several at once are no problem. What arrives is listed here within a minute, and SLOs that fit it are proposed.
      </p>
      <div className={classes.ways}>{snippets.map((s) => <Way key={s.id} snippet={s} />)}</div>
    </>
  );
}

function Way({ snippet }: { snippet: Snippet }) {
  const text = snippet.text(window.location.origin);
  return (
    <section className={classes.way} aria-labelledby={`way-${snippet.id}`}>
      <h2 id={`way-${snippet.id}`}>{snippet.title}</h2>
      <p>{snippet.about}</p>
      <div className={classes.wayHead}><span className="caption">{snippet.where}</span><CopyButton size="compact-xs" text={text} /></div>
      <pre tabIndex={0} aria-label={`${snippet.title}: text`}>{text}</pre>
      {snippet.token && <p className="caption">From another machine it needs a token that may write: <Link to="/settings/$section" params={{ section: "tokens" }} search={{ form: "new" }}>make a token</Link></p>}
    </section>
  );
}
