import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Right } from "@/api/types";
import { createToken, type IssuedToken } from "@/features/access/access.api";
import { FormProblem } from "@/features/access/FormProblem";
import { Choices } from "./Choices";
import { allRights, expiryOf, lifetimes, rightWords } from "./settings.words";
import classes from "./Settings.module.css";

export function TokenForm({ onMade, onClose }: { onMade: (token: IssuedToken, name: string, rights: Right[]) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [rights, setRights] = useState<string[]>(["view"]);
  const [days, setDays] = useState("90");
  const chosen = allRights.filter((right) => rights.includes(right));
  const attempt = useMutation({
    mutationFn: () => {
      const expires = expiryOf(days, Date.now());
      return createToken({ name: name.trim(), rights: chosen, ...(expires ? { expires } : {}) });
    },
    onSuccess: (token) => onMade(token, name.trim(), chosen),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "" && chosen.length > 0) attempt.mutate();
  };
  return (
    <form className={`${classes.panel} ${classes.form}`} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onClose()} aria-label="Make a token">
      <h3>Make a token</h3>
      <TextInput label="Name" description="What will use it: prometheus, grafana, deploy-script" autoComplete="off" spellCheck={false} autoFocus required withAsterisk={false} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Choices legend="Rights, no more than it needs" name="rights" several value={rights} onChange={setRights} options={allRights.map((right) => ({ value: right, label: right, about: rightWords[right] }))} />
      <Choices legend="Works for" name="lifetime" inline value={[days]} onChange={([chosen]) => setDays(chosen ?? "")} options={lifetimes.map(([value, label]) => ({ value, label }))} />
      <FormProblem error={attempt.error} focus />
      <div className={classes.row}>
        <Button type="submit" size="compact-md" loading={attempt.isPending} disabled={name.trim() === "" || chosen.length === 0}>Make the token</Button>
        <Button size="compact-md" variant="subtle" onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
