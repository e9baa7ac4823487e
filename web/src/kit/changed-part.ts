/** What two texts begin and end with alike, and the middle in which they differ. Cut between words, so that it can be read. */
export interface ChangedPart { head: string; before: string; after: string; tail: string }

const words = (text: string): string[] => text.match(/[\p{L}\p{N}_.]+|\s+|[^\p{L}\p{N}_.\s]/gu) ?? [];

export function changedPart(before: string, after: string): ChangedPart {
  const a = words(before);
  const b = words(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return {
    head: a.slice(0, head).join(""),
    before: a.slice(head, a.length - tail).join(""),
    after: b.slice(head, b.length - tail).join(""),
    tail: tail ? a.slice(-tail).join("") : "",
  };
}
