/** Until the first sample comes: what is missing, as text to paste. */
import { CopyButton } from "@/kit/CopyButton";
import { Link } from "@tanstack/react-router";
import classes from "./Overview.module.css";

export function SendData() {
  const config = `remote_write:\n  - url: ${window.location.origin}/api/v1/write`;
  return (
    <section className={classes.send} aria-labelledby="send">
      <h2 id="send">No sample has come yet</h2>
      <p>Let Prometheus send what it scrapes: these lines in <code>prometheus.yml</code>, then reload it. The load lines fill within a minute.</p>
      <pre>{config}</pre>
      <div className={classes.sendFoot}>
        <CopyButton text={config} />
        <span className="caption">From another machine it needs a token that may write: <Link to="/settings/$section" params={{ section: "tokens" }} search={{ form: "new" }}>make a token</Link> · <Link to="/sources" search={{ tab: "connect" }}>other ways in</Link></span>
      </div>
    </section>
  );
}
