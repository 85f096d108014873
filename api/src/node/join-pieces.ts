import type { IncomingMessage } from "node:http";

/** So much is handed on at once; the rest of what came with it is next. */
const enough = 64 * 1024;
/** How many pieces may be smaller than this on average: some programs write each letter of a short text by itself. */
const most = { pieces: 2000, size: 64 };

/**
 * Hands on the pieces of a body that came together as one: somebody who sends each byte as a chunk of its own
 * (RFC 9112, 7.1) would have each cost what a whole packet does. `refuse` is called when there are too many of them; nothing
 * more is handed on then. To be called before anything of the body is there.
 */
export const joinPieces = (incoming: IncomingMessage, refuse: () => void): void => {
  const push = incoming.push.bind(incoming);
  let pieces: Buffer[] = [];
  let size = 0;
  const all = { pieces: 0, size: 0 };
  let isRefused = false;
  let wantsMore = true;
  const flush = (): void => {
    if (size === 0 || isRefused) return;
    const joined = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, size);
    pieces = [];
    size = 0;
    wantsMore = push(joined);
  };
  incoming.push = (piece: Buffer | null): boolean => {
    if (isRefused) return false;
    if (piece === null) {
      flush();
      return push(null);
    }
    all.size += piece.length;
    if (++all.pieces > most.pieces && all.size < all.pieces * most.size) {
      isRefused = true;
      pieces = [];
      refuse();
      return false;
    }
    // The parser brings what came in one go piece by piece, with a tick after each of them.
    if (size === 0) setImmediate(flush);
    pieces.push(piece);
    size += piece.length;
    if (size >= enough) flush();
    return wantsMore;
  };
};
