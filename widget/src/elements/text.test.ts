import { html, render } from "lit";
import { expect, test } from "vitest";
import { textNodes } from "./text.ts";

const draw = (text: string): HTMLElement => {
  const root = document.createElement("div");
  render(html`${textNodes(text)}`, root);
  return root;
};

const links = (text: string): (string | null)[] =>
  [...draw(text).querySelectorAll("a")].map((a) => a.getAttribute("href"));

test("web addresses become links that give nothing away", () => {
  const root = draw("See https://example.com/a?b=1#c now");
  expect(root.textContent).toBe("See https://example.com/a?b=1#c now");
  const link = root.querySelector("a");
  expect(link?.getAttribute("href")).toBe("https://example.com/a?b=1#c");
  expect(link?.rel).toBe("noopener noreferrer nofollow");
  expect(link?.target).toBe("_blank");
});

test.each([
  ["the end of a sentence", "Look at https://example.com/a.", ["https://example.com/a"]],
  ["brackets around it", "(https://example.com/a)", ["https://example.com/a"]],
  ["brackets inside it", "https://example.com/a_(b)", ["https://example.com/a_(b)"]],
  ["two in a row", "http://a.example, http://b.example!", ["http://a.example", "http://b.example"]],
  ["angle brackets", "<https://example.com/a>", ["https://example.com/a"]],
  ["no host", "https:// and http://", []],
  ["another scheme", "javascript:alert(1) data:text/html,x ftp://example.com", []],
  ["no scheme", "www.example.com", []],
])("%s", (_, text, expected) => {
  expect(links(text)).toEqual(expected);
  expect(draw(text).textContent).toBe(text);
});

test("markup stays the text that it is", () => {
  const text = `<img src=x onerror="alert(1)"> <script>alert(1)</script> &amp;`;
  const root = draw(text);
  expect(root.childElementCount).toBe(0);
  expect(root.textContent).toBe(text);
});

test("nothing is lost around many addresses", () => {
  const text = Array.from({ length: 500 }, (_, n) => `${n}: https://example.com/${n}\n`).join("");
  const root = draw(text);
  expect(root.textContent).toBe(text);
  expect(root.querySelectorAll("a").length).toBe(500);
});

// With work that grows by the square of the length these take far longer than a test may.
test.each([
  ["brackets that close", ")", ""],
  ["dots before a letter", ".", "a"],
  ["brackets that open", "(", ")"],
])("an address with a hundred thousand %s holds nobody up", (_, sign, end) => {
  const address = `https://example.com/${sign.repeat(100_000)}${end}`;
  expect(textNodes(address)).not.toEqual([]);
});
