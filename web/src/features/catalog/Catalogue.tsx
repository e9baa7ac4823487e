export function Catalogue() {
  return <h1>Catalogue</h1>;
}
