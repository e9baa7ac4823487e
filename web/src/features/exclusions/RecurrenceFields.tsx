/** How maintenance comes again, chosen by fields: the rule that they make is shown in words. */
import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { dayName, repeatWords, ruleOf, weekdayOf, weekdays, type Repeat, type Weekday } from "./recurrence";
import classes from "./Exclusions.module.css";

export interface Again { repeat: Repeat | null; until: string }

const begin = (local: string): Repeat => ({ freq: "WEEKLY", interval: 1, days: [weekdayOf(local)] });
const monthDay = (local: string): number => Number(local.slice(8, 10)) || 1;

export function RecurrenceFields({ start, value, onChange }: { start: string; value: Again; onChange: (value: Again) => void }) {
  const { repeat, until } = value;
  const set = (part: Partial<Repeat>): void => onChange({ ...value, repeat: { ...(repeat ?? begin(start)), ...part } });
  const choose = (freq: string): void => {
    if (freq === "") onChange({ ...value, repeat: null });
    else if (freq === "MONTHLY") onChange({ ...value, repeat: { freq, interval: 1, days: [], monthDay: monthDay(start) } });
    else onChange({ ...value, repeat: { freq: freq as Repeat["freq"], interval: 1, days: freq === "WEEKLY" ? [weekdayOf(start)] : [] } });
  };
  return (
    <fieldset className={classes.again}>
      <legend>Again</legend>
      <div className={classes.pair}>
        <NativeSelect label="Repeats" value={repeat?.freq ?? ""} onChange={(e) => choose(e.currentTarget.value)} data={[{ value: "", label: "once" }, { value: "DAILY", label: "by the day" }, { value: "WEEKLY", label: "by the week" }, { value: "MONTHLY", label: "by the month" }]} />
        {repeat && <NumberInput label={`Every so many ${{ DAILY: "days", WEEKLY: "weeks", MONTHLY: "months" }[repeat.freq]}`} min={1} max={12} allowDecimal={false} hideControls value={repeat.interval} onChange={(n) => set({ interval: Math.max(1, Number(n) || 1) })} />}
      </div>
      {repeat?.freq === "WEEKLY" && (
        <div role="group" aria-label="On these days" className={classes.days}>
          {weekdays.map((day) => {
            const on = repeat.days.includes(day);
            return <button key={day} type="button" aria-pressed={on} aria-label={dayName(day)} onClick={() => set({ days: toggled(repeat.days, day, on) })}>{dayName(day).slice(0, 2)}</button>;
          })}
        </div>
      )}
      {repeat?.freq === "MONTHLY" && (
        <NativeSelect label="On" value={repeat.nth ? String(repeat.nth) : "day"} onChange={(e) => onChange({ ...value, repeat: monthly(repeat, start, e.currentTarget.value) })}
          data={[{ value: "day", label: `day ${monthDay(start)} of the month` }, ...[[1, "first"], [2, "second"], [3, "third"], [4, "fourth"], [-1, "last"]].map(([n, word]) => ({ value: String(n), label: `the ${word} ${dayName(weekdayOf(start))}` }))]} />
      )}
      {repeat && (
        <>
          <TextInput type="date" label="Until" description="It ends then by itself and must be asked for again" value={until} onChange={(e) => onChange({ ...value, until: e.currentTarget.value })} />
          <p className="caption">{repeatWords(ruleOf(repeat))}; <code>{ruleOf(repeat)}</code></p>
        </>
      )}
    </fieldset>
  );
}

/** One day stays: a week without days would be another rule. */
function toggled(days: readonly Weekday[], day: Weekday, on: boolean): Weekday[] {
  const next = on ? days.filter((d) => d !== day) : [...days, day];
  return next.length > 0 ? next : [day];
}

function monthly(repeat: Repeat, start: string, chosen: string): Repeat {
  const common = { freq: "MONTHLY" as const, interval: repeat.interval };
  return chosen === "day" ? { ...common, days: [], monthDay: monthDay(start) } : { ...common, days: [weekdayOf(start)], nth: Number(chosen) };
}
