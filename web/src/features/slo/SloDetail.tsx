export function SloDetail() {
  return <h1>SloDetail</h1>;
}
