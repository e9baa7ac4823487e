import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { InvitationIssued } from "@/api/types";
import { invite, rolesQuery } from "@/features/access/access.api";
import { FormProblem } from "@/features/access/FormProblem";
import { nameFault } from "@/features/access/password";
import { Choices } from "./Choices";
import classes from "./Settings.module.css";

export function Invite({ onInvited, onClose }: { onInvited: (invitation: InvitationIssued) => void; onClose: () => void }) {
  const { data: roles } = useQuery(rolesQuery);
  const [name, setName] = useState("");
  const [display, setDisplay] = useState("");
  const [role, setRole] = useState("viewer");
  const [hiring, setHiring] = useState("none");
  const attempt = useMutation({ mutationFn: () => invite({ name: name.trim(), display_name: display.trim() || name.trim(), role, hiring_role: hiring }), onSuccess: onInvited });
  const fault = name === "" ? "" : nameFault(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name !== "" && fault === "") attempt.mutate();
  };
  return (
    <form className={`${classes.panel} ${classes.form}`} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onClose()} aria-label="Invite somebody">
      <h3>Invite somebody</h3>
      <div className={classes.pair}>
        <TextInput label="Name to sign in with" autoComplete="off" autoCapitalize="none" spellCheck={false} autoFocus required withAsterisk={false} value={name} error={fault || undefined} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput label="Name that others see" autoComplete="off" maxLength={100} placeholder={name} value={display} onChange={(event) => setDisplay(event.currentTarget.value)} />
      </div>
      <Choices legend="Role" name="role" value={[role]} onChange={([chosen]) => setRole(chosen ?? "viewer")}
        options={(roles?.items ?? []).map((each) => ({ value: each.name, label: each.name, about: each.description }))} />
      <Choices legend="Candidates" name="hiring" value={[hiring]} onChange={([chosen]) => setHiring(chosen ?? "none")}
        options={(roles?.hiring ?? []).map((each) => ({ value: each.name, label: each.name, about: each.description }))} />
      <FormProblem error={attempt.error} focus />
      <div className={classes.row}>
        <Button type="submit" size="compact-md" loading={attempt.isPending} disabled={name === "" || fault !== ""}>Make the link</Button>
        <Button size="compact-md" variant="subtle" onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
