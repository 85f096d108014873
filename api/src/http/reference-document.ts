/** The part of an OpenAPI document that the reference page shows. */
export interface ReferenceDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly "x-access"?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

export type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

/** The keywords of JSON Schema that the contract uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

/** An operation with where it is. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** Names it within the page. */
  readonly anchor: string;
}

const anchorOf = (method: string, path: string): string =>
  `${method}${path.replace(/^\/api\/v\d+/, "").replaceAll(/[^A-Za-z0-9]+/g, "-")}`.replace(/-$/, "").toLowerCase();

/** All routes by tag, in the order of the document. */
export const routesByTag = ({ paths }: ReferenceDocument): ReadonlyMap<string, readonly Route[]> => {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
      anchor: anchorOf(method, path),
    })),
  );
  return Map.groupBy(routes, ({ operation }) => operation.tags?.[0] ?? "Other");
};

/** The name of the component that a reference points to; null when it is none. */
export const nameOf = ({ $ref }: Schema): string | null => $ref?.split("/").at(-1) ?? null;

/** The schema itself, wherever it is written down. */
export const resolve = ({ components }: ReferenceDocument, schema: Schema): Schema =>
  components.schemas[nameOf(schema) ?? ""] ?? schema;

/** Null among alternatives says that a value may be missing; the rest are the alternatives. */
export const alternatives = ({
  anyOf = [],
}: Schema): { readonly nullable: boolean; readonly rest: readonly Schema[] } => {
  const rest = anyOf.filter(({ type }) => type !== "null");
  return { nullable: rest.length < anyOf.length, rest };
};

/** The noun of ids of the form `tkt_…`; null when the pattern is another one. */
export const idPrefix = ({ pattern }: Schema): string | null =>
  /^\^([a-z]+_)\[0-9a-hjkmnp-tv-z\]\{26\}\$$/.exec(pattern ?? "")?.[1] ?? null;
