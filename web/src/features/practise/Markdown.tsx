import { Fragment } from "react";
import { blocks, pieces } from "./markdown";
import classes from "./Practise.module.css";

function Line({ text }: { text: string }) {
  return <>{pieces(text).map((p, i) => (p.kind === "code" ? <code key={i}>{p.text}</code> : p.kind === "strong" ? <strong key={i}>{p.text}</strong> : <Fragment key={i}>{p.text}</Fragment>))}</>;
}

/** An answer as it was written. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.markdown}>
      {blocks(text).map((b, i) => {
        if (b.kind === "paragraph") return <p key={i}><Line text={b.text} /></p>;
        if (b.kind === "code") return <pre key={i} tabIndex={0}><code>{b.text}</code></pre>;
        if (b.kind === "list") {
          const items = b.items.map((item, n) => <li key={n}><Line text={item} /></li>);
          return b.ordered ? <ol key={i}>{items}</ol> : <ul key={i}>{items}</ul>;
        }
        return (
          <div key={i} className={classes.scroll}>
            <table>
              <thead><tr>{b.head.map((cell, n) => <th key={n}><Line text={cell} /></th>)}</tr></thead>
              <tbody>{b.rows.map((row, r) => <tr key={r}>{row.map((cell, n) => <td key={n}><Line text={cell} /></td>)}</tr>)}</tbody>
            </table>
          </div>
        );
      })}
    </div>
  );
}
