/** One filter of a list. A native list: works with every keyboard and every phone, and costs nothing to load. */
import classes from "./Choice.module.css";

type Option = readonly [value: string, text: string];
export interface ChoiceProps {
  label: string;
  /** What it says while nothing is chosen: "any tier". */
  all: string;
  value: string | undefined;
  options: readonly Option[];
  /** Options under headings, after the others. */
  groups?: readonly { group: string; options: readonly Option[] }[];
  onChange: (value: string | undefined) => void;
}

/** A value that is no option, from an old address, stays visible as what it is. */
export function Choice({ label, all, value, options, groups = [], onChange }: ChoiceProps) {
  const known = value === undefined || [...options, ...groups.flatMap((g) => g.options)].some(([key]) => key === value);
  const item = ([key, text]: Option) => <option key={key} value={key}>{text}</option>;
  return (
    <select className={classes.choice} aria-label={label} data-set={value !== undefined || undefined} value={value ?? ""} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">{all}</option>
      {!known && <option value={value}>{value}</option>}
      {options.map(item)}
      {groups.map((g) => <optgroup key={g.group} label={g.group}>{g.options.map(item)}</optgroup>)}
    </select>
  );
}
