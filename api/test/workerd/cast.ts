import type { HistoryEntry, HistoryPage } from "@docket/core/contract/history";
import type { MessagePage, MessageView } from "@docket/core/contract/message";
import type { SiteView, WidgetSession } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import { vi } from "vitest";
import { RemoteCaller, firstAdmin, password, signIn } from "../node/people.ts";
import type { Backing } from "./backing.ts";

export const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** The people around a desk on workerd. */
export class Cast {
  readonly admin: RemoteCaller;
  readonly #url: string;
  readonly #backing: Backing;
  readonly #siteId: string;

  #opened = 0;

  private constructor(url: string, backing: Backing, admin: RemoteCaller, siteId: string) {
    this.#url = url;
    this.#backing = backing;
    this.admin = admin;
    this.#siteId = siteId;
  }

  /** The first admin of the desk that answers at this address, and a site for visitors. */
  static async meet(url: string, backing: Backing): Promise<Cast> {
    const admin = await firstAdmin({ url, adminToken: backing.adminToken }, "ada@desk.test", backing.origin);
    const site = await admin.post<SiteView>("/sites", { name: "Shop", origins: ["https://shop.test"] });
    return new Cast(url, backing, admin, site.body.id);
  }

  /** Somebody at a widget. */
  async visitor(): Promise<{ readonly caller: RemoteCaller; readonly token: string }> {
    const { origin } = this.#backing;
    const nobody = new RemoteCaller(this.#url, { origin });
    const { token } = (await nobody.post<WidgetSession>("/widget/sessions", { site: this.#siteId })).body;
    return { token, caller: new RemoteCaller(this.#url, { authorization: `Bearer ${token}`, origin }) };
  }

  /** Somebody who was invited by letter and joined. */
  async colleague(email: string): Promise<RemoteCaller> {
    const { origin } = this.#backing;
    await this.admin.post("/invitations", { email, role: "agent" });
    const letter = await vi.waitUntil(() => this.lettersTo(email)[0], { timeout: 30_000 });
    const token = /\/join#(\S+)/.exec(letter.text)?.[1];
    const joining = { token, name: email.split("@")[0], password };
    await new RemoteCaller(this.#url, { origin }).post("/invitations/accept", joining);
    return signIn(this.#url, email, origin);
  }

  /** By default for somebody who has no other ticket, so that no email is one too many for them. */
  async open(caller: RemoteCaller, email = `vera${++this.#opened}@clients.test`): Promise<TicketView> {
    const input = { title: "Help", description: "Please", category: "question", requester: { name: "Vera", email } };
    return (await caller.post<TicketView>("/tickets", input)).body;
  }

  lettersTo(address: string) {
    return this.#backing.postmark.letters().filter(({ to }) => to === address);
  }

  /** The oldest first; the API begins with the newest. */
  async messages({ id }: TicketView): Promise<readonly MessageView[]> {
    return (await this.admin.get<MessagePage>(`/tickets/${id}/messages?limit=100`)).body.items.toReversed();
  }

  async history({ id }: TicketView): Promise<readonly HistoryEntry[]> {
    return (await this.admin.get<HistoryPage>(`/tickets/${id}/history?limit=100`)).body.items;
  }
}
