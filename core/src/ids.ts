/** The prefix of each noun's id, so that an id says what it names wherever it is met. */
export const idPrefixes = {
  ticket: "tkt",
  message: "msg",
  event: "evt",
  attachment: "att",
  person: "per",
  visitor: "vis",
  site: "site",
  invitation: "inv",
  outbox: "out",
  apiKey: "key",
  identityLink: "lnk",
  integration: "int",
  channel: "chn",
  card: "crd",
} as const;

export type Noun = keyof typeof idPrefixes;

export type Id<N extends Noun = Noun> = `${(typeof idPrefixes)[N]}_${string}`;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const timeLength = 10;
const randomLength = 16;

/** How many random bytes `makeId` takes. */
export const idRandomBytes = randomLength;

const encodeTime = (at: number): string => {
  let rest = at;
  let text = "";
  for (let i = 0; i < timeLength; i++) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/**
 * An id that sorts by the time it was made: a prefix, 48 bits of time and 80 random bits, in
 * Crockford's base 32 (the layout of ULID, https://github.com/ulid/spec).
 */
export const makeId = <N extends Noun>(noun: N, at: number, random: Uint8Array): Id<N> => {
  let text = "";
  for (const byte of random.subarray(0, randomLength)) text += alphabet.charAt(byte % 32);
  return `${idPrefixes[noun]}_${encodeTime(at)}${text}` as Id<N>;
};

/** Matches an id of this noun, and nothing else. */
export const idPattern = (noun: Noun): RegExp => new RegExp(`^${idPrefixes[noun]}_[0-9a-hjkmnp-tv-z]{26}$`);
