import { PasswordInput } from "@mantine/core";
import { IconCheck, IconCircle } from "@tabler/icons-react";
import { useId } from "react";
import { passwordRules } from "./password";
import classes from "./Access.module.css";

/** A field for a new password with its rules told before, each as met or not met. */
export function NewPassword({ label = "Password", value, onChange, names, error, autoFocus = false }: {
  label?: string; value: string; onChange: (value: string) => void; names: readonly string[]; error?: string | undefined; autoFocus?: boolean;
}) {
  const rules = useId();
  return (
    <div>
      <PasswordInput label={label} name="new-password" autoComplete="new-password" required withAsterisk={false} value={value} error={error} aria-describedby={rules} data-autofocus={autoFocus || undefined} autoFocus={autoFocus}
        onChange={(event) => onChange(event.currentTarget.value)} visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }} />
      <ul className={classes.rules} id={rules}>
        {passwordRules(value, names).map((rule) => (
          <li key={rule.text} data-met={rule.met}>
            {rule.met ? <IconCheck size={13} role="img" aria-label="Met:" /> : <IconCircle size={13} role="img" aria-label="Not met:" />}
            {rule.text}
          </li>
        ))}
      </ul>
    </div>
  );
}
