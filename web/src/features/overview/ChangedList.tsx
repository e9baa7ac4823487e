/** What moved within the last day, newest first; each line leads to its log event. */
import { UnstyledButton } from "@mantine/core";
import { IconArrowDownRight, IconCheck, IconFlame, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { ChangedItem } from "@/api/types";
import { Time } from "@/kit/Time";
import classes from "./Overview.module.css";

const few = 10;
const marks = {
  alert_fired: { icon: IconFlame, word: "Began to burn" },
  alert_resolved: { icon: IconCheck, word: "Resolved" },
  budget: { icon: IconArrowDownRight, word: "Budget moved" },
  catalogue: { icon: IconPencil, word: "Catalogue changed" },
} as const;

export function ChangedList({ items }: { items: readonly ChangedItem[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, few);
  return (
    <section className={classes.changed} aria-labelledby="changed">
      <h2 id="changed">Changed since yesterday</h2>
      {items.length === 0 && <p className="quiet">Nothing changed within a day.</p>}
      <ol>
        {shown.map((item, i) => <Item key={`${item.seq ?? ""} ${item.kind} ${item.slo} ${item.at} ${i}`} item={item} />)}
      </ol>
      {items.length > few && <UnstyledButton className={classes.more} onClick={() => setAll(!all)} aria-expanded={all}>{all ? "Show fewer" : `Show all ${items.length}`}</UnstyledButton>}
    </section>
  );
}

function Item({ item }: { item: ChangedItem }) {
  const { icon: Icon, word } = marks[item.kind];
  return (
    <li className={classes.change} data-kind={item.kind}>
      <span className={classes.changeMark} data-kind={item.kind} data-tip={word}><Icon size={14} role="img" aria-label={word} /></span>
      <div>
        {item.slo ? <Link to="/slos/$name" params={{ name: item.slo }}>{item.text}</Link> : <Link to="/catalogue">{item.text}</Link>}
        <p className="caption">
          <Time at={item.at} />
          {item.seq !== null && item.seq !== undefined && <>{" · "}<Link to="/activity" search={{ seq: item.seq }}>log #{item.seq}</Link></>}
        </p>
      </div>
    </li>
  );
}
