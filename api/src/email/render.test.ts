import { updateKinds } from "@docket/core/tickets/effects";
import { stages } from "@docket/core/tickets/transitions";
import { describe, expect, test } from "vitest";
import type { UpdateFacts } from "./render.ts";
import { renderCode, renderInvitation, renderUpdate } from "./render.ts";

const desk = { deskName: "Acme Help", baseUrl: "https://desk.test" };

const base: UpdateFacts = {
  kind: "created",
  notMe: null,
  ticket: { number: 1042, title: "Out of paper", description: "The tray is empty.", emailProven: true },
  requesterName: "Ada Lovelace",
  reply: null,
  files: [],
  assignee: null,
  stage: null,
  changes: [],
};

const facts = (kind: UpdateFacts["kind"], more: Partial<UpdateFacts> = {}): UpdateFacts => ({ ...base, kind, ...more });

const replied = ({
  files = [],
  ...more
}: Partial<NonNullable<UpdateFacts["reply"]> & Pick<UpdateFacts, "files">> = {}) =>
  facts("replied", { reply: { author: "Grace Hopper", body: "Please add paper.", ...more }, files });

/** What a reader of the HTML version reads. */
const readable = (html: string): string =>
  html
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<a href="([^"]*)">([^<]*)<\/a>/g, "$2:\n$1")
    .replace(/<li>/g, "- ")
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

const squeezed = (text: string): string => text.replace(/[\s-]+/g, "");

describe("a letter about a ticket", () => {
  test.each(updateKinds)("says the same in text and in HTML, greets, links and signs: %s", (kind) => {
    const letter = renderUpdate(
      facts(kind, {
        reply: { author: "Grace & Co", body: "Line <one>\n\nLine two" },
        files: ["a.pdf"],
        assignee: "Grace Hopper",
        stage: "waiting_for_you",
        changes: [{ field: "priority", to: "high" }],
      }),
      desk,
    );
    expect(squeezed(readable(letter.html))).toBe(squeezed(letter.text));
    expect(letter.text).toMatch(/^Hello Ada Lovelace,\n/);
    expect(letter.text).toContain("https://desk.test/tickets/1042");
    expect(letter.text).toMatch(/-- \nAcme Help\n$/);
  });

  test("opens the thread with the title, and answers in it from then on", () => {
    expect(renderUpdate(facts("created"), desk).subject).toBe("[#1042] Out of paper");
    for (const kind of updateKinds.filter((one) => one !== "created")) {
      expect(renderUpdate(facts(kind), desk).subject).toBe("Re: [#1042] Out of paper");
    }
  });

  test("confirms what was asked", () => {
    const { text } = renderUpdate(facts("created"), desk);
    expect(text).toContain("We got your request. Its number is #1042");
    expect(text).toContain("The tray is empty.");
  });

  test("brings the answer whole, with who wrote it and which files came with it", () => {
    const body = "First line.\n\n  indented\nlast";
    const { text, html } = renderUpdate(replied({ body, files: ["plan.pdf", "photo of the tray.png"] }), desk);
    expect(html).toContain(`<span style="white-space: pre-wrap">${body}</span>`);
    expect(text).toContain("Grace Hopper answered your request:");
    expect(text).toContain(body);
    expect(text).toContain("- plan.pdf\n- photo of the tray.png");
    expect(renderUpdate(replied(), desk).text).not.toContain("Attached");
  });

  test("names the files of what is files alone, without a quote of nothing", () => {
    const one = renderUpdate(replied({ body: "", files: ["plan.pdf"] }), desk);
    expect(one.text).toContain("Grace Hopper sent you a file. Open it in your request:\n\n- plan.pdf\n\nAnswer");
    expect(one.html).not.toContain("pre-wrap");
    expect(renderUpdate(replied({ body: "", files: ["a.pdf", "b.pdf"] }), desk).text).toContain(
      "Grace Hopper sent you files. Open them in your request:\n\n- a.pdf\n- b.pdf",
    );
    const ticket = { ...base.ticket, description: "" };
    const opened = renderUpdate(facts("created", { ticket, files: ["shot.png"] }), desk);
    expect(opened.text).toContain("as soon as we can.\n\nAttached to your request:\n\n- shot.png\n\nSee");
    expect(opened.html).not.toContain("pre-wrap");
    const gone = renderUpdate(facts("updated", { changes: [{ field: "description", to: "" }] }), desk);
    expect(gone.text).toContain("- Description: removed");
  });

  test("speaks for the desk where nobody in person wrote", () => {
    expect(renderUpdate(replied({ author: null }), desk).text).toContain("Acme Help answered your request:");
  });

  test("says who has it, what changed and how it stands", () => {
    expect(renderUpdate(facts("assigned", { assignee: "Grace Hopper" }), desk).text).toContain(
      "Grace Hopper takes care of your request now.",
    );
    const changes = [
      { field: "title", to: "No paper" },
      { field: "category", to: "Billing" },
    ];
    expect(renderUpdate(facts("updated", { changes }), desk).text).toContain(
      "- Title: No paper\n- Type of request: Billing",
    );
    const said = stages.map((stage) => renderUpdate(facts("status_changed", { stage }), desk).text);
    expect(new Set(said).size).toBe(stages.length);
  });
});

describe("a letter to an address that is not proven", () => {
  const evil = "Buy at https://evil.test now";
  const unproven = (kind: UpdateFacts["kind"], more: Partial<UpdateFacts> = {}) =>
    renderUpdate(
      facts(kind, {
        ticket: { number: 1042, title: evil, description: evil, emailProven: false },
        requesterName: evil,
        ...more,
      }),
      desk,
    );

  test.each(updateKinds)("carries nothing that the visitor typed: %s", (kind) => {
    const changes = [
      { field: "title", to: evil },
      { field: "description", to: evil },
      { field: "priority", to: "high" },
    ];
    const { subject, text, html } = unproven(kind, { changes });
    expect(subject + text + html).not.toContain("evil");
    expect(subject).toBe(`${kind === "created" ? "" : "Re: "}[#1042] Your request to Acme Help`);
  });

  test("carries the answer of staff all the same", () => {
    const { text } = unproven("replied", { reply: { author: "Grace Hopper", body: "Good morning!" } });
    expect(text).toContain("Grace Hopper answered your request:");
    expect(text).toContain("Good morning!");
  });
});

describe("hostile text", () => {
  const hostile = `</p><script>alert(1)</script><img src=x onerror="alert(1)"> & 'quotes'`;

  test("stays text in the HTML version, wherever it stands", () => {
    const letters = [
      renderUpdate(
        facts("created", { requesterName: hostile, ticket: { ...base.ticket, description: hostile } }),
        desk,
      ),
      renderUpdate(replied({ author: hostile, body: hostile, files: [hostile] }), desk),
      renderUpdate(facts("assigned", { assignee: hostile }), desk),
      renderUpdate(facts("updated", { changes: [{ field: "title", to: hostile }] }), desk),
      renderUpdate(facts("closed"), { ...desk, deskName: hostile }),
      renderInvitation(
        { role: "agent", invitedBy: hostile, url: `https://desk.test/join#"${hostile}`, expiresAt: 0 },
        desk,
      ),
      renderCode(hostile, desk),
    ];
    for (const { html } of letters) {
      expect(html).not.toMatch(/<script|<img/);
      expect(html).toContain("&lt;script&gt;");
      expect(html.match(/<\/p>/g)).toHaveLength(html.match(/<p[ >]/g)?.length ?? 0);
    }
  });

  test("cannot add a header or turn the direction of the subject", () => {
    const title = "Hi\r\nBcc: all@desk.test\u2028X: y\u202Egnp.exe\u0000";
    const { subject } = renderUpdate(facts("created", { ticket: { ...base.ticket, title } }), desk);
    expect(subject).toBe("[#1042] Hi Bcc: all@desk.test X: y gnp.exe");
    expect(
      renderInvitation({ role: "agent", invitedBy: null, url: "", expiresAt: 0 }, { ...desk, deskName: "A\nB" })
        .subject,
    ).toBe("Join A B");
  });
});

test("the letter with a code has it on a line of its own, and not in the subject", () => {
  const { subject, text } = renderCode("042042", desk);
  expect(text).toMatch(/^042042$/m);
  expect(subject).not.toContain("042042");
});

test("an invitation says who invites to what, and where to go", () => {
  const { text } = renderInvitation(
    { role: "agent", invitedBy: "Grace", url: "https://desk.test/join#t", expiresAt: Date.UTC(2026, 11, 7, 9, 30) },
    desk,
  );
  expect(text).toContain("works until 7 December 2026 at 09:30 UTC.");
  expect(text).toContain("Grace invites you to work at Acme Help as an agent.");
  expect(text).toContain("https://desk.test/join#t");
});
