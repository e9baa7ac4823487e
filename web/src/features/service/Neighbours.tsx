/** What stands on this service and what it stands on: two sides, with their state now. Trouble on the right comes to the left. */
import { Link } from "@tanstack/react-router";
import type { ServiceLine } from "@/api/types";
import { LoadLine } from "@/features/slo/LoadLine";
import { StateWord } from "@/features/slo/StateWord";
import { budget } from "@/kit/format";
import { neighbours, type Neighbour } from "./service.words";
import classes from "./ServiceDetail.module.css";

export function Neighbours({ name, dependents, dependencies, lines, tickets }: { name: string; dependents: readonly string[]; dependencies: readonly string[]; lines: readonly ServiceLine[]; tickets: readonly string[] }) {
  return (
    <div className={classes.graph}>
      <Side title={`Stands on ${name}`} none="No service names it as a dependency." all={neighbours(dependents, lines)} tickets={tickets} />
      <div className={classes.here} aria-hidden><span>{name}</span></div>
      <Side title={`${name} stands on`} none="It names no dependency." all={neighbours(dependencies, lines)} tickets={tickets} />
    </div>
  );
}

function Side({ title, none, all, tickets }: { title: string; none: string; all: readonly Neighbour[]; tickets: readonly string[] }) {
  return (
    <div className={classes.side}>
      <h3>{title}</h3>
      {all.length === 0 ? <p className="quiet">{none}</p> : (
        <ul>
          {all.map(({ name, line }) => (
            <li key={name}>
              <span className={classes.neighbour}>
                <Link to="/services/$name" params={{ name }}>{line?.display_name || name}</Link>
                {line ? <StateWord state={line.state} ticketOnly={tickets.includes(name)} /> : <span className="quiet">not in the catalogue</span>}
                {line?.slo && <span className="tabular quiet">{budget(line.budget_remaining)}</span>}
              </span>
              {line?.slo && <LoadLine remaining={line.budget_remaining} projected={line.projected_end} coverage={line.coverage} burn={line.burn_1h} thresholds={line.thresholds} tier={line.tier} whyEmpty={line.why_empty} width={240} height={18} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
