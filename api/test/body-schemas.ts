import { createApi } from "../src/app.ts";
import { openapiDocument } from "../src/http/openapi.ts";

/** The part of a JSON Schema that tests make bodies from. */
export interface BodySchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly anyOf?: readonly BodySchema[];
}

interface ObjectSchema {
  readonly properties: Readonly<Record<string, BodySchema>>;
  readonly required?: readonly string[];
}

interface Operation {
  readonly requestBody?: {
    readonly content: { readonly "application/json"?: { readonly schema: { readonly $ref: string } } };
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, ObjectSchema>> };
}

const { paths, components } = (await openapiDocument(createApi)) as unknown as Document;

const schemaOf = ({ requestBody }: Operation): ObjectSchema | undefined => {
  const name = requestBody?.content["application/json"]?.schema.$ref.split("/").at(-1);
  return name === undefined ? undefined : components.schemas[name];
};

/** What each route that takes JSON takes, by `POST /tickets`. */
export const bodySchemas: Readonly<Record<string, ObjectSchema>> = Object.fromEntries(
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const schema = schemaOf(operation);
      return schema ? [[`${method.toUpperCase()} ${path.replace("/api/v1", "")}`, schema] as const] : [];
    }),
  ),
);
