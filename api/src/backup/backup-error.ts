/** Why nothing was saved, or nothing restored; the message is one line. */
export class BackupError extends Error {}
