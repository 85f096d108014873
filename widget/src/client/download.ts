import type { AttachmentView } from "@docket/core/contract/attachment";
import type { Client } from "./api.ts";

/** Fetches the file with the session's credentials and hands it to the browser to save. */
export const download = async (client: Client, file: Pick<AttachmentView, "id" | "name">): Promise<void> => {
  const blob = await client.request("GET /attachments/{id}", { params: { id: file.id } });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  URL.revokeObjectURL(url);
};
