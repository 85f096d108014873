import { Resource } from "../client/resource.ts";
import type { View } from "./desk.ts";

type Name = View["name"];

const loaders: Readonly<Record<Name, () => Promise<unknown>>> = {
  start: async () => undefined,
  list: () => import("./views/list-view.ts"),
  new: () => import("./views/new-view.ts"),
  restore: () => import("./views/restore-view.ts"),
  ticket: () => import("./views/ticket-view.ts"),
};

/** The code of the views, each fetched when it is first shown. */
export class ViewCode {
  readonly #there = new Resource<ReadonlySet<Name>>();

  has(name: Name): boolean {
    return this.#there.value?.has(name) ?? false;
  }

  /** Why the last one could not be fetched. */
  get error(): unknown {
    return this.#there.error;
  }

  async load(name: Name): Promise<void> {
    if (this.has(name)) return;
    await this.#there.load(async () => {
      await loaders[name]();
      return new Set([...(this.#there.value ?? []), name]);
    });
  }
}
