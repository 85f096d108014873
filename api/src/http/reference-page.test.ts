import type { Problem } from "@docket/core/contract/problem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desk, deskUrl } from "../../test/desk.ts";
import { pagePolicy } from "./headers.ts";
import type { ReferenceDocument } from "./reference-document.ts";
import { routesByTag } from "./reference-document.ts";
import { referencePage } from "./reference-page.ts";

let desk: Desk;
let page: string;
let document: ReferenceDocument;
let headers: Headers;

const get = async (path: string): Promise<Response> => desk.app.fetch(new Request(`${deskUrl}${path}`), desk.services);

beforeAll(async () => {
  desk = await Desk.start();
  const answer = await get("/docs");
  headers = answer.headers;
  page = await answer.text();
  document = (await (await get("/api/v1/openapi.json")).json()) as ReferenceDocument;
});
afterAll(() => desk.stop());

const matches = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map((match) => match[1] ?? "");

/** What a reader sees of a piece of markup. */
const textOf = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/** The part of the page about one route or one schema. */
const partOf = (anchor: string): string => page.split(`id="${anchor}">`)[1]?.split("</article>")[0] ?? "";

describe("the reference page", () => {
  test("shows every operation of the document, with everything that it takes", () => {
    const routes = [...routesByTag(document).values()].flat();
    expect(routes.length).toBeGreaterThan(25);
    for (const { anchor, method, path, operation } of routes) {
      const part = partOf(anchor);
      expect(part).toContain(`>${method}</span> <code>${path}</code>`);
      expect(textOf(part)).toContain(operation.summary);
      expect(part).toMatch(/<strong>Who:<\/strong> \S/);
      expect(part).toContain("curl");
      for (const { name } of operation.parameters ?? []) expect(part).toContain(`<dt><code>${name}</code>`);
      for (const status of Object.keys(operation.responses)) expect(part.toUpperCase()).toContain(status);
    }
  });

  test("shows every schema with its fields, which of them are required, and what they mean", () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const part = partOf(`schema-${name}`);
      for (const [field, { description }] of Object.entries(schema.properties ?? {})) {
        const required = schema.required?.includes(field) ? ' <span class="note">required</span>' : "";
        expect(part).toContain(`<dt><code>${field}</code>${required}</dt>`);
        if (description !== undefined) expect(textOf(part)).toContain(description.replaceAll("`", ""));
      }
    }
  });

  test("says who may call a route as the rules have it", () => {
    expect(partOf("patch-people-id")).toContain("<strong>Who:</strong> Admins.");
    expect(partOf("get-sites")).toContain("<strong>Who:</strong> Managers and admins.");
    expect(partOf("get-tickets")).toContain(
      "<strong>Who:</strong> Visitors of a widget, clients, all staff and keys with the scope tickets:read.",
    );
    expect(partOf("get-people")).not.toMatch(/<strong>Who:<\/strong>[^<]*key/);
    expect(partOf("post-chat-link-codes")).toContain("<strong>Who:</strong> Bots with a key of the scope chat.");
    expect(partOf("post-invitations-accept")).toContain("<strong>Who:</strong> Everybody; no session is needed.");
  });

  test("states types and limits in words", () => {
    const part = partOf("schema-OpenTicket").replaceAll(/\s+/g, " ");
    expect(part).toContain("string; 1 to 200 characters");
    expect(part).toContain("one of <code>low</code>, <code>normal</code>, <code>high</code>, <code>urgent</code>");
    expect(part).toContain("list of id <code>att_…</code>; at most 10 of them");
    expect(partOf("schema-MessageWritten")).toContain('<a href="#schema-Ticket">Ticket</a>');
    expect(page).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  test("has examples whose bodies the API takes", async () => {
    const admin = await desk.person("admin");
    const refused: string[] = [];
    for (const { anchor, method, path, operation } of [...routesByTag(document).values()].flat()) {
      const [, body] = /-d '(\{.*?\})'/s.exec(textOf(partOf(anchor))) ?? [];
      expect(body !== undefined).toBe(operation.requestBody?.content["application/json"] !== undefined);
      if (body === undefined) continue;
      const id = `tkt_${"0".repeat(26)}`;
      const answer = await admin.call<Problem>(
        method,
        path.slice("/api/v1".length).replace("{id}", id),
        JSON.parse(body),
      );
      if (answer.body?.code?.startsWith("request."))
        refused.push(`${method} ${path}: ${JSON.stringify(answer.body.errors)}`);
    }
    expect(refused).toEqual([]);
    expect(textOf(partOf("post-tickets"))).toContain(
      `curl -X POST "${deskUrl}/api/v1/tickets" \\\n  -H "Authorization`,
    );
  });

  test("has a name for each thing that a path asks for", () => {
    expect(textOf(page)).toContain(`curl -X DELETE "${deskUrl}/api/v1/tickets/$ID/messages/$MESSAGE_ID"`);
    expect(textOf(page)).not.toMatch(/\$(\w+)[^"\s]*\$\1\b/);
  });

  test("has links that all lead somewhere, and no name twice", () => {
    const ids = matches(/ id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = new Set(ids);
    const links = matches(/href="#([^"]+)"/g);
    expect(links.filter((link) => !targets.has(link))).toEqual([]);
    expect(links.length).toBeGreaterThan(80);
  });

  test("has landmarks and headings that skip no level", () => {
    expect(page).toContain('<html lang="en">');
    for (const landmark of ["<header>", '<nav aria-label="Contents">', "<main "]) {
      expect(page.split(landmark).length).toBe(2);
    }
    const levels = matches(/<h([1-6])[ >]/g).map(Number);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    });
  });

  test("needs nothing that its policy refuses", async () => {
    expect(headers.get("content-security-policy")).toBe(pagePolicy);
    expect(page).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(matches(/<link rel="stylesheet" href="([^"]+)"/g)).toEqual(["/docs/style.css"]);
    const style = await get("/docs/style.css");
    expect([style.status, style.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
    expect(await style.text()).toContain(":focus-visible");
  });

  test("shows markup in the document as text", async () => {
    const hostile = '<img src=x onerror="alert(1)">';
    const schema = { type: "object", description: hostile, properties: { [hostile]: { enum: [hostile] } } };
    const operation = {
      summary: hostile,
      description: hostile,
      tags: [hostile],
      responses: { 200: { description: hostile } },
    };
    const text = await referencePage(
      {
        info: { title: hostile, version: hostile },
        paths: { [`/${hostile}`]: { get: operation } },
        components: { schemas: { [hostile]: schema } },
      },
      deskUrl,
    );
    expect(text).not.toContain("<img");
    expect(text).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  });
});
