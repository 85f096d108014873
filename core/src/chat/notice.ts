/** How somebody of the staff is told in a chat what happened to a ticket of theirs: in its thread, directly, or not. */
export const chatNotices = ["mention", "dm", "off"] as const;
export type ChatNotice = (typeof chatNotices)[number];

/** What somebody is told of a ticket that they have. */
export const noticeReasons = ["assigned", "answered", "reopened"] as const;
export type NoticeReason = (typeof noticeReasons)[number];

const words: Readonly<Record<NoticeReason, string>> = {
  assigned: "this ticket is yours now.",
  answered: "the client has answered.",
  reopened: "the client has opened this ticket again.",
};

/** The same in words that follow a name; `by` is whoever did it, where that is somebody of the staff. */
export const noticeText = (reason: NoticeReason, by: string | null): string =>
  reason === "assigned" && by !== null ? `${by} assigned this ticket to you.` : words[reason];
