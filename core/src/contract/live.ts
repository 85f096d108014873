/**
 * What the live socket carries from the server: a hint that something changed, never the thing. The
 * reader fetches it again through the API.
 */
export type Hint =
  | { readonly type: "hello" }
  | { readonly type: "ticket.changed"; readonly id: string; readonly version: number }
  /** What names this person is to be read again: they are called something else, or email does not reach them any more. */
  | { readonly type: "person.changed"; readonly id: string }
  /** The same person or session has read on in it elsewhere. */
  | { readonly type: "ticket.read"; readonly id: string };

/**
 * The code with which the server closes a socket whose session has ended, or all of a site that shuts somebody out; every
 * other close means: connect again.
 */
export const sessionEnded = 3000;

/** The subprotocol of the socket. A widget sends its token as a second one: `docket.bearer.<token>`. */
export const liveProtocol = "docket.v1";
export const liveTokenPrefix = "docket.bearer.";
