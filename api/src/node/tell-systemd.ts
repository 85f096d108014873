import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Tells systemd that the desk answers, where systemd started it and waits for that. Node has no sockets of the kind over which
 * one tells it, but there is a program that does, wherever there is systemd.
 */
export const tellSystemd = async (): Promise<void> => {
  if (process.env["NOTIFY_SOCKET"] === undefined) return;
  try {
    await promisify(execFile)("systemd-notify", ["--ready"]);
  } catch (error) {
    console.warn(`docket: systemd does not know that the desk is ready: ${String(error)}`);
  }
};
