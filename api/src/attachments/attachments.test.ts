import { fieldError } from "@docket/core/field-errors";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { createAdaptorServer } from "@hono/node-server";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { Problem } from "@docket/core/contract/problem";
import { limits } from "@docket/core/limits";
import { day } from "@docket/core/time";
import { count } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { attachments } from "../db/schema/messages.ts";

let desk: Desk;
let client: Caller;
let other: Caller;
let agent: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  client = await desk.person("client");
  other = await desk.person("client");
  agent = await desk.person("agent");
});
afterEach(() => desk.stop());

const text = (content: string) => new TextEncoder().encode(content);

const upload = async (by: Caller, name = "note.txt", bytes: Uint8Array = text("hello")): Promise<AttachmentView> => {
  const path = `/attachments?name=${encodeURIComponent(name)}`;
  const answer = await by.post<AttachmentView>(path, bytes, { "content-length": String(bytes.length) });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
};

const files = async (by: Caller, ticket: string | number) =>
  (await by.get<{ items: AttachmentView[] }>(`/tickets/${ticket}/attachments`)).body.items?.map(({ name }) => name);

const rows = async () => {
  const { db } = desk.services;
  return (await db.read(db.orm.select({ rows: count() }).from(attachments)))[0][0]?.rows;
};

describe("an upload", () => {
  test("is kept with what it really is, and only its uploader has it until it is bound", async () => {
    const file = await upload(client, "  Grüße.png ", text("<script>alert(1)</script>"));
    expect(file).toMatchObject({ name: "Grüße.png", contentType: "text/plain", size: 25 });
    expect(desk.blobs.bytes.get(file.id)).toEqual(text("<script>alert(1)</script>"));
    const path = `/attachments/${file.id}`;
    const statuses = await Promise.all(
      [client, other, agent, desk.anonymous].map(async (one) => (await one.get(path)).status),
    );
    expect(statuses).toEqual([200, 404, 404, 401]);
    const elsewhere = await desk.signIn(client.id as `per_${string}`, client.email);
    expect((await elsewhere.get(path)).status).toBe(200);
  });

  test("belongs to the session of a visitor", async () => {
    const site = await desk.site();
    const [visitor, stranger] = [await desk.visitor(site), await desk.visitor(site)];
    const { id } = await upload(visitor);
    expect((await visitor.get(`/attachments/${id}`)).status).toBe(200);
    expect((await stranger.get(`/attachments/${id}`)).status).toBe(404);
    const input = { title: "t", description: "d", category: "question", requester: { name: "V", email: "v@x.test" } };
    expect((await stranger.post("/tickets", { ...input, attachmentIds: [id] })).status).toBe(422);
    const ticket = await visitor.open({ requester: { name: "V", email: "v@x.test" }, attachmentIds: [id] });
    expect(await files(visitor, ticket.id)).toEqual(["note.txt"]);
    expect((await stranger.get(`/tickets/${ticket.id}/attachments`)).status).toBe(404);
    expect((await stranger.get(`/attachments/${id}`)).status).toBe(404);
  });

  test("is made once for one idempotency key, and not at all for another file under it", async () => {
    const headers = { "idempotency-key": "upload-it-once" };
    const post = (content: string) => client.post<AttachmentView>("/attachments?name=a.txt", text(content), headers);
    const [first, twin] = await Promise.all([post("one"), post("one")]);
    const again = await post("one");
    expect([first.status, twin.status, again.status]).toEqual([201, 201, 201]);
    expect(twin.body).toEqual(first.body);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await post("two")).body).toMatchObject({ code: "idempotency.key_reused" });
    expect(await rows()).toBe(1);
    expect([...desk.blobs.bytes.keys()]).toEqual([first.body.id]);
  });

  test.each([
    ["\u200b", fieldError("name", "empty")],
    ["..", fieldError("name", "file_name")],
    ["x".repeat(201), fieldError("name", "too_long", { max: 200 })],
  ])("is refused under the name %j", async (name, error) => {
    const answer = await client.post<Problem>(`/attachments?name=${encodeURIComponent(name)}`, text("x"));
    expect([answer.status, answer.body.errors]).toEqual([422, [error]]);
    expect(await rows()).toBe(0);
  });

  test.each([
    ["../etc/passwd", ".._etc_passwd"],
    ["a\u202Egpj.exe", "agpj.exe"],
    ["a\nb\u001b[31m.txt", "a b.txt"],
    ["\u200b.htaccess", ".htaccess"],
    ["a.png\u200b.html\u2060\ufeff", "a.png.html"],
    ["نامه\u200cها.pdf", "نامه\u200cها.pdf"],
  ])("called %j is kept as %j", async (name, kept) => {
    const { status, body } = await client.post<AttachmentView>(
      `/attachments?name=${encodeURIComponent(name)}`,
      text("x"),
    );
    expect([status, body.name]).toEqual([201, kept]);
  });

  test("is refused without bytes, and leaves nothing behind", async () => {
    for (const body of [new Uint8Array(), undefined]) {
      const answer = await client.post<Problem>("/attachments?name=a.txt", body);
      expect(answer).toMatchObject({ status: 422, body: { code: "attachment.invalid", errors: [{ field: "body" }] } });
    }
    expect(await rows()).toBe(0);
    expect(desk.blobs.bytes.size).toBe(0);
  });

  test("is refused beyond 50 that wait, also when all come at once, and its bytes are not kept", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        client.post("/attachments?name=a.txt", text("x"), { "idempotency-key": `at-once-${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
    expect(desk.blobs.bytes.size).toBe(50);
    const refused = answers.findIndex(({ status }) => status === 429);
    const again = { "idempotency-key": `at-once-${refused}` };
    expect((await client.post("/attachments?name=a.txt", text("x"), again)).status).toBe(429);
  });

  test("is refused when 50 wait to be used, until they are or a day has passed", async () => {
    const first = await upload(client);
    for (let i = 1; i < 50; i++) await upload(client);
    const refused = await client.post<Problem>("/attachments?name=a.txt", text("x"));
    expect([refused.status, refused.body.code]).toEqual([429, "request.rate_limited"]);
    expect(desk.blobs.bytes.size).toBe(50);
    await upload(other);
    await client.open({ attachmentIds: [first.id] });
    await upload(client);
    expect((await client.post("/attachments?name=a.txt", text("x"))).status).toBe(429);
    desk.clock.advance(day);
    await upload(client);
  });

  test("takes three round trips, a download and a list two", async () => {
    let before = desk.trips();
    const { id } = await upload(client);
    expect(desk.trips() - before).toBeLessThanOrEqual(3);
    const ticket = await client.open({ attachmentIds: [id] });
    await desk.settled();
    for (const path of [`/attachments/${id}`, `/tickets/${ticket.number}/attachments`]) {
      before = desk.trips();
      expect((await client.get(path)).status).toBe(200);
      expect(desk.trips() - before).toBeLessThanOrEqual(2);
    }
  });
});

describe("a bound file", () => {
  test("is read by who may read its ticket, and listed in its order", async () => {
    const names = ["b.txt", "a.txt", "c.txt"];
    const ids = [];
    for (const name of names) ids.push((await upload(client, name)).id);
    const ticket = await client.open({ attachmentIds: ids });
    const { id } = await upload(agent, "answer.txt");
    await agent.post(`/tickets/${ticket.id}/replies`, { body: "See here", attachmentIds: [id] });
    for (const reader of [client, agent]) {
      expect(await files(reader, ticket.id)).toEqual([...names, "answer.txt"]);
      expect(await files(reader, ticket.number)).toEqual([...names, "answer.txt"]);
      expect((await reader.get(`/attachments/${id}`)).status).toBe(200);
    }
    for (const path of [`/attachments/${id}`, `/attachments/${ids[0]}`, `/tickets/${ticket.id}/attachments`]) {
      expect((await other.get(path)).status).toBe(404);
    }
  });

  test("of a note is for staff alone, also by its address", async () => {
    const ticket = await client.open();
    const { id } = await upload(agent, "internal.txt");
    await agent.post(`/tickets/${ticket.id}/notes`, { body: "Look", attachmentIds: [id] });
    expect(await files(agent, ticket.id)).toEqual(["internal.txt"]);
    expect(await files(client, ticket.id)).toEqual([]);
    expect((await agent.get(`/attachments/${id}`)).status).toBe(200);
    expect((await client.get(`/attachments/${id}`)).status).toBe(404);
  });

  test("goes with its ticket when that is deleted", async () => {
    const { id } = await upload(client);
    const ticket = await client.open({ attachmentIds: [id] });
    await (await desk.person("admin")).delete(`/tickets/${ticket.id}`);
    for (const reader of [client, agent]) {
      expect((await reader.get(`/attachments/${id}`)).status).toBe(404);
      expect((await reader.get(`/tickets/${ticket.id}/attachments`)).status).toBe(404);
    }
  });

  test("cannot be bound again, not even by requests at the same time", async () => {
    const ticket = await client.open();
    const { id } = await upload(client);
    const reply = () => client.post<Problem>(`/tickets/${ticket.id}/replies`, { body: "Here", attachmentIds: [id] });
    const answers = await Promise.all(Array.from({ length: 6 }, reply));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const late = await reply();
    for (const { status, body } of [...answers.filter((one) => one.status !== 201), late]) {
      expect({ status, code: body.code, errors: body.errors }).toEqual({
        status: 422,
        code: "attachment.invalid",
        errors: [fieldError("attachmentIds.0", "file_not_yours")],
      });
    }
    expect(await files(client, ticket.id)).toEqual(["note.txt"]);
    const messages = await client.get<{ items: unknown[] }>(`/tickets/${ticket.id}/messages`);
    expect(messages.body.items).toHaveLength(1);
  });

  test("must be one's own: each that is not is named", async () => {
    const [mine, theirs] = [await upload(client), await upload(other)];
    const unknown = "att_00000000000000000000000000";
    const answer = await client.post<Problem>("/tickets", {
      title: "t",
      description: "d",
      category: "question",
      attachmentIds: [theirs.id, mine.id, unknown],
    });
    expect(answer.body.errors?.map(({ field }) => field)).toEqual(["attachmentIds.0", "attachmentIds.2"]);
    expect((await client.open({ attachmentIds: [mine.id] })).number).toBeGreaterThan(0);
  });

  test.each(["nonsense", "att_00000000000000000000000000", "tkt_00000000000000000000000000", "..%2f..%2fetc"])(
    "is not %s",
    async (id) => {
      expect((await client.get(`/attachments/${id}`)).status).toBe(404);
    },
  );
});

describe("a download", () => {
  test("is saved and never shown, whatever it is called and whatever is in it", async () => {
    const evil = text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    const { id } = await upload(client, `kitten".png`, evil);
    const { status, headers } = await client.get(`/attachments/${id}`);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "text/plain; charset=utf-8",
      "content-length": String(evil.length),
      "content-disposition": `attachment; filename="kitten_.png"; filename*=UTF-8''kitten%22.png`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store, no-transform",
    });
  });

  test("whose bytes are gone is a 404 for the reader and an error in the log", async () => {
    const { id } = await upload(client);
    desk.blobs.bytes.clear();
    expect((await client.get<Problem>(`/attachments/${id}`)).body.code).toBe("resource.not_found");
    expect(desk.logs.find((line) => line.includes("bytes of a file are missing"))).toContain('"level":"error"');
  });
});

describe("over a real socket", () => {
  let server: ReturnType<typeof createAdaptorServer>;
  let base: string;
  let authorization: string;

  beforeEach(async () => {
    server = createAdaptorServer({ fetch: (request) => desk.app.fetch(request, desk.services) });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
    authorization = await authorizationOf(client);
  });
  afterEach(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  );

  /** What a caller sends to show who they are. */
  const authorizationOf = async (caller: Caller): Promise<string> => {
    const send = desk.send.bind(desk);
    let sent = "";
    desk.send = (sending) => {
      sent = sending.headers.get("authorization") ?? "";
      return send(sending);
    };
    await caller.get("/categories");
    desk.send = send;
    return sent;
  };

  interface Reply {
    readonly status: number | undefined;
    readonly body: AttachmentView & Problem;
  }

  /** Posts on a connection of its own: the server closes one whose body it did not read to its end. */
  const post = (chunks: Iterable<Uint8Array>, headers: Record<string, string | number> = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const type = { authorization, "content-type": "image/png" };
      const options = { method: "POST", agent: false, headers: { ...type, ...headers } };
      const sending = request(`${base}/attachments?name=big.bin`, options, (response) => {
        void json(response).then(
          (body) => resolve({ status: response.statusCode, body: body as Reply["body"] }),
          reject,
        );
      });
      sending.on("error", reject);
      Readable.from(chunks).pipe(sending);
    });

  const zeros = function* (size: number): Generator<Uint8Array> {
    const chunk = new Uint8Array(64 * 1024);
    for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
  };

  const ways: [string, (size: number) => Record<string, number>][] = [
    ["whose length is known", (size) => ({ "content-length": size })],
    ["in chunks", () => ({})],
  ];

  test.each(ways)("a file of exactly the limit is taken and comes back whole, %s", async (_, length) => {
    const size = limits.fileBytes;
    const answer = await post(zeros(size), { ...length(size), "idempotency-key": "as-large-as-may-be" });
    expect(answer).toMatchObject({ status: 201, body: { size } });
    const download = await fetch(`${base}/attachments/${answer.body.id}`, { headers: { authorization } });
    expect(download.headers.get("content-length")).toBe(String(limits.fileBytes));
    expect((await download.arrayBuffer()).byteLength).toBe(limits.fileBytes);
  });

  test.each(ways)("a file that is too large is refused and leaves nothing behind, %s", async (_, length) => {
    for (const more of [1, 2, 1024 * 1024]) {
      const size = limits.fileBytes + more;
      for (const headers of [{}, { "idempotency-key": `too-large-by-${more}` }]) {
        const { status, body } = await post(zeros(size), { ...length(size), ...headers });
        expect([status, body.code]).toEqual([413, "attachment.too_large"]);
      }
    }
    expect(await rows()).toBe(0);
    expect(desk.blobs.bytes.size).toBe(0);
    expect(desk.logs.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect((await post(zeros(3))).status).toBe(201);
  });

  test("who has no room for another file is told so before it is sent", async () => {
    for (let i = 0; i < 50; i++) await upload(client);
    const headers = { authorization, "content-type": "image/png", "content-length": 1_000_000 };
    const outgoing = request(`${base}/attachments?name=a.png`, { method: "POST", agent: false, headers });
    outgoing.on("error", () => undefined);
    outgoing.write("the beginning of it");
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    expect(answer.statusCode).toBe(429);
    outgoing.destroy();
    expect(desk.blobs.bytes.size).toBe(50);
  });

  test("HEAD tells about a file without its bytes", async () => {
    const { id } = await upload(client);
    const answer = await fetch(`${base}/attachments/${id}`, { method: "HEAD", headers: { authorization } });
    expect([answer.status, answer.headers.get("content-length")]).toEqual([200, "5"]);
    expect(await answer.text()).toBe("");
  });
});
