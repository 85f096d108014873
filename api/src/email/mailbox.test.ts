import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Desk } from "../../test/desk.ts";
import { letter } from "../../test/ports/mailer.contract.ts";
import { Mailbox } from "./mailbox.ts";
import { mailboxRoutes } from "./mailbox-routes.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-mailbox-"));
});
afterEach(() => rm(folder, { recursive: true }));

const subjects = (mailbox: Mailbox) => mailbox.letters().map(({ subject }) => subject);

describe("what is kept", () => {
  test("is there again after a restart, the newest first", async () => {
    let now = 1000;
    const mailbox = new Mailbox(folder, () => now++);
    for (const subject of ["one", "two"]) await mailbox.send({ ...letter, subject });
    const again = new Mailbox(folder);
    expect(subjects(again)).toEqual(["two", "one"]);
    expect(again.letters()).toEqual(mailbox.letters());
    expect(again.letters()[0]).toMatchObject({ ...letter, subject: "two", at: 1001 });
  });

  test("survives a crash in the middle of a line", async () => {
    await new Mailbox(folder).send({ ...letter, subject: "whole" });
    await appendFile(join(folder, "mailbox.jsonl"), '{"subject":"half');
    const again = new Mailbox(folder);
    expect(subjects(again)).toEqual(["whole"]);
    await again.send({ ...letter, subject: "next" });
    expect(subjects(new Mailbox(folder))).toEqual(["next", "whole"]);
  });

  test("is the last 500 letters, in a file that does not grow for ever", async () => {
    const mailbox = new Mailbox(folder);
    await Promise.all(Array.from({ length: 1100 }, (_, i) => mailbox.send({ ...letter, subject: String(i) })));
    const last500 = Array.from({ length: 500 }, (_, i) => String(1099 - i));
    expect(subjects(mailbox)).toEqual(last500);
    expect(subjects(new Mailbox(folder))).toEqual(last500);
    const lines = (await readFile(join(folder, "mailbox.jsonl"), "utf8")).split("\n");
    expect(lines.length).toBeLessThan(1002);
  });
});

describe("its pages", () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;
  let desk: Desk;
  let mailbox: Mailbox;
  beforeEach(async () => {
    desk = await Desk.start();
    mailbox = new Mailbox(folder);
    desk.app.route("/", mailboxRoutes(mailbox));
    await mailbox.send({
      ...letter,
      to: `${hostile}@desk.test`,
      subject: hostile,
      text: `${hostile}\nSee https://desk.test/tickets/1042. (Or http://x.test/?a=1&b="2)`,
      html: `<p>Hello ${hostile}</p>`,
      headers: { "X-Evil": hostile },
    });
  });
  afterEach(() => desk.stop());

  const get = (path: string) => desk.app.request(`http://desk.test${path}`, {}, desk.services);
  const page = async (path: string) => (await get(path)).text();
  const id = () => mailbox.letters()[0]?.id ?? "";

  test("show hostile text as text, under the policy of the desk's own pages", async () => {
    for (const path of ["/dev/mailbox", `/dev/mailbox/${id()}`]) {
      const response = await get(path);
      const text = await response.text();
      expect(text).not.toMatch(/<script|<img| style=/);
      expect(text).toContain("&lt;script&gt;alert(1)");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  test("make addresses in the text clickable, and nothing else", async () => {
    const links = (await page(`/dev/mailbox/${id()}`)).match(/href="http[^"]*"/g);
    expect(links).toEqual(['href="https://desk.test/tickets/1042"', 'href="http://x.test/?a=1&amp;b="']);
  });

  test("put the letter's markup in a frame in which nothing runs and which only they may show", async () => {
    expect(await page(`/dev/mailbox/${id()}`)).toContain(
      `<iframe sandbox title="The letter as HTML" src="/dev/mailbox/${id()}/html">`,
    );
    const response = await get(`/dev/mailbox/${id()}/html`);
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
    );
    expect(response.headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(await response.text()).toBe(`<p>Hello ${hostile}</p>`);
  });

  test("have their style sheet, and say when there is no letter", async () => {
    expect((await get("/dev/mailbox.css")).headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect((await get("/dev/mailbox/unknown")).status).toBe(404);
    expect((await get("/dev/mailbox/unknown/html")).status).toBe(404);
  });

  test("are there under the desk's own name only, whatever other name a page gives to this machine", async () => {
    for (const path of ["", ".json", `/${id()}`, `/${id()}/html`]) {
      const response = await desk.app.request(`http://rebound.test/dev/mailbox${path}`, {}, desk.services);
      expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining("alert")]);
    }
  });

  test("give all letters as JSON, the newest first", async () => {
    await mailbox.send({ ...letter, subject: "newer" });
    const { items } = (await (await get("/dev/mailbox.json")).json()) as { items: { subject: string }[] };
    expect(items.map(({ subject }) => subject)).toEqual(["newer", hostile]);
  });
});
