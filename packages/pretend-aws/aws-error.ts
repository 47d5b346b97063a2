/** An error as AWS answers it: the name that SDK callers match, the HTTP status, further members. */
export class AwsError extends Error {
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, more: { status?: number; members?: object } = {}) {
    super(message);
    this.name = name;
    this.status = more.status ?? 400;
    this.members = { ...more.members };
  }
}
