import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { createApi } from "../src/app.ts";
import { openapiDocument } from "../src/http/openapi.ts";

interface Media {
  readonly schema?: object;
}
interface Operation {
  readonly "x-access"?: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Record<string, { readonly content?: Record<string, Media> }>;
}
export interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: object;
}

const document = (await openapiDocument(createApi)) as unknown as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "desk", ...document });

const templates = Object.keys(document.paths)
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`) }))
  .toSorted((a, b) => Number(a.path.includes("{")) - Number(b.path.includes("{")));

const escape = (part: string): string => part.replaceAll("~", "~0").replaceAll("/", "~1");

const compiled = new Map<string, ValidateFunction>();
const validate = (pointer: string): ValidateFunction => {
  const ready = compiled.get(pointer) ?? ajv.compile({ $ref: `desk#${pointer}` });
  compiled.set(pointer, ready);
  return ready;
};

const explain = (errors: readonly ErrorObject[] | null | undefined): string =>
  (errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`).join("; ");

/** Every route of the document as `GET /api/v1/tickets/{id}`, with who may call it, and whether it takes If-Match. */
export const documentedRoutes = (): {
  readonly route: string;
  readonly access: string;
  readonly versioned: boolean;
}[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      access: operation["x-access"] ?? "",
      versioned: operation.parameters?.some(({ name }) => name === "If-Match") ?? false,
    })),
  );

/** Throws when an answer of the API is not what the OpenAPI document promises. */
export const checkAnswer = (method: string, path: string, status: number, type: string, body: unknown): void => {
  const where = `${method} ${path} -> ${status}`;
  const template = templates.find(({ pattern }) => pattern.test(path));
  const operation = template && document.paths[template.path]?.[method.toLowerCase()];
  if (!template || !operation) {
    if (status === 404 || status === 405) return;
    throw new Error(`${where}: not in openapi.json`);
  }
  const key = operation.responses[String(status)] ? String(status) : `${Math.floor(status / 100)}XX`;
  const answer = operation.responses[key];
  if (!answer) throw new Error(`${where}: this status is not in openapi.json`);
  const media = type.split(";")[0] ?? "";
  if (!answer.content) {
    if (body !== undefined && body !== "") throw new Error(`${where}: should have no body`);
    return;
  }
  if (!(media in answer.content)) {
    if ("application/octet-stream" in answer.content && status < 300) return;
    throw new Error(`${where}: ${media} is not in openapi.json`);
  }
  if (!media.includes("json")) return;
  const pointer = `/paths/${escape(template.path)}/${method.toLowerCase()}/responses/${key}/content/${escape(media)}/schema`;
  const check = validate(pointer);
  if (!check(body)) throw new Error(`${where}: ${explain(check.errors)}\n${JSON.stringify(body)}`);
};
