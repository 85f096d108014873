import type { Actor } from "@docket/core/actor";
import type { Problem } from "@docket/core/contract/problem";
import type { Hint } from "@docket/core/contract/live";
import { liveProtocol, liveTokenPrefix, sessionEnded } from "@docket/core/contract/live";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { Listener } from "../node/listener.ts";
import { shakeHands, upgradeHeaders } from "./handshake.ts";
import type { HubOrder } from "./port-routes.ts";
import type { ServerUnderTest } from "./server.ts";

const hello: Hint = { type: "hello" };
const changed = (version: number): Hint => ({ type: "ticket.changed", id: "tkt_1", version });
const isHello = ({ type }: Hint) => type === "hello";
const isChanged = (version: number) => (hint: Hint) => hint.type === "ticket.changed" && hint.version === version;
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

const anybody = () => crypto.randomUUID();
const staff = (id: string) => ({ kind: "staff", role: "agent", id }) as Actor;
const client = (id: string, visitorId: string | null = null) =>
  ({ kind: "client", id, visitorId, siteId: null }) as Actor;

/** Where sockets are, and who asks for one: nobody has to prove it there. */
export const socketPath = "/ports/api/v1/live";
export const claims = (
  actor: Actor,
  caller: string | null = anybody(),
  session: string | null = null,
): Record<string, string> => ({
  "x-actor": JSON.stringify(actor),
  ...(caller === null ? {} : { "x-caller": caller }),
  ...(session === null ? {} : { "x-session": session }),
});

/** What every hub does. */
export const hubContract = (name: string, start: () => Promise<ServerUnderTest>): void => {
  describe(`the hub: ${name}`, () => {
    let server: ServerUnderTest;
    const listeners: Listener[] = [];
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());
    afterEach(() => {
      for (const listener of listeners.splice(0)) listener.close();
    });

    const listen = (actor: Actor, caller?: string | null, session?: string): Listener => {
      const listener = new Listener(`${server.url}/ports`, "", claims(actor, caller, session));
      listeners.push(listener);
      return listener;
    };
    const connect = async (actor: Actor, caller?: string | null, session?: string): Promise<Listener> => {
      const listener = listen(actor, caller, session);
      await listener.next(isHello);
      return listener;
    };
    /** Gives the hub these orders, all at the same moment. */
    const order = async (...orders: readonly HubOrder[]): Promise<void> => {
      const { status } = await fetch(`${server.url}/ports/hub`, { method: "POST", body: JSON.stringify(orders) });
      expect(status).toBe(204);
    };

    test("a socket says hello, and then what is published", async () => {
      const id = anybody();
      const ada = await connect(staff(id));
      await order({ publish: [`person:${id}`], hint: changed(1) });
      await ada.next(isChanged(1));
      expect(ada.hints).toEqual([hello, changed(1)]);
    });

    test("a hint reaches each socket of any of its audiences once, and nobody else", async () => {
      const [ada, bert, page, dora] = [anybody(), anybody(), anybody(), anybody()];
      const windows = [await connect(staff(ada)), await connect(staff(ada)), await connect(client(bert, page))];
      const dorasPage = await connect(client(dora));
      await order({ publish: ["staff", `person:${ada}`, `person:${bert}`, `visitor:${page}`], hint: changed(1) });
      // Whoever was to hear the first one has heard it when this one comes.
      await order({ publish: ["staff", `visitor:${page}`, `person:${dora}`], hint: changed(2) });
      for (const listener of [...windows, dorasPage]) await listener.next(isChanged(2));
      for (const { hints } of windows) expect(hints).toEqual([hello, changed(1), changed(2)]);
      expect(dorasPage.hints).toEqual([hello, changed(2)]);
    });

    test("hints come in the order in which they were published, also at the same moment", async () => {
      const id = anybody();
      const ada = await connect(client(id));
      await order(...times(20, (i) => ({ publish: [`person:${id}` as const], hint: changed(i) })));
      await order({ publish: [`person:${id}`], hint: changed(20) });
      await ada.next(isChanged(20));
      expect(ada.hints).toEqual([hello, ...times(21, changed)]);
    });

    test("nobody has to be there", async () => {
      const id = anybody();
      await order({ publish: [`person:${id}`], hint: changed(1) }, { publish: [], hint: changed(1) });
      await order({ disconnect: [`person:${id}`] });
      const ada = await connect(client(id));
      await order({ publish: [`person:${id}`], hint: changed(2) });
      await ada.next(isChanged(2));
      expect(ada.hints).toEqual([hello, changed(2)]);
    });

    test("just the sockets of one audience are closed, and may come back", async () => {
      const [ada, bert] = [anybody(), anybody()];
      const [closed, kept] = [[await connect(staff(ada)), await connect(staff(ada))], await connect(staff(bert))];
      await order({ disconnect: [`person:${ada}`] });
      expect(await Promise.all(closed.map((listener) => listener.closed))).toEqual([sessionEnded, sessionEnded]);
      const back = await connect(staff(ada));
      await order({ publish: ["staff"], hint: changed(1) });
      for (const listener of [kept, back]) await listener.next(isChanged(1));
      expect([...closed, kept, back].map(({ hints }) => hints)).toEqual([
        [hello],
        [hello],
        [hello, changed(1)],
        [hello, changed(1)],
      ]);
    });

    test("a session ends with its sockets and no others of the same person, and is known while it has any", async () => {
      const known = async (): Promise<readonly string[]> =>
        (await (await fetch(`${server.url}/ports/hub/sessions`)).json()) as string[];
      const [id, ended, other, third] = [anybody(), anybody(), anybody(), anybody()];
      const [first, second, kept, theirs] = [
        await connect(staff(id), anybody(), ended),
        await connect(staff(id), anybody(), ended),
        await connect(staff(id), anybody(), other),
        await connect(client(anybody(), anybody()), anybody(), third),
      ];
      const sorted = async () => (await known()).toSorted();
      await expect.poll(sorted).toEqual([ended, other, third].toSorted());
      await order({ disconnect: [`session:${ended}`, `session:${third}`, `session:${anybody()}`] });
      expect(await Promise.all([first.closed, second.closed, theirs.closed])).toEqual(times(3, () => sessionEnded));
      await order({ publish: [`session:${other}`], hint: changed(1) });
      await kept.next(isChanged(1));
      expect(await known()).toEqual([other]);
      kept.close();
      await expect.poll(known).toEqual([]);
    });

    test.each([0, 1, 1024])("who speaks is closed: %d letters", async (letters) => {
      const ada = await connect(client(anybody()));
      ada.send("x".repeat(letters));
      expect(await ada.closed).toBe(1003);
    });

    test.each([
      [1000, 1000],
      [undefined, 1005],
    ])("who says goodbye is answered: %j", async (said, heard) => {
      const socket = new WebSocket(`${server.url}${socketPath}`, [], { headers: claims(client(anybody())) });
      const answer = await new Promise((resolve, reject) => {
        socket.on("message", () => socket.close(said));
        socket.on("close", resolve);
        socket.on("error", reject);
      });
      expect(answer).toBe(heard);
    });

    test.each([
      ["one session of staff has", staff],
      ["one client has in all sessions", client],
    ] as const)("%s fifty sockets, then none until one is gone", async (_, role) => {
      const [id, caller] = [anybody(), anybody()];
      const session = () => (role === staff ? caller : anybody());
      const [first] = await Promise.all(times(50, () => connect(role(id), session())));
      const oneTooMany = listen(role(id), session());
      expect(await oneTooMany.closed).toBe(1013);
      expect(oneTooMany.hints).toEqual([]);
      await connect(role(role === staff ? id : anybody()));
      first?.close();
      const another = () => {
        const listener = listen(role(id), session());
        return Promise.race([listener.closed, listener.next(isHello)]);
      };
      await expect.poll(another).toEqual(hello);
    });

    test("visitors at one address have five hundred sockets in all their sessions, and others are not held up", async () => {
      const visitor = () => ({ kind: "visitor", id: anybody(), siteId: "site_1" }) as unknown as Actor;
      for (let i = 0; i < 10; i++) await Promise.all(times(50, () => connect(visitor())));
      const oneTooMany = listen(visitor());
      expect(await oneTooMany.closed).toBe(1013);
      await connect(client(anybody()));
    });

    test("a caller whose sockets were closed may open as many again at once", async () => {
      const [id, caller] = [anybody(), anybody()];
      await Promise.all(times(50, () => connect(client(id), caller)));
      await order({ disconnect: [`person:${id}`] });
      expect(await Promise.all(times(50, () => connect(client(id), caller)))).toHaveLength(50);
    });

    test("sockets without a caller are not those of one caller", async () => {
      const id = anybody();
      const all = await Promise.all(times(51, () => connect(staff(id), null)));
      await order({ publish: [`person:${id}`], hint: changed(1) });
      for (const listener of all) expect(await listener.next(isChanged(1))).toEqual(changed(1));
    });

    test.each([
      [`${liveProtocol}, ${liveTokenPrefix}secret`, liveProtocol],
      [`${liveTokenPrefix}secret,${liveProtocol}`, liveProtocol],
      [`${liveTokenPrefix}secret`, undefined],
      [undefined, undefined],
    ])("of the subprotocols %j the answer is %j", async (offered, chosen) => {
      const { status, headers } = await shakeHands(`${server.url}${socketPath}`, {
        ...upgradeHeaders,
        ...claims(client(anybody())),
        ...(offered === undefined ? {} : { "sec-websocket-protocol": offered }),
      });
      expect([status, headers["sec-websocket-protocol"]]).toEqual([101, chosen]);
    });

    test.each([
      ["nothing of a WebSocket", {}],
      ["another protocol", { ...upgradeHeaders, upgrade: "h2c" }],
    ])("a request with %s is told what it takes", async (_, headers) => {
      const answer = await shakeHands(`${server.url}${socketPath}`, { ...headers, ...claims(client(anybody())) });
      expect([answer.status, answer.headers["content-type"]]).toEqual([426, "application/problem+json"]);
      expect((JSON.parse(answer.body) as Problem).code).toBe("request.upgrade_required");
    });
  });
};
