/**
 * Bounds that every surface shares. Lengths of text count Unicode code points, as JSON Schema does. A field's
 * `maxlength` in HTML counts UTF-16 code units, so it is never looser.
 */
export const limits = {
  title: 200,
  body: 20_000,
  name: 100,
  email: 254,
  password: { min: 10, max: 128 },
  tag: 40,
  tags: 20,
  query: 200,
  files: 10,
  fileBytes: 10 * 1024 * 1024,
  fileName: 200,
  page: 100,
  /** More messages than that are not counted. */
  unread: 100,
  drafts: 100,
  /** In all drafts of one person. */
  draftFiles: 50,
} as const;
