import type { ChatPlatform } from "@docket/core/chat/platform";
import type { ChatView, WorkspaceView } from "@docket/core/contract/integration";
import type { Client } from "../../client/api.ts";
import { Resource } from "../../client/resource.ts";

/** What the settings of the server say of each chat, and in which workspaces of one its bot is. */
export class Chats {
  readonly #client: Client;
  readonly #all = new Resource<readonly ChatView[]>();
  #asked: ChatPlatform | null = null;
  readonly #workspaces = new Resource<readonly WorkspaceView[]>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** The chats that can be connected in one way or the other; undefined while that is not known. */
  get usable(): readonly ChatView[] | undefined {
    return this.#all.value?.filter(({ canConnect, canInstall }) => canConnect || canInstall);
  }

  get error(): unknown {
    return this.#all.error;
  }

  get workspaces(): Pick<Resource<readonly WorkspaceView[]>, "value" | "error"> {
    return this.#workspaces;
  }

  load(): Promise<void> {
    return this.#all.load(async (signal) => (await this.#client.request("GET /chats", { signal })).items);
  }

  /** Asks this chat, and forgets what another said; null asks none. */
  async look(platform: ChatPlatform | null): Promise<void> {
    if (platform !== this.#asked) this.#workspaces.clear();
    this.#asked = platform;
    if (platform === null) return;
    await this.#workspaces.load(
      async (signal) => (await this.#client.request("GET /workspaces", { query: { platform }, signal })).items,
    );
  }
}
