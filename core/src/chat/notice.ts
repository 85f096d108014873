/** How somebody of the staff is told in a chat what happened to a ticket of theirs: in its thread, directly, or not. */
export const chatNotices = ["mention", "dm", "off"] as const;
export type ChatNotice = (typeof chatNotices)[number];

/** What somebody is told of a ticket that they have. */
export const noticeReasons = ["assigned", "answered", "reopened"] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** The same in words for whoever has the ticket. */
export const noticeText: Readonly<Record<NoticeReason, string>> = {
  assigned: "This ticket is yours now.",
  answered: "The client has answered.",
  reopened: "The client has opened this ticket again.",
};
