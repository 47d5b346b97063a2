// What is an alarm of the customer's known by? Its name and its Region, in one text.

/** What an alarm is kept under: names are unique in a Region only. */
export function alarmId({
  name,
  region,
}: {
  readonly name: string;
  readonly region: string;
}): string {
  return `${region}/${name}`;
}

/** Whether an alarm of this id is in that Region. */
export function isAlarmOf(region: string, id: string): boolean {
  return id.startsWith(alarmId({ name: "", region }));
}
