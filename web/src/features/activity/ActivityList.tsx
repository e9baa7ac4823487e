export function ActivityList() {
  return <h1>ActivityList</h1>;
}
