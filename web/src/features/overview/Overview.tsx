/** The first screen: what burns now, every service with its load line, and what changed since yesterday. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { Problem } from "@/api/client";
import type { Overview as OverviewView } from "@/api/types";
import { Empty, ErrorNote, Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { BurnsNow } from "./BurnsNow";
import { ChangedList } from "./ChangedList";
import { Filters } from "./Filters";
import { overviewQuery } from "./overview.api";
import { headline, matches } from "./overview.rows";
import type { OverviewSearch } from "./overview.url";
import { SendData } from "./SendData";
import { ServiceTable } from "./ServiceTable";
import classes from "./Overview.module.css";

export function Overview() {
  const query = useQuery(overviewQuery);
  if (query.data === undefined)
    return (
      <>
        <div className="page-head"><h1>Overview</h1></div>
        {query.error ? <ErrorNote error={query.error} retry={() => void query.refetch()} /> : <Loaded query={query} rows={12}>{() => null}</Loaded>}
      </>
    );
  // While the server cannot be reached the frame says since when; the rows that are being read stay where they are.
  const unreachable = query.error instanceof Problem && query.error.status === 0;
  return (
    <>
      {query.error && !unreachable ? <ErrorNote error={query.error} retry={() => void query.refetch()} /> : null}
      <Page overview={query.data} />
    </>
  );
}

function Page({ overview }: { overview: OverviewView }) {
  const search = useSearch({ from: "/inside/" });
  const navigate = useNavigate();
  const change = useCallback((next: Partial<Record<keyof OverviewSearch, string | undefined>>) => {
    void navigate({ to: "/", search: (before) => ({ ...before, ...next }) as OverviewSearch, replace: true, resetScroll: false });
  }, [navigate]);
  const shown = useMemo(() => overview.services.filter((line) => matches(line, search)), [overview.services, search]);
  if (overview.services.length === 0) return <Nothing />;
  return (
    <>
      <div className="page-head">
        <Headline overview={overview} />
        <p className="caption">
          {overview.changed.length > 0 && <><a href="#changed">Changed since yesterday: {overview.changed.length}</a>{" · "}</>}
          {overview.as_of ? <>figures to <Time at={overview.as_of} /></> : "no data yet"}
        </p>
      </div>
      {!overview.as_of && <SendData />}
      <div className={classes.grid}>
        <BurnsNow items={overview.burning} />
        <section className={classes.services} aria-label="Services">
          <Filters overview={overview} shown={shown} search={search} change={change} />
          <ServiceTable rows={shown} burning={overview.burning} search={search} onSort={(sort) => change({ sort: sort || undefined })} />
        </section>
        <ChangedList items={overview.changed} />
      </div>
    </>
  );
}

/** Each part of the sentence leads to the rows that it speaks of. */
function Headline({ overview }: { overview: OverviewView }) {
  const parts = headline(overview.services, overview.burning.some((b) => b.severity === "page"));
  return (
    <h1 className={classes.headline}>
      {parts.map((part, i) => (
        <span key={part.text} className={classes.part}>
          {part.state ? <Link to="/" search={{ state: part.state }} data-level={part.level}>{part.text}</Link> : part.policy ? <Link to="/portfolio">{part.text}</Link> : part.text}
          {i < parts.length - 1 && <span className={classes.dot} aria-hidden>{"\u00a0·\u00a0"}</span>}
        </span>
      ))}
    </h1>
  );
}

const exampleFile = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: checkout, displayName: Checkout}\nspec: {owner: team-shop}";

function Nothing() {
  return (
    <>
      <div className="page-head"><h1>No services yet</h1></div>
      <Empty title="Here each service will stand with its load line: how much of its budget is left, and where it will end"
        command={exampleFile}>
        The catalogue is empty. Save a service like this one as a file in the folder that the server was started with (<code>plimsoll serve --catalog DIR</code>): it is read as soon as it is saved, and <code>plimsoll check DIR</code> says what is wrong with it.
        An SLO whose service it names gives it a load line. <code>plimsoll demo</code> shows a company with eight services. <Link to="/catalogue">What the catalogue holds now</Link>
      </Empty>
    </>
  );
}
