export function SloList() {
  return <h1>SloList</h1>;
}
