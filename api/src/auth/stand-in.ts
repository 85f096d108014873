import { z } from "zod";

/** No address of a person ends like this: `emailFault` knows. */
const ending = "@address.invalid";
/** better-auth takes what zod takes for an address: no `&` before the @, and no domain that ends in another script. */
const taken = z.email();

const standIn = /as-((?:[0-9a-f]{2})+)@address\.invalid/g;

const toHex = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (hex: string): string =>
  new TextDecoder().decode(Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16)));

/** The name under which an address goes through better-auth: its own, where that is taken. */
export const toStandIn = (email: string): string =>
  taken.safeParse(email).success ? email : `as-${toHex(email)}${ending}`;

/** A text in which every stand-in is again the address that it stands for. */
export const fromStandIn = (text: string): string => text.replace(standIn, (_, hex: string) => fromHex(hex));

const isRow = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !(value instanceof Date);

/** What people and programs call themselves is no address, whatever it looks like. */
const ownWords: ReadonlySet<string> = new Set(["name", "userAgent"]);

/** What better-auth hands to the database, or answers, with the addresses themselves. */
export const restored = (value: unknown): unknown => {
  if (typeof value === "string") return fromStandIn(value);
  if (Array.isArray(value)) return value.map(restored);
  if (!isRow(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, ownWords.has(key) ? inner : restored(inner)]),
  );
};

/** What the database hands to better-auth, with the names that it takes. */
const standing = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(standing);
  if (!isRow(value)) return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    key === "email" && typeof inner === "string" ? toStandIn(inner) : standing(inner),
  ]);
  return Object.fromEntries(entries) as unknown;
};

/** A database adapter to which no stand-in gets, and from which no other address comes. */
export const withStandIns = <T extends object>(adapter: T): T =>
  new Proxy(adapter, {
    get(target, name): unknown {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      if (name === "transaction") {
        return (work: (inner: T) => unknown): unknown =>
          Reflect.apply(member, target, [(inner: T) => work(withStandIns(inner))]);
      }
      return async (...given: unknown[]): Promise<unknown> =>
        standing(await Reflect.apply(member, target, given.map(restored)));
    },
  });
