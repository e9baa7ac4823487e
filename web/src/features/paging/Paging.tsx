export function Paging() {
  return <h1>Paging</h1>;
}
