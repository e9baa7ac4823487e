export function SloSlots() {
  return <h1>Slots</h1>;
}
