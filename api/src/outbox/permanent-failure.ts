/** Trying again would fail in the same way: the outbox parks the row at once. The message is shown to admins. */
export class PermanentFailure extends Error {
  override readonly name = "PermanentFailure";
}
