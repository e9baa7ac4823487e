/** Two texts line by line: what stayed, what went, what came. Pure. */
export interface DiffLine { kind: "same" | "gone" | "new"; text: string; before: number | null; after: number | null }

/** Beyond so many pairs of lines the middle is told as all gone and all new: a table of them would stop the page. */
const mostPairs = 4_000_000;

export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  const lines: DiffLine[] = before.slice(0, head).map((text, i) => same(text, i, i));
  let [x, y] = [head, head];
  for (const kind of middle(a, b)) {
    if (kind === "same") lines.push(same(before[x] as string, x++, y++));
    else if (kind === "gone") lines.push({ kind, text: before[x] as string, before: ++x, after: null });
    else lines.push({ kind, text: after[y] as string, before: null, after: ++y });
  }
  for (let i = 0; i < tail; i += 1) lines.push(same(before[x] as string, x++, y++));
  return lines;
}

const same = (text: string, before: number, after: number): DiffLine => ({ kind: "same", text, before: before + 1, after: after + 1 });

/** The longest common subsequence, as steps. */
function middle(a: readonly string[], b: readonly string[]): DiffLine["kind"][] {
  if (a.length * b.length > mostPairs) return [...a.map(() => "gone" as const), ...b.map(() => "new" as const)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] = a[i] === b[j] ? (common[(i + 1) * width + j + 1] as number) + 1 : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
  const steps: DiffLine["kind"][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push("same");
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && (common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number))) {
      steps.push("gone");
      i += 1;
    } else {
      steps.push("new");
      j += 1;
    }
  }
  return steps;
}

export type Hunk = DiffLine | { kind: "skipped"; count: number };
/** Changed lines with so many around them; longer stretches of sameness as one line that says how many. */
export function hunks(lines: readonly DiffLine[], around = 2): Hunk[] {
  const near = lines.map(() => false);
  lines.forEach((line, i) => {
    if (line.kind !== "same") near.fill(true, Math.max(0, i - around), Math.min(lines.length, i + around + 1));
  });
  const found: Hunk[] = [];
  lines.forEach((line, i) => {
    if (near[i]) return void found.push(line);
    const last = found.at(-1);
    if (last?.kind === "skipped") last.count += 1;
    else found.push({ kind: "skipped", count: 1 });
  });
  return found;
}
