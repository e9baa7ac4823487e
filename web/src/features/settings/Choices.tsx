import classes from "./Settings.module.css";

export interface Choice { value: string; label: string; about?: string }

/** Native radio buttons or boxes under one legend, each with what it means beside it. `inline`: next to each other. */
export function Choices({ legend, name, several = false, inline = false, options, value, onChange }: {
  legend: string; name: string; several?: boolean; inline?: boolean; options: readonly Choice[]; value: readonly string[]; onChange: (value: string[]) => void;
}) {
  const pick = (each: string, on: boolean): void => {
    if (several) onChange(on ? [...value, each] : value.filter((other) => other !== each));
    else onChange([each]);
  };
  return (
    <fieldset className={classes.choices} data-row={inline || undefined}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type={several ? "checkbox" : "radio"} name={name} value={option.value} checked={value.includes(option.value)} onChange={(event) => pick(option.value, event.target.checked)} />
          <span>{option.label}</span>
          {option.about && <small className="caption">{option.about}</small>}
        </label>
      ))}
    </fieldset>
  );
}
