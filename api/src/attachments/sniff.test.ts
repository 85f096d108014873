import { expect, test } from "vitest";
import { Sniffer, servedType } from "./sniff.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (char) => char.charCodeAt(0),
);

test.each<[string, Uint8Array, string, string]>([
  ["a picture", png, "image/png", "image/png"],
  ["a PDF", bytesOf("%PDF-1.7\n%âãÏÓ\n1 0 obj\n"), "application/pdf", "application/pdf"],
  ["plain text", bytesOf("Grüße\n"), "text/plain", "text/plain; charset=utf-8"],
  ["a web page", bytesOf("<!doctype html><script>alert(1)</script>"), "text/plain", "text/plain; charset=utf-8"],
  [
    "a drawing with a script",
    bytesOf('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "text/plain",
    "text/plain; charset=utf-8",
  ],
  [
    "XML",
    bytesOf('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    "application/xml",
    "application/octet-stream",
  ],
  ["a program", bytesOf("\x7fELF\x02\x01\x01\0"), "application/x-elf", "application/octet-stream"],
  ["text with a NUL", bytesOf("a\0b"), "application/octet-stream", "application/octet-stream"],
  [
    "bytes that are no text",
    new Uint8Array([0xc3, 0x28, 0xa0]),
    "application/octet-stream",
    "application/octet-stream",
  ],
  ["one byte", bytesOf("a"), "text/plain", "text/plain; charset=utf-8"],
])("%s", async (_, bytes, type, served) => {
  for (const size of [bytes.length, 1]) {
    const sniffer = new Sniffer();
    for (let i = 0; i < bytes.length; i += size) sniffer.add(bytes.subarray(i, i + size));
    expect(await sniffer.end()).toBe(type);
  }
  expect(servedType(type)).toBe(served);
});

test.each([
  ["is text to its last byte", "é", "text/plain"],
  ["has a NUL in its last byte", "\0", "application/octet-stream"],
  ["ends within a letter", new Uint8Array([0xc3]), "application/octet-stream"],
])("a long file that %s", async (_, end, type) => {
  const sniffer = new Sniffer();
  for (let i = 0; i < 100; i++) sniffer.add(bytesOf("ab".repeat(1000)));
  sniffer.add(typeof end === "string" ? bytesOf(end) : end);
  expect(await sniffer.end()).toBe(type);
});
