import type { ThreadFile } from "@docket/api/chat-board";

/**
 * A part of a message in a thread, in one word that the desk keeps: the chat's id of it, and which files of the desk it
 * shows. Of what was found in a thread again that is not known.
 */
export const partOf = (id: string, files: readonly Pick<ThreadFile, "id">[]): string =>
  files.length === 0 ? id : `${id}=${files.map((file) => file.id).join()}`;

/** The chat's id of a part. */
export const idOf = (part: string): string => part.split("=", 1)[0] ?? part;

/** Which files of the desk a part shows; null where that is not known. */
const fileIdsOf = (part: string): string | null => part.split("=")[1] ?? null;

/** Whether a part shows these files and no others; null where that is not known. */
export const showsFiles = (part: string, files: readonly Pick<ThreadFile, "id">[]): boolean | null => {
  const shown = fileIdsOf(part);
  return shown === null ? null : shown === files.map(({ id }) => id).join();
};
