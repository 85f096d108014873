import { writeFile } from "node:fs/promises";
import { createApi } from "./app.ts";
import { openapiDocument } from "./http/openapi.ts";

/** Writes `openapi.json`, which is committed so that a change of the API shows in its review. */
const target = new URL("../openapi.json", import.meta.url);
await writeFile(target, `${JSON.stringify(await openapiDocument(createApi), null, 2)}\n`);
