import { html } from "hono/html";
import type { Content, Parameter, ReferenceDocument, Schema } from "./reference-document.ts";
import { alternatives, idPrefix, nameOf } from "./reference-document.ts";

/** A piece of the page; `html` escapes all else. */
export type Piece = ReturnType<typeof html>;

/** Prose in which `code` stands between backticks. */
export const prose = (text: string): readonly (Piece | string)[] =>
  text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));

/** The schemas section links to itself by these. */
export const schemaAnchor = (name: string): string => `schema-${name}`;

const link = (name: string): Piece => html`<a href="#${schemaAnchor(name)}">${name}</a>`;

const orElse = (pieces: readonly Piece[]): Piece =>
  html`${pieces.map((piece, i) => (i === 0 ? piece : html` or ${piece}`))}`;

const plainNames: Readonly<Record<string, string>> = {
  integer: "whole number",
  object: "object",
  boolean: "true or false",
};

const formats: Readonly<Record<string, string>> = {
  "date-time": "time (ISO 8601, UTC)",
  binary: "bytes",
  email: "email address",
};

const values = (list: readonly unknown[]): Piece =>
  html`${list.map((value, i) => html`${i === 0 ? "" : ", "}<code>${String(value)}</code>`)}`;

/** What kind of value it is, with links to the schemas that it is made of. */
export const typeOf = (schema: Schema): Piece => {
  const name = nameOf(schema);
  if (name !== null) return link(name);
  if (schema.enum) return schema.enum.length === 1 ? values(schema.enum) : html`one of ${values(schema.enum)}`;
  if (schema.anyOf) {
    const { nullable, rest } = alternatives(schema);
    return orElse([...rest.map(typeOf), ...(nullable ? [html`<code>null</code>`] : [])]);
  }
  const prefix = idPrefix(schema);
  if (prefix !== null) return html`id <code>${prefix}…</code>`;
  if (schema.type === "array") return html`list of ${schema.items ? typeOf(schema.items) : "anything"}`;
  if (schema.format !== undefined) return html`${formats[schema.format] ?? schema.format}`;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["anything"]);
  return orElse(types.map((type) => html`${plainNames[type] ?? type}`));
};

const range = (least: number | undefined, most: number | undefined, unit: string): readonly string[] => {
  // The bounds of what JSON can hold say nothing.
  const low = least === undefined || least <= Number.MIN_SAFE_INTEGER || least === 0 ? null : least;
  const high = most === undefined || most >= Number.MAX_SAFE_INTEGER ? null : most;
  if (low !== null && high !== null) return [`${low} to ${high}${unit}`];
  if (high !== null) return [`at most ${high}${unit}`];
  return low === null ? [] : [`at least ${low}${unit}`];
};

/** What else is asked of a value. */
const limitsOf = (schema: Schema): Piece => {
  const isKnown = idPrefix(schema) !== null || schema.format === "date-time";
  const words = [
    ...range(schema.minLength, schema.maxLength, " characters"),
    ...range(schema.minimum, schema.maximum, ""),
    ...range(schema.minItems, schema.maxItems, " of them"),
  ];
  const defaultText = schema.default === undefined ? null : JSON.stringify(schema.default);
  return html`${words.map((word) => html`; ${word}`)}${
    schema.pattern === undefined || isKnown ? "" : html`; matches <code>${schema.pattern}</code>`
  }${defaultText === null ? "" : html`; <code>${defaultText}</code> when absent`}`;
};

interface Field {
  readonly name: string;
  readonly note: string;
  readonly schema: Schema;
  readonly description: string | undefined;
}

const field = ({ name, note, schema, description }: Field): Piece =>
  html`<div class="field">
    <dt><code>${name}</code>${note === "" ? "" : html` <span class="note">${note}</span>`}</dt>
    <dd>
      <p class="type">${typeOf(schema)}${limitsOf(schema)}</p>
      ${description === undefined ? "" : html`<p>${prose(description)}</p>`} ${inner(schema)}
    </dd>
  </div>`;

/** The fields of an object that is described in place. */
const inner = (schema: Schema): Piece | "" => {
  if (schema.properties) return fieldsOf(schema);
  if (schema.items?.properties) return fieldsOf(schema.items);
  return typeof schema.additionalProperties === "object"
    ? html`<p>Every value in it: ${typeOf(schema.additionalProperties)}.</p>`
    : "";
};

/** The fields of an object: name, type, whether it is required, limits and meaning. */
export const fieldsOf = ({ properties = {}, required = [] }: Schema): Piece =>
  html`<dl class="fields">
    ${Object.entries(properties).map(([name, schema]) =>
      field({ name, schema, note: required.includes(name) ? "required" : "", description: schema.description }),
    )}
  </dl>`;

export const parametersOf = (parameters: readonly Parameter[]): Piece =>
  html`<dl class="fields">
    ${parameters.map(({ name, in: place, required, description, schema = {} }) =>
      field({
        name,
        schema,
        note: `in the ${place}${required ? ", required" : ""}`,
        description: description ?? schema.description,
      }),
    )}
  </dl>`;

/** What a body or an answer is: its schema, or its media type where that says more. */
export const contentOf = (content: Content): Piece =>
  orElse(
    Object.entries(content).map(([media, { schema }]) =>
      media.endsWith("json") && schema ? typeOf(schema) : html`<code>${media}</code>`,
    ),
  );

/** The schemas of the document, each at its anchor. */
export const schemasOf = ({ components }: ReferenceDocument): readonly Piece[] =>
  Object.entries(components.schemas)
    .toSorted(([a], [b]) => a.localeCompare(b, "en"))
    .map(
      ([name, schema]) =>
        html`<article class="card" id="${schemaAnchor(name)}">
          <h3>${name}</h3>
          ${schema.description === undefined ? "" : html`<p>${prose(schema.description)}</p>`}
          ${schema.properties ? fieldsOf(schema) : html`<p class="type">${typeOf(schema)}</p>`}
        </article>`,
    );
