/** One object as it applies, with everything that was filled in for it and where that came from. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { CatalogObject } from "@/api/types";
import { CopyButton } from "@/kit/CopyButton";
import { count, durationText, ratio } from "@/kit/format";
import { SideSheet } from "@/kit/SideSheet";
import { Empty, Loaded } from "@/kit/states";
import { objectsQuery } from "./catalog.api";
import type { SetSearch } from "./Catalogue";
import type { ObjectKind } from "./catalog.url";
import { objectiveText, windowOf } from "./catalog.words";
import { SloDefinition } from "./SloDefinition";
import classes from "./Catalogue.module.css";

export type Fact = [name: string, value: ReactNode];

export function Facts({ rows }: { rows: readonly Fact[] }) {
  return <dl className={classes.facts}>{rows.filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}>{value}</dd>])}</dl>;
}

export function ObjectSheet({ object, set }: { object: { kind: ObjectKind; name: string }; set: SetSearch }) {
  const query = useQuery(objectsQuery);
  return (
    <SideSheet opened onClose={() => set({ object: undefined })} title={`${object.kind} ${object.name}`}>
      <Loaded query={query}>
        {({ items }) => {
          const found = items.find((o) => o.kind === object.kind && o.name === object.name);
          return found ? <Resolved object={found} all={items} set={set} /> : <Empty title={`No ${object.kind} is called ${object.name}`}>It may have been renamed or removed; the activity says when.</Empty>;
        }}
      </Loaded>
    </SideSheet>
  );
}

function Resolved({ object, all, set }: { object: CatalogObject; all: readonly CatalogObject[]; set: SetSearch }) {
  const { source } = object;
  const json = (): string => JSON.stringify(object.slo ?? object.service ?? object.channel ?? object.tier ?? object.policy ?? object.sla, null, 2);
  return (
    <>
      <p className={classes.sheetTools}>
        <button type="button" className={classes.where} onClick={() => set({ tab: undefined, file: source.file, line: source.line, object: undefined })}>{source.file}:{source.line}</button>
        <CopyButton label="Copy JSON" text={json} size="compact-xs" />
      </p>
      {object.slo && <SloDefinition slo={object.slo} service={all.find((o) => o.service?.name === object.slo?.service)?.service ?? null} />}
      {object.service && <Service service={object.service} all={all} />}
      {object.channel && <Channel channel={object.channel} />}
      {object.tier && <Tier tier={object.tier} all={all} />}
      {object.policy && <Policy policy={object.policy} />}
      {object.sla && <Contract sla={object.sla} />}
    </>
  );
}

function Service({ service, all }: { service: NonNullable<CatalogObject["service"]>; all: readonly CatalogObject[] }) {
  const slos = all.filter((o) => o.slo?.service === service.name);
  const link = (name: string): ReactNode => <Link key={name} to="/services/$name" params={{ name }}>{name}</Link>;
  return (
    <Facts rows={[
      ["Page", link(service.name)], ["In words", service.display_name], ["Description", service.description], ["Tier", service.tier || <Quiet>none: the thresholds of the lowest tier apply</Quiet>], ["Owner", service.owner],
      ["Depends on", list(service.dependencies.map(link))], ["SLOs", list(slos.map((o) => <Link key={o.name} to="/slos/$name" params={{ name: o.name }}>{o.name}</Link>))],
      ["Grants", list((service.dependency_budgets ?? []).map((d) => <span key={d.service}>{d.service} {d.share > 0 ? ratio(d.share) : "an equal part"}</span>))],
      ["Channels", service.channels.join(", ") || <Quiet>none: its alerts page nobody</Quiet>], ["Runbook", service.runbook],
      ["Journeys", service.journeys.length > 0 && service.journeys.map((j) => <p key={j.name}>{j.name}: {j.steps.join(" → ")}{j.unacceptable.length > 0 && <span className="caption"> never: {j.unacceptable.join("; ")}</span>}</p>)],
    ]} />
  );
}

function Channel({ channel }: { channel: NonNullable<CatalogObject["channel"]> }) {
  return (
    <Facts rows={[
      ["Type", channel.type], ["URL", channel.url], ["From", channel.from], ["To", channel.to.join(", ")], ["Secret", channel.secret], ["User", channel.user], ["Password", channel.password],
      ["TLS", channel.type === "email" && (channel.require_tls ? "required" : "when the receiver offers it")], ["CA file", channel.ca_file],
      ["At most", `${count(channel.rate_limit)} pages a minute, more go out as one digest`], ["Repeats", `every ${durationText(channel.repeat_interval)} while an alert fires`],
      ["Private addresses", channel.allow_private ? "allowed" : "refused"],
    ]} />
  );
}

function Tier({ tier, all }: { tier: NonNullable<CatalogObject["tier"]>; all: readonly CatalogObject[] }) {
  return (
    <Facts rows={[
      ["Rank", `${tier.rank}, 0 is the most critical`], ["Description", tier.description], ["Back within", durationText(tier.rto)], ["Loses at most", durationText(tier.rpo)], ["Controls", tier.controls.join(", ")],
      ["Services", list(all.filter((o) => o.service?.tier === tier.name).map((o) => <Link key={o.name} to="/services/$name" params={{ name: o.name }}>{o.name}</Link>))],
    ]} />
  );
}

const states = ["healthy", "caution", "freeze", "breach"];

function Policy({ policy }: { policy: NonNullable<CatalogObject["policy"]> }) {
  const refuses = states.filter((s) => (policy.gate[s] ?? (s === "freeze" || s === "breach" ? "refuse" : "allow")) === "refuse");
  return (
    <Facts rows={[
      ["Of tiers", policy.tiers.join(", ")], ["Of services", policy.services.join(", ")], ["Caution at", ratio(policy.caution)], ["Freeze at", ratio(policy.freeze)],
      ["Left again", `${ratio(policy.hysteresis)} above`], ["Gate refuses in", refuses.join(", ") || "no state"],
      ...states.map((s): Fact => [`In ${s}`, (policy.consequences[s] ?? []).length > 0 && policy.consequences[s]?.map((c) => <p key={c}>{c}</p>)]),
      ...states.map((s): Fact => [`Told in ${s}`, (policy.channels[s] ?? []).join(", ")]),
      ["Chronic", policy.chronic_breaches > 0 ? `${policy.chronic_breaches} breaches within ${durationText(policy.chronic_within)}${policy.escalation_channels.length > 0 ? `, told to ${policy.escalation_channels.join(", ")}` : ""}` : "never"],
      ["Exceptions", `at most ${durationText(policy.longest_exception)}`],
    ]} />
  );
}

function Contract({ sla }: { sla: NonNullable<CatalogObject["sla"]> }) {
  return (
    <Facts rows={[
      ["Customer", sla.customer], ["Description", sla.description], ["SLO", <Link to="/slos/$name" params={{ name: sla.slo }}>{sla.slo}</Link>], ["Objective", objectiveText(sla.objective)],
      ["Window", windowOf({ calendar: sla.window, period: "" })], ["Credits", sla.credits.length > 0 && sla.credits.map((c) => <p key={c.share}>below {objectiveText(c.below)}: {ratio(c.share)} of the fee</p>)],
      ["Fee", sla.fee > 0 && `${sla.fee} ${sla.currency}`], ["Standing", <Link to="/portfolio" search={{ tab: "slas" }}>headroom and credits</Link>],
    ]} />
  );
}

const list = (items: readonly ReactNode[]): ReactNode => (items.length > 0 ? items.map((item, at) => <span key={at}>{at > 0 && ", "}{item}</span>) : "");
export const Quiet = ({ children }: { children: ReactNode }) => <span className="quiet">{children}</span>;
