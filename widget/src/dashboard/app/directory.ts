import type { Category } from "@docket/core/contract/category";
import type { PersonView } from "@docket/core/contract/person";
import type { Client } from "../../client/api.ts";
import { readAll } from "../../client/pages.ts";
import { Resource } from "../../client/resource.ts";

/** The staff and the categories, which many screens name; read once, and again when it failed. */
export class Directory {
  readonly #client: Client;
  readonly #staff = new Resource<readonly PersonView[]>();
  readonly #categories = new Resource<readonly Category[]>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Who may have tickets. */
  get staff(): readonly PersonView[] {
    return (this.#staff.value ?? []).filter(({ active }) => active);
  }

  get categories(): readonly Category[] {
    return this.#categories.value ?? [];
  }

  /** Why the categories are not known. */
  get error(): unknown {
    return this.#categories.error;
  }

  /** The name behind an id; the id itself while it is not known. */
  categoryName(id: string): string {
    return this.categories.find((category) => category.id === id)?.name ?? id;
  }

  async load({ withStaff }: { readonly withStaff: boolean }): Promise<void> {
    const staff = withStaff && !this.#staff.value && !this.#staff.loading ? this.readStaff() : undefined;
    const categories =
      this.#categories.value || this.#categories.loading
        ? undefined
        : this.#categories.load(async (signal) => (await this.#client.request("GET /categories", { signal })).items);
    await Promise.all([staff, categories]);
  }

  /** Reads the staff again, for example after somebody was changed. */
  readStaff(): Promise<void> {
    return this.#staff.load((signal) =>
      readAll((cursor) =>
        this.#client.request("GET /people", { query: { role: "staff", limit: 100, cursor }, signal }),
      ),
    );
  }
}
