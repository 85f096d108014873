import { expect, test } from "vitest";
import { shownEmail, shownHost, nameBeside } from "./email-address.ts";

test.each([
  ["ada@example.com", "ada@example.com"],
  ["kunde@xn--mller-bau-q9a.de", "kunde@müller-bau.de"],
  ["ada@xn--e1afmkfd.xn--p1ai", "ada@пример.рф"],
  ["ada@mail.xn--r8jz45g.jp", "ada@mail.例え.jp"],
  ["ada@xn--fiqs8s", "ada@中国"],
  // A Cyrillic letter among Latin ones poses as another domain.
  ["ada@xn--pple-43d.com", "ada@xn--pple-43d.com"],
  ["ada@xn--999999999.com", "ada@xn--999999999.com"],
  ["ada@xn--.com", "ada@.com"],
  ["~per_1@deleted.invalid", "~per_1@deleted.invalid"],
])("%s is shown as %s", (address, shown) => {
  expect(shownEmail(address)).toBe(shown);
});

test.each([
  ["https://xn--mnchen-3ya.de:8443", "https://münchen.de:8443"],
  ["https://shop.xn--e1afmkfd.xn--p1ai", "https://shop.пример.рф"],
  ["https://xn--pple-43d.com", "https://xn--pple-43d.com"],
  ["https://www.example.com", "https://www.example.com"],
])("the origin %s is shown as %s", (origin, shown) => {
  expect(shownHost(origin)).toBe(shown);
});

test.each([
  ["vera@mail.test", "vera"],
  ["Vera Long <vera@mail.test>", "Vera Long"],
  ['"Long, Vera" <vera@mail.test>', "Long, Vera"],
  ["<yo@mail.test>", "yo"],
  ["mailto:xaver@mail.test?subject=Hi", "xaver"],
  [" <mailto:xaver%40mail.test> ", "xaver"],
  ["vera.mail.test", "vera.mail.test"],
  ["@mail.test", "@mail.test"],
])("whose name is copied with an address: %s", (text, name) => {
  expect(nameBeside(text)).toBe(name);
});
