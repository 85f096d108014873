import { crc32, deflateSync } from "node:zlib";
import type { Random } from "./random.ts";
import type { Details, FileKind } from "./scenario.ts";

export interface SampleFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

type Colour = readonly [red: number, green: number, blue: number];

const width = 240;
const height = 160;

/** A chunk of a PNG: its length, its type, its data and a checksum of both. */
const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

const toPng = (colourAt: (x: number, y: number) => Colour): Uint8Array<ArrayBuffer> => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits for each of red, green and blue.
  header.set([8, 2], 8);
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (_, x) => colourAt(x, y)).flat(),
  ]);
  return new Uint8Array(
    Buffer.concat([
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(Uint8Array.from(rows.flat()))),
      chunk("IEND", new Uint8Array()),
    ]),
  );
};

/** Hills under the sun: a picture that is small, and not the same twice. */
const photo = (random: Random): Uint8Array<ArrayBuffer> => {
  const sky: Colour = [random.int(130, 210), random.int(170, 215), random.int(215, 245)];
  const hill: Colour = [random.int(40, 110), random.int(100, 150), random.int(60, 100)];
  const [sunX, sunY] = [random.int(40, width - 40), random.int(25, 55)];
  const [slow, fast] = [random.int(50, 90), random.int(15, 30)];
  return toPng((x, y) => {
    const ridge = height * 0.6 + 22 * Math.sin(x / slow) + 7 * Math.sin(x / fast);
    if (y > ridge) return [hill[0], Math.round(hill[1] - (y - ridge) / 2), hill[2]];
    return Math.hypot(x - sunX, y - sunY) < 16 ? [255, 226, 138] : sky;
  });
};

const receipt = ({ order, product, amount, city, day }: Omit<Details, "agent">): string =>
  [
    "TRAILHEAD OUTFITTERS",
    `Shop ${city}`,
    "",
    `Order      ${order}`,
    `Article    ${product}`,
    `Total      ${amount}`,
    "",
    `Handed in on ${day}. Please keep this slip.`,
    "",
  ].join("\n");

/** A small file as people attach it. */
export const sampleFile = (random: Random, kind: FileKind, details: Omit<Details, "agent">): SampleFile =>
  kind === "photo"
    ? { name: `IMG_${random.int(1000, 9999)}.png`, bytes: photo(random) }
    : { name: `${details.order}.txt`, bytes: new TextEncoder().encode(receipt(details)) };
