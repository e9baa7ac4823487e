import { expect, it } from "vitest";
import { sortRows, toCsv, type Column } from "./DataTable";

interface Row { name: string; left: number | null }
const columns: Column<Row>[] = [
  { id: "name", header: "Name", cell: (r) => r.name, sort: (r) => r.name, text: (r) => r.name },
  { id: "left", header: "Left", cell: (r) => r.left, sort: (r) => r.left, text: (r) => r.left },
  { id: "mark", header: "Mark", cell: () => "x" },
];
const rows: Row[] = [{ name: "b", left: 2 }, { name: "a", left: null }, { name: "c", left: -1 }];
const names = (sort: string): string => sortRows(rows, columns, sort).map((r) => r.name).join("");

it("sorts both ways, absent values last", () => {
  expect(names("")).toBe("bac");
  expect(names("name")).toBe("abc");
  expect(names("left")).toBe("cba");
  expect(names("-left")).toBe("bca");
  expect(names("nonsense")).toBe("bac");
});

it("writes CSV that a spreadsheet reads and does not run", () => {
  const odd: Row[] = [{ name: '=1+1,"x"', left: -1 }, { name: "a\nb", left: null }];
  expect(toCsv(odd, columns)).toBe('Name,Left\r\n"\'=1+1,""x""",-1\r\n"a\nb",\r\n');
});
