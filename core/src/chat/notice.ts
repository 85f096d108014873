/** How somebody of the staff is told in a chat what happened to a ticket of theirs: in its thread, directly, or not. */
export const chatNotices = ["mention", "dm", "off"] as const;
export type ChatNotice = (typeof chatNotices)[number];

/** What somebody is told of a ticket that they have. */
export const noticeReasons = ["assigned", "answered", "reopened", "cancelled"] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** In code points. */
const most = { name: 60, title: 80 } as const;

const brief = (text: string, max: number): string => {
  const letters = Array.from(text.trim().slice(0, 2 * max + 2));
  return letters.length <= max
    ? text.trim()
    : `${letters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
};

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** The same in words that follow a ticket: who did it, and the first words of an answer, where they are there. */
export const noticeText = (reason: NoticeReason, by: string | null, excerpt: string | null): string => {
  const who = by === null ? null : brief(by, most.name);
  switch (reason) {
    case "assigned":
      return who === null ? "this ticket is yours now." : `${who} assigned this ticket to you.`;
    case "answered":
      return `${who ?? "the client"} has answered${excerpt === null ? "." : `: “${excerpt}”`}`;
    case "reopened":
      return `${who ?? "the client"} has opened this ticket again.`;
    case "cancelled":
      return `${who ?? "the client"} has cancelled this ticket.`;
  }
};

/** The same in a line that stands for itself, as in a notification: who did it, and which ticket it is. */
export const noticeLine = (
  reason: NoticeReason,
  by: string | null,
  { number, title }: { readonly number: number; readonly title: string },
): string => {
  const ticket = `#${number} ${brief(title, most.title)}`;
  const who = by === null ? null : brief(by, most.name);
  switch (reason) {
    case "assigned":
      return who === null ? `${ticket} is yours now.` : `${who} assigned ${ticket} to you.`;
    case "answered":
      return sentence(`${who ?? "The client"} answered ${ticket}`);
    case "reopened":
      return sentence(`${who ?? "The client"} opened ${ticket} again`);
    case "cancelled":
      return sentence(`${who ?? "The client"} cancelled ${ticket}`);
  }
};

/** What everybody reads where somebody could be told in no way. `isShut`: the app can send nobody there a direct message. */
export const untoldLine = (name: string | null, isShut: boolean): string =>
  `${brief(name ?? "Whoever has this ticket", most.name)} could not be told: ${
    isShut
      ? "Docket may send no direct messages here. Admins read under Integrations what to switch on."
      : "no direct message reaches them here."
  }`;
