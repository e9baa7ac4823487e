/** Everybody who may sign in. Administrators invite, change roles, switch off and make links for a new password. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import type { InvitationIssued, PersonView } from "@/api/types";
import { changePerson, peopleQuery, resetPerson, rolesQuery } from "@/features/access/access.api";
import { FormProblem } from "@/features/access/FormProblem";
import { useRight } from "@/features/access/rights";
import { DataTable, type Column } from "@/kit/DataTable";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Invite } from "./Invite";
import { NoRight } from "./NoRight";
import { Once } from "./Once";
import { SectionHead } from "./SectionHead";
import classes from "./Settings.module.css";

export function People() {
  return useRight("admin") ? <All /> : <NoRight what="People" />;
}

type Change = { id: string; body: { role?: string; state?: string; hiring_role?: string } };

function All() {
  const query = useQuery(peopleQuery);
  const queries = useQueryClient();
  const navigate = useNavigate({ from: "/settings/$section" });
  const { form, sort } = useSearch({ from: "/inside/settings/$section" });
  const [issued, setIssued] = useState<InvitationIssued | null>(null);
  const reread = useCallback(() => queries.invalidateQueries({ queryKey: peopleQuery.queryKey }), [queries]);
  const change = useMutation({ mutationFn: ({ id, body }: Change) => changePerson(id, body), onSettled: reread });
  const reset = useMutation({ mutationFn: (id: string) => resetPerson(id), onSuccess: setIssued });
  const open = (wanted: boolean): void => void navigate({ search: (before) => ({ ...before, form: wanted ? "new" as const : undefined }) as never, replace: true });
  const { mutate: changeTo } = change;
  const { mutate: resetOf } = reset;
  const columns = useMemo(() => columnsFor(changeTo, resetOf), [changeTo, resetOf]);
  const invited = (invitation: InvitationIssued): void => {
    setIssued(invitation);
    open(false);
    void reread();
  };
  return (
    <>
      <SectionHead title="People" action={form !== "new" && <Button size="compact-md" onClick={() => open(true)}>Invite somebody</Button>}>
        Who may sign in, and what they may do. Who sees candidates is apart from every role: administrators do not, unless they let themselves, which the log names so. Every change here is an event in the log.
      </SectionHead>
      {form === "new" && <Invite onInvited={invited} onClose={() => open(false)} />}
      {issued && <Link invitation={issued} onClose={() => setIssued(null)} />}
      <div className={classes.problem}><FormProblem error={change.error ?? reset.error} focus /></div>
      <Loaded query={query}>
        {(people) => <DataTable label="People" rows={people.items} columns={columns} rowKey={idOf} primary csv sort={sort ?? ""} onSort={(next) => void navigate({ search: (before) => ({ ...before, sort: next || undefined }) as never, replace: true })} />}
      </Loaded>
    </>
  );
}
const idOf = (person: PersonView): string => person.id;

function Link({ invitation, onClose }: { invitation: InvitationIssued; onClose: () => void }) {
  const address = window.location.origin + invitation.link_path;
  return (
    <Once title={`A link for ${invitation.name}`} secret={address} copyLabel="Copy the link" onClose={onClose}>
      Send it to them by a way that only they read. It works once, until it expires <Time at={invitation.expires} />, and is not shown again.
    </Once>
  );
}

function columnsFor(change: (change: Change) => void, reset: (id: string) => void): Column<PersonView>[] {
  return [
    { id: "name", header: "Name", sort: (p) => (p.display_name || p.name).toLowerCase(), text: (p) => p.name, narrow: "wide",
      cell: (p) => <span className={classes.who} data-off={p.state === "disabled" || undefined}><strong>{p.display_name || p.name}</strong><span className="caption">{p.name}</span></span> },
    { id: "role", header: "Role", sort: (p) => p.role, text: (p) => p.role, cell: (p) => <RoleChoice person={p} onChange={(role) => change({ id: p.id, body: { role } })} />, width: "130px" },
    { id: "hiring", header: "Candidates", sort: (p) => p.hiring_role, text: (p) => p.hiring_role, cell: (p) => <HiringChoice person={p} onChange={(role) => change({ id: p.id, body: { hiring_role: role } })} />, width: "130px" },
    { id: "state", header: "State", sort: (p) => p.state, text: (p) => p.state, cell: (p) => <span className={p.state === "active" ? "quiet" : "word-caution"}>{p.state}</span>, width: "90px" },
    { id: "last", header: "Last sign-in", sort: (p) => (p.last_sign_in ? Date.parse(p.last_sign_in) : null), text: (p) => p.last_sign_in, cell: (p) => <Time at={p.last_sign_in} absent="never" />, width: "140px", narrow: "hide" },
    { id: "sessions", header: "Sessions", align: "right", sort: (p) => p.sessions, text: (p) => p.sessions, cell: (p) => p.sessions, width: "80px", narrow: "hide" },
    { id: "actions", header: "Actions", align: "right", width: "210px",
      cell: (p) => (
        <span className={classes.actions}>
          {p.state !== "disabled" && <Button size="compact-xs" variant="default" data-tip={p.state === "invited" ? "A fresh invitation; the link before stops working" : "A link by which they choose a new password"} onClick={() => reset(p.id)}>New link</Button>}
          {p.state === "disabled"
            ? <Button size="compact-xs" variant="default" onClick={() => change({ id: p.id, body: { state: "active" } })}>Enable</Button>
            : <Button size="compact-xs" variant="default" data-tip="They are signed out everywhere and cannot sign in until enabled" onClick={() => change({ id: p.id, body: { state: "disabled" } })}>Disable</Button>}
        </span>
      ) },
  ];
}

/** What they have to do with candidates, whatever their role. */
function HiringChoice({ person, onChange }: { person: PersonView; onChange: (role: string) => void }) {
  const { data } = useQuery(rolesQuery);
  const roles = data?.hiring ?? [];
  return (
    <select className={classes.select} aria-label={`What ${person.name} sees of candidates`} value={person.hiring_role} onChange={(event) => onChange(event.target.value)} data-tip={roles.find((r) => r.name === person.hiring_role)?.description}>
      {roles.length === 0 && <option value={person.hiring_role}>{person.hiring_role}</option>}
      {roles.map((role) => <option key={role.name} value={role.name}>{role.name}</option>)}
    </select>
  );
}

function RoleChoice({ person, onChange }: { person: PersonView; onChange: (role: string) => void }) {
  const { data } = useQuery(rolesQuery);
  const roles = data?.items ?? [];
  return (
    <select className={classes.select} aria-label={`Role of ${person.name}`} value={person.role} onChange={(event) => onChange(event.target.value)} data-tip={roles.find((r) => r.name === person.role)?.description}>
      {roles.length === 0 && <option value={person.role}>{person.role}</option>}
      {roles.map((role) => <option key={role.name} value={role.name}>{role.name}</option>)}
    </select>
  );
}
