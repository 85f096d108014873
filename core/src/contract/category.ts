import { z } from "zod";
import { slug } from "./common.ts";

export const category = z.strictObject({ id: slug, name: z.string() }).meta({ id: "Category" });
export type Category = z.infer<typeof category>;

export const categoryList = z.strictObject({ items: z.array(category) });
export type CategoryList = z.infer<typeof categoryList>;
