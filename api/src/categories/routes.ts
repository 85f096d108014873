import { categoryList } from "@docket/core/contract/category";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { route } from "../http/route.ts";
import { listCategories } from "./list-categories.ts";

export const categoryRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get(
    "/categories",
    ...route({ tag: "Desk", summary: "The types of request", access: "category.list", answer: categoryList }),
    async (c) => c.json({ items: await listCategories(c.env.db) }),
  );
