const tolerance = 5 * 60;

/** The bytes of a signature, whose version is the only one that there is. */
const bytesOf = (signature: string): Uint8Array<ArrayBuffer> | null => {
  const [, hex] = /^v0=((?:[0-9a-f]{2}){32})$/.exec(signature) ?? [];
  return hex === undefined ? null : Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
};

const readHeaders = (headers: Pick<Headers, "get">, now: number) => {
  const timestamp = headers.get("x-slack-request-timestamp") ?? "";
  const signature = bytesOf(headers.get("x-slack-signature") ?? "");
  if (signature === null || !/^\d{1,12}$/.test(timestamp)) return null;
  return Math.abs(now / 1000 - Number(timestamp)) > tolerance ? null : { timestamp, signature };
};

/** Whether a request looks as if Slack had just signed it, with whatever secret. */
export const looksSigned = (headers: Pick<Headers, "get">, now: number): boolean => readHeaders(headers, now) !== null;

/**
 * Whether Slack sent these bytes, not more than five minutes ago: HMAC-SHA256 over `v0:timestamp:body`, compared in
 * constant time (https://docs.slack.dev/authentication/verifying-requests-from-slack). `now` is in milliseconds.
 */
export const isSigned = async (
  secret: string,
  headers: Pick<Headers, "get">,
  body: Uint8Array,
  now: number,
): Promise<boolean> => {
  const read = readHeaders(headers, now);
  if (read === null) return false;
  const { timestamp, signature } = read;
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["verify"]);
  const head = encoder.encode(`v0:${timestamp}:`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  return crypto.subtle.verify("HMAC", key, signature, signed);
};
