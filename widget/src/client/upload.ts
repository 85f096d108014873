import type { AttachmentView } from "@docket/core/contract/attachment";
import type { Client } from "./api.ts";
import { newKey } from "./api.ts";

/** A file that somebody picked, and the attachment it became once the desk has it. */
export class Upload {
  readonly file: File;
  readonly name: string;
  #key: string = newKey();
  #sent: AttachmentView | null = null;

  constructor(file: File) {
    this.file = file;
    this.name = file.name.replace(/[\u0000-\u001f\u007f/\\]/g, "_") || "file";
  }

  /** The id of the attachment; uploads the file unless that is done already. */
  async send(client: Client): Promise<AttachmentView["id"]> {
    this.#sent ??= await client.request("POST /attachments", {
      query: { name: this.name },
      body: this.file,
      idempotencyKey: this.#key,
    });
    return this.#sent.id;
  }

  /** Forgets what was sent: a new session cannot use the attachments of the old one. */
  reset(): void {
    this.#key = newKey();
    this.#sent = null;
  }
}

/** Sends the files one after the other and gives their ids in the same order. */
export const sendAll = async (client: Client, uploads: readonly Upload[]): Promise<AttachmentView["id"][]> => {
  const ids: AttachmentView["id"][] = [];
  for (const upload of uploads) ids.push(await upload.send(client));
  return ids;
};
