/** What changed, field by field: before and after side by side, one under the other where there is little room. */
import { changedPart } from "./changed-part";
import classes from "./FieldDiff.module.css";

export interface FieldChange {
  field: string;
  before?: string | null | undefined;
  after?: string | null | undefined;
}

/** `none`: what is said when no field changed. `sides`: two things beside each other rather than one before and after. */
export function FieldDiff({ changes, label = "Changed fields", none = "No field changed.", sides }: { changes: readonly FieldChange[]; label?: string; none?: string; sides?: readonly [string, string] }) {
  if (changes.length === 0) return <p className="quiet">{none}</p>;
  return (
    <div className={classes.place}>
      <table className={classes.diff} aria-label={label} data-sides={sides ? true : undefined}>
        <thead><tr><th scope="col">Field</th><th scope="col">{sides?.[0] ?? "Before"}</th><th scope="col">{sides?.[1] ?? "After"}</th></tr></thead>
        <tbody>
          {changes.map((change) => <Row key={change.field} {...change} sides={sides} />)}
        </tbody>
      </table>
    </div>
  );
}

function Row({ field, before, after, sides }: FieldChange & { sides: readonly [string, string] | undefined }) {
  const part = before && after ? changedPart(before, after) : null;
  const one = (text: string | null | undefined, middle: string | undefined, Mark: "del" | "ins") => {
    if (text === null || text === undefined || text === "") return <span className="quiet">{text === "" ? "empty" : "not there"}</span>;
    if (!part) return <Mark>{text}</Mark>;
    return <>{part.head}{middle && <Mark>{middle}</Mark>}{part.tail}</>;
  };
  return (
    <tr>
      <th scope="row">{field}</th>
      <td data-side="before" data-name={sides?.[0] ?? "before"}>{one(before, part?.before, "del")}</td>
      <td data-side="after" data-name={sides?.[1] ?? "after"}>{one(after, part?.after, "ins")}</td>
    </tr>
  );
}
