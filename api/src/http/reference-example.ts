import type { ReferenceDocument, Route, Schema } from "./reference-document.ts";
import { alternatives, idPrefix, resolve } from "./reference-document.ts";

/** What stands for a field in an example, where its name says more than its type. */
const samples: Readonly<Record<string, unknown>> = {
  title: "Where is my order?",
  description: "It was due on Monday.",
  body: "Thank you, it has arrived.",
  category: "question",
  name: "Nora Whitfield",
  email: "nora@example.com",
  password: "a password that is long enough",
  origins: ["https://www.example.com"],
  code: "123456",
  token: "the token from the email",
};

const querySamples: Readonly<Record<string, string>> = { name: "photo.png" };

const sampleOf = (document: ReferenceDocument, name: string, given: Schema): unknown => {
  const schema = resolve(document, given);
  const prefix = idPrefix(schema);
  if (prefix !== null) return `${prefix}${"0".repeat(26)}`;
  if (schema.examples) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  if (name in samples) return samples[name];
  if (schema.properties) return sampleObject(document, schema);
  const [first] = alternatives(schema).rest;
  if (first) return sampleOf(document, name, first);
  if (schema.type === "array") return schema.items ? [sampleOf(document, name, schema.items)] : [];
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  return schema.type === "boolean" ? true : "text";
};

/** What has to be there; or one field, where nothing has to but something must. */
const sampleObject = (document: ReferenceDocument, { properties = {}, required = [] }: Schema): object => {
  const fields = Object.entries(properties);
  const needed = fields.filter(([name]) => required.includes(name));
  const shown = needed.length > 0 ? needed : fields.slice(0, 1);
  return Object.fromEntries(shown.map(([name, schema]) => [name, sampleOf(document, name, schema)]));
};

const queryOf = (document: ReferenceDocument, { operation }: Route): string => {
  const needed = (operation.parameters ?? []).filter((one) => one.in === "query" && one.required);
  const pairs = needed.map(({ name, schema = {} }) => {
    const value = querySamples[name] ?? String(sampleOf(document, name, schema));
    return `${name}=${encodeURIComponent(value)}`;
  });
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

/** The shell takes everything between single quotes as it is, but for the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const bodyOf = (document: ReferenceDocument, { operation }: Route): readonly string[] => {
  const [[media, { schema = {} }] = [null, {}]] = Object.entries(operation.requestBody?.content ?? {});
  if (media === null) return [];
  const type = `-H "Content-Type: ${media}"`;
  if (media !== "application/json") return [type, "--data-binary @photo.png"];
  return [type, `-d ${quoted(JSON.stringify(sampleOf(document, "", schema), null, 2))}`];
};

/** A field of the path as a variable of the shell: `$ID`, `$MESSAGE_ID`. */
const variable = (name: string): string => `$${name.replaceAll(/[A-Z]/g, "_$&").toUpperCase()}`;

/** A call of the route with curl: `$DOCKET_TOKEN` is a session's token, `$ID` what the path asks for. */
export const curlExample = (document: ReferenceDocument, baseUrl: string, route: Route): string => {
  const { method, path, operation } = route;
  const url = `${baseUrl}${path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => variable(name))}${queryOf(document, route)}`;
  const isPublic = operation["x-access"] === "public";
  return [
    `curl${method === "GET" ? "" : ` -X ${method}`} "${url}"`,
    ...(isPublic ? [] : ['-H "Authorization: Bearer $DOCKET_TOKEN"']),
    ...(method === "POST" && !isPublic ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...bodyOf(document, route),
  ].join(" \\\n  ");
};
