import { Button, PasswordInput, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { changePassword, rolesQuery, sessionQuery } from "@/features/access/access.api";
import { FormProblem } from "@/features/access/FormProblem";
import { NewPassword } from "@/features/access/NewPassword";
import { passwordFits } from "@/features/access/password";
import { Loaded } from "@/kit/states";
import { Time } from "@/kit/Time";
import { Choices } from "./Choices";
import { SectionHead } from "./SectionHead";
import { rightWords } from "./settings.words";
import classes from "./Settings.module.css";

export function Profile() {
  const query = useQuery(sessionQuery);
  const { data: roles } = useQuery(rolesQuery);
  return (
    <Loaded query={query}>
      {(session) => (
        <>
          <SectionHead title={session.person?.display_name || session.person?.name || "You"}>
            {session.person
              ? <>Signs in as {session.person.name}{session.expires && <>; this session ends <Time at={session.expires} /> unless it is used before</>}</>
              : "This browser is not signed in as a person: it is let in by a token"}
          </SectionHead>
          <div className={classes.block}>
            <div><h3>Role and rights</h3><p>An administrator changes them under People</p></div>
            <div>
              {session.person && <p><strong>{session.person.role}</strong> <span className="quiet">{roles?.items.find((r) => r.name === session.person?.role)?.description}</span></p>}
              {session.person && session.person.hiring_role !== "none" && <p><strong>{session.person.hiring_role}</strong> <span className="quiet">{roles?.hiring.find((r) => r.name === session.person?.hiring_role)?.description}</span></p>}
              <ul className={classes.list}>{session.rights.map((right) => <li key={right}>{rightWords[right]} <span className="caption">{right}</span></li>)}</ul>
            </div>
          </div>
          <div className={classes.block}>
            <div><h3>Theme</h3><p>Kept in this browser</p></div>
            <Theme />
          </div>
          {session.via === "session" && session.person && (
            <div className={classes.block}>
              <div><h3>Password</h3><p>Your other sessions end with a new one</p></div>
              <Password names={[session.person.name, session.person.display_name]} name={session.person.name} />
            </div>
          )}
        </>
      )}
    </Loaded>
  );
}

function Theme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Choices legend="Colours" name="theme" inline value={[colorScheme]} onChange={([chosen]) => setColorScheme(chosen as MantineColorScheme)}
      options={[{ value: "auto", label: "as the system" }, { value: "light", label: "light" }, { value: "dark", label: "dark" }]} />
  );
}

function Password({ names, name }: { names: readonly string[]; name: string }) {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const attempt = useMutation({
    mutationFn: () => changePassword(old, next),
    onSuccess: () => {
      setOld("");
      setNext("");
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (passwordFits(next, names)) attempt.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {/* For password managers: whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      <PasswordInput label="Present password" name="password" autoComplete="current-password" required withAsterisk={false} value={old}
        onChange={(event) => setOld(event.currentTarget.value)} visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }} />
      <NewPassword label="New password" value={next} onChange={setNext} names={names} />
      <FormProblem error={attempt.error} focus />
      <div className={classes.row}>
        <Button type="submit" variant="default" loading={attempt.isPending} disabled={old === "" || !passwordFits(next, names)}>Change the password</Button>
        <span role="status" className="word-resolved">{attempt.isSuccess && next === "" ? "Changed; your other sessions have ended" : ""}</span>
      </div>
    </form>
  );
}
