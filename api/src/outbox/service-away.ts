import { Postponed } from "./postponed.ts";

/**
 * Nobody answers at the service that all of a queue need, or it takes nothing from anybody: the queue is quiet but for one
 * row at a time that asks again, until there is an answer. `concernsAll` says that it cannot be for what was asked, and
 * that nothing came of it for certain: the row keeps its place, and this is never counted against it.
 */
export class ServiceAway extends Postponed {
  readonly concernsAll: boolean;

  constructor(message: string, concernsAll: boolean) {
    super(null, message);
    this.concernsAll = concernsAll;
  }
}
