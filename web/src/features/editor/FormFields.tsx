/** The main fields of the SLO in the text. Each change is written into the text at once, and read from it again. */
import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { serviceNamesQuery } from "@/features/activity/activity.api";
import { zoneNames } from "@/kit/zones";
import { noSlo, readFields, writeField, writeMethod, writeWindow, type FieldName, type Fields, type Method } from "./fields";
import { Unreadable } from "./yaml-tree";
import classes from "./Editor.module.css";

type Read = { fields: Fields } | { why: string };

function read(text: string): Read {
  try {
    return { fields: readFields(text) };
  } catch (cause) {
    if (cause instanceof Unreadable) return { why: cause.message };
    throw cause;
  }
}

export function FormFields({ text, onText }: { text: string; onText: (text: string) => void }) {
  const now = read(text);
  const [refused, setRefused] = useState("");
  const services = useQuery(serviceNamesQuery).data ?? [];
  const list = useId();
  if ("why" in now) return <section className={classes.part}><h2>Main fields</h2><p className="quiet">{now.why === noSlo ? "The form writes documents of kind SLO, and this text has none. All the rest works the same." : `The form stands aside while the text cannot be read: ${now.why}.`}</p></section>;
  const { fields } = now;
  const write = (change: () => string): void => {
    try {
      onText(change());
      setRefused("");
    } catch (cause) {
      if (!(cause instanceof Unreadable)) throw cause;
      setRefused(cause.message);
    }
  };
  const field = (name: FieldName) => ({ value: fields[name], onChange: (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    write(() => writeField(text, name, value));
  } });
  const { window } = fields;
  const sliced = fields.method !== "Occurrences" && fields.method !== "";
  return (
    <section className={classes.part} aria-label="Main fields">
      <h2>Main fields</h2>
      <div className={classes.fields}>
        <TextInput size="xs" label="Name" {...field("name")} spellCheck={false} />
        <TextInput size="xs" label="In words" {...field("displayName")} />
        <TextInput size="xs" label="Service" list={list} {...field("service")} spellCheck={false} />
        <datalist id={list}>{services.map((s) => <option key={s} value={s} />)}</datalist>
        <Percent label="Objective, %" value={fields.target} onValue={(value) => write(() => writeField(text, "target", value))} />
        <NativeSelect size="xs" label="What is counted" value={fields.method} onChange={(e) => { const { value } = e.currentTarget; write(() => writeMethod(text, value as Method)); }}
          data={[{ value: "Occurrences", label: "events" }, { value: "Timeslices", label: "good slices of time" }, { value: "RatioTimeslices", label: "the slices' mean ratio" }, ...(["Occurrences", "Timeslices", "RatioTimeslices"].includes(fields.method) ? [] : [{ value: fields.method, label: fields.method || "choose…" }])]} />
        {sliced && <TextInput size="xs" label="Length of a slice" {...field("sliceLength")} />}
        {fields.method === "Timeslices" && <Percent label="Good from, % of its events" value={fields.sliceTarget} onValue={(value) => write(() => writeField(text, "sliceTarget", value))} />}
        <NativeSelect size="xs" label="Window" value={window.rolling ? "rolling" : "calendar"} onChange={(e) => { const rolling = e.currentTarget.value === "rolling"; write(() => writeWindow(text, { ...window, rolling, duration: rolling ? "30d" : "1M" })); }}
          data={[{ value: "rolling", label: "rolling" }, { value: "calendar", label: "of the calendar" }]} />
        {window.rolling
          ? <TextInput size="xs" label="Length" value={window.duration} onChange={(e) => { const { value } = e.currentTarget; write(() => writeWindow(text, { ...window, duration: value })); }} />
          : <NativeSelect size="xs" label="Each" value={window.duration} onChange={(e) => { const { value } = e.currentTarget; write(() => writeWindow(text, { ...window, duration: value })); }} data={calendarUnits(window.duration)} />}
        {!window.rolling && <NativeSelect size="xs" label="On the clocks of" value={window.zone} onChange={(e) => { const { value } = e.currentTarget; write(() => writeWindow(text, { ...window, zone: value })); }} data={zonesWith(window.zone)} />}
        <TextInput size="xs" label="One SLO for each" placeholder="no groups; a label such as region" {...field("groupBy")} spellCheck={false} />
        <TextInput size="xs" label="Alerts by" placeholder="workbook" list={`${list}p`} {...field("burnPolicy")} spellCheck={false} />
        <datalist id={`${list}p`}><option value="workbook" /><option value="workbook, outage" /><option value="budget-2-5" /></datalist>
      </div>
      {fields.hasRatio && (
        <div className={classes.queries}>
          {(["total", fields.good ? "good" : "bad"] as const).map((kind) => <TextInput key={kind} size="xs" label={kind === "total" ? "All valid events" : kind === "good" ? "The good ones" : "The bad ones"} {...field(kind)} spellCheck={false} classNames={{ input: classes.query ?? "" }} />)}
        </div>
      )}
      {refused && <p className="word-caution" role="alert">{refused}</p>}
    </section>
  );
}

const units = [["1d", "day"], ["1w", "week"], ["1M", "month"], ["1Q", "quarter"], ["1Y", "year"]] as const;
const calendarUnits = (now: string) => [...units.map(([value, label]) => ({ value, label })), ...(units.some(([value]) => value === now) ? [] : [{ value: now, label: now || "choose…" }])];
const zonesWith = (zone: string): string[] => {
  const all = zoneNames();
  return all.includes(zone) ? all : [zone, ...all];
};

/** What is typed stays as it is typed ("99.", "99.90"), although the text says it as a share. */
function Percent({ label, value, onValue }: { label: string; value: string; onValue: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  if (value !== told) {
    setTold(value);
    if (Number(typed.replace(",", ".")) !== Number(value)) setTyped(value);
  }
  return (
    <TextInput size="xs" label={label} inputMode="decimal" value={typed} onChange={(event) => {
      const next = event.currentTarget.value;
      setTyped(next);
      if (/^\s*\d{1,3}([.,]\d+)?\s*%?\s*$/.test(next)) onValue(next);
    }} onBlur={() => setTyped(value)} />
  );
}
