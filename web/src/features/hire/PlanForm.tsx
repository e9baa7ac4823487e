/** Who asks what: a round of the kit, its interviewers, and which dimensions nobody would test then. */
import { Button, Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { PickMany } from "@/kit/PickMany";
import { SideSheet } from "@/kit/SideSheet";
import { ErrorNote, Loaded } from "@/kit/states";
import { changeInterview, interviewersQuery, kitQuery, planInterview, type Application, type Interview, type Kit, type PersonRef } from "./hire.api";
import classes from "./Hire.module.css";

export function PlanForm({ application, interview, onClose }: { application: Application; interview: Interview | undefined; onClose: () => void }) {
  const kit = useQuery(kitQuery(application.kit));
  const people = useQuery(interviewersQuery);
  return (
    <SideSheet opened onClose={onClose} title={interview ? `Change ${interview.title}` : "Plan an interview"}>
      <Loaded query={kit}>{(k) => <Loaded query={people}>{(p) => <Fields application={application} interview={interview} kit={k} people={p.items} onClose={onClose} />}</Loaded>}</Loaded>
    </SideSheet>
  );
}

/** What a datetime-local field shows of an instant, on this clock. */
const local = (at: string | null | undefined): string => (at ? new Date(Date.parse(at) - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : "");

function Fields({ application, interview, kit, people, onClose }: { application: Application; interview: Interview | undefined; kit: Kit; people: PersonRef[]; onClose: () => void }) {
  const taken = new Set(application.interviews.filter((i) => !i.cancelled).map((i) => i.round));
  const first = kit.rounds.find((r) => !taken.has(r.id)) ?? kit.rounds[0];
  const [round, setRound] = useState(interview?.round ?? first?.id ?? "");
  const chosen = kit.rounds.find((r) => r.id === round);
  const [dimensions, setDimensions] = useState<string[]>(interview?.dimensions ?? chosen?.dimensions ?? []);
  const [minutes, setMinutes] = useState<number>(interview?.minutes ?? chosen?.minutes ?? 60);
  const [names, setNames] = useState<string[]>((interview?.interviewers ?? []).map((p) => p.name));
  const [at, setAt] = useState(local(interview?.at));
  const queries = useQueryClient();
  const after = { onSuccess: onClose, onSettled: () => queries.invalidateQueries({ queryKey: ["hire"] }) };
  const make = useMutation({ mutationFn: planInterview, ...after });
  const save = useMutation({ mutationFn: changeInterview, ...after });
  const others = new Set(application.interviews.filter((i) => !i.cancelled && i.id !== interview?.id).flatMap((i) => i.dimensions));
  const untested = kit.dimensions.filter((d) => !others.has(d.id) && !dimensions.includes(d.id));
  const pick = (id: string | null): void => {
    const next = kit.rounds.find((r) => r.id === id);
    if (!next) return;
    setRound(next.id);
    setDimensions(next.dimensions);
    setMinutes(next.minutes);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const interviewers = names.flatMap((n) => people.filter((p) => p.name === n).map((p) => p.id).slice(0, 1));
    const body = { dimensions, interviewers, minutes, ...(at ? { at: new Date(at).toISOString() } : {}) };
    if (interview) save.mutate({ id: interview.id, ...body });
    else make.mutate({ application: application.id, round, title: chosen?.name ?? "", ...body });
  };
  const error = make.error ?? save.error;
  return (
    <form className={classes.form} onSubmit={submit} aria-label="Plan an interview">
      {!interview && <Select label="Round" data={kit.rounds.map((r) => ({ value: r.id, label: `${r.name}, ${r.minutes} min${taken.has(r.id) ? " (planned already)" : ""}` }))} value={round} onChange={pick} allowDeselect={false} {...(chosen ? { description: chosen.purpose } : {})} />}
      <PickMany label="Interviewers" hint={people.length === 0 ? "Nobody has the right to interview yet: Settings, People" : "Each writes a card that the others do not see until theirs is in"} options={people.map((p) => p.name)} value={names} onChange={setNames} />
      <div className={classes.pair}>
        <TextInput label="When" type="datetime-local" value={at} onChange={(e) => setAt(e.currentTarget.value)} />
        <NumberInput label="Minutes" min={5} max={600} value={minutes} onChange={(n) => setMinutes(Number(n) || 60)} />
      </div>
      <Checkbox.Group label="To be assessed" value={dimensions} onChange={setDimensions}>
        <div className={classes.checks}>{kit.dimensions.map((d) => <Checkbox key={d.id} size="xs" value={d.id} label={d.name} />)}</div>
      </Checkbox.Group>
      {untested.length > 0 && <p className={classes.gap}>Nobody tests {untested.map((d) => d.name).join(", ")} yet.</p>}
      {error && <ErrorNote error={error} />}
      <div><Button type="submit" size="sm" disabled={names.length === 0 || dimensions.length === 0 || make.isPending || save.isPending}>{interview ? "Save" : "Plan it"}</Button></div>
    </form>
  );
}
