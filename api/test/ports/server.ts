/** A desk with the routes of `port-routes.ts`. */
export interface ServerUnderTest {
  readonly url: string;
  /** Everything that it logged so far. */
  log(): string;
  stop(): Promise<void>;
}
