import type { Category } from "@docket/core/contract/category";
import { asc } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { categories } from "../db/schema/sites.ts";

/** The query for all categories in their order, for use in a batch. */
export const categoriesQuery = (db: Db) =>
  db.orm.select({ id: categories.id, name: categories.name }).from(categories).orderBy(asc(categories.position));

export const listCategories = async (db: Db): Promise<Category[]> => (await db.read(categoriesQuery(db)))[0];
