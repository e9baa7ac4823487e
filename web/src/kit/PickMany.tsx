/** Several of a list by name: typing finds, Enter adds, each that is chosen can be taken out again. */
import { CloseButton, TextInput } from "@mantine/core";
import { useId, useState, type KeyboardEvent } from "react";
import classes from "./PickMany.module.css";

export interface PickManyProps {
  label: string;
  hint?: string;
  options: readonly string[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | undefined;
}

export function PickMany({ label, hint, options, value, onChange, error }: PickManyProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const add = (name: string): void => {
    if (!options.includes(name)) return;
    if (!value.includes(name)) onChange([...value, name]);
    setTyped("");
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter") {
      event.preventDefault();
      add(typed.trim());
    } else if (event.key === "Backspace" && typed === "" && value.length > 0) onChange(value.slice(0, -1));
  };
  const unknown = typed.trim() !== "" && !options.some((o) => o.includes(typed.trim()));
  return (
    <div>
      <TextInput label={label} {...(hint ? { description: hint } : {})} list={id} value={typed} onKeyDown={onKey} autoComplete="off" spellCheck={false} placeholder={value.length > 0 ? "Another" : "Begin to type its name"}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setTyped(next);
          if (options.includes(next)) add(next);
        }} error={error ?? (unknown ? "Nothing has that name" : undefined)} />
      <datalist id={id}>{options.filter((o) => !value.includes(o)).map((o) => <option key={o} value={o} />)}</datalist>
      {value.length > 0 && (
        <ul className={classes.picked} aria-label={`${label}: chosen`}>
          {value.map((name) => <li key={name}>{name}<CloseButton size="xs" aria-label={`Take out ${name}`} onClick={() => onChange(value.filter((v) => v !== name))} /></li>)}
        </ul>
      )}
    </div>
  );
}
