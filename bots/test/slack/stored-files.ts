import type { IncomingHttpHeaders } from "node:http";
import type { FakeSlack } from "./fake-slack.ts";
import type { File } from "./state.ts";
import type { WebAnswer } from "./web-api.ts";

const refuse = (status: number, body: string): WebAnswer => ({ status, headers: {}, body });

const uploadedBytes = async (headers: IncomingHttpHeaders, body: Buffer): Promise<Uint8Array> => {
  const type = headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) return body;
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const [file] = [...form.values()].filter((value) => typeof value !== "string");
  return file === undefined ? new Uint8Array() : file.bytes();
};

/** Takes the bytes of a file at the address that `files.getUploadURLExternal` gave. */
export const readUpload = async (
  slack: FakeSlack,
  path: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<WebAnswer | "hang"> => {
  const fault = slack.faults.meet("upload");
  if (fault?.kind === "hang") return "hang";
  if (fault?.kind === "status") return refuse(fault.status, "something broke");
  const [, , , workspaceId = "", fileId = ""] = path.split("/");
  const file = slack.workspaces.get(workspaceId)?.files.get(fileId);
  if (!file || file.uploaded) return refuse(404, "no such upload");
  const bytes = await uploadedBytes(headers, body);
  if (bytes.length !== file.size) {
    slack.violations.push(`upload: ${bytes.length} bytes instead of ${file.size}`);
    return refuse(400, "wrong length");
  }
  file.content = bytes;
  file.uploaded = true;
  return { status: 200, headers: {}, body: `OK - ${bytes.length}` };
};

const fileAt = (slack: FakeSlack, path: string, headers: IncomingHttpHeaders): File | null => {
  const [workspaceId = "", fileId = ""] = path.split("/")[2]?.split("-") ?? [];
  const workspace = slack.workspaces.get(workspaceId);
  const install = workspace?.install;
  const file = workspace?.files.get(fileId);
  const isAllowed = headers.authorization === `Bearer ${install?.token}` && install?.state === "active";
  return isAllowed && install.scopes.has("files:read") && file?.complete === true && !file.deleted ? file : null;
};

/** Hands a file out to who has a token; everybody else is sent to sign in, as Slack does. */
export const serveFile = (
  slack: FakeSlack,
  path: string,
  headers: IncomingHttpHeaders,
): WebAnswer | { readonly status: number; readonly headers: Record<string, string>; readonly body: Uint8Array } => {
  const file = fileAt(slack, path, headers);
  if (file === null) return { status: 302, headers: { location: `${slack.url}/signin` }, body: "<html>Sign in</html>" };
  return { status: 200, headers: { "content-type": file.mimetype }, body: file.content };
};
