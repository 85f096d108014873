import type { Scenario } from "../scenario.ts";

/** Accounts, sign-in and what the shop keeps about people. */
export const account: readonly Scenario[] = [
  {
    category: "access",
    goods: "clothing",
    priority: "high",
    tags: ["sign-in", "password"],
    titles: ["Password letter never arrives", "Reset link says that it has expired", "Cannot sign in since {day}"],
    descriptions: [
      "I asked for a new password four times. Nothing comes, not in the spam folder either.",
      "The link in the mail tells me that it has expired, although I open it after one minute.",
      "My password worked last week, and today the page says that it is wrong. I did not change it.",
    ],
    exchanges: [
      [
        "Is it possible that your account has another address? Orders of the last year went to one at a different provider.",
        "Oh, that may be my old work address. I cannot read it any more.",
      ],
      [
        "Which browser do you use, and do you open the letter on the same device?",
        "I open the letter on the phone and the shop on the computer. Is that the reason?",
      ],
    ],
    solutions: [
      "I changed the address of your account to this one. The next letter with a link comes here.",
      "The link works in the browser that asked for it. I sent you a new one; please open it on the computer.",
    ],
    notes: [
      "Provider had us on a list for six hours, see the message of Ada.",
      "Identity checked by order number and postcode.",
    ],
  },
  {
    category: "access",
    goods: "clothing",
    priority: "high",
    tags: ["sign-in", "locked"],
    titles: ["My account is locked", "Somebody tried to get into my account", "Locked out after too many tries"],
    descriptions: [
      "I mistyped my password a few times, and now I cannot even see the form any more.",
      "I received three letters about failed sign-ins that were not mine. Is my account safe?",
      "Locked out, with a voucher that ends on {day}. Please help soon.",
    ],
    exchanges: [
      [
        "Did you get a letter about a sign-in from a place that you do not know?",
        "Yes, it names {city}. I have never been there.",
      ],
      ["To be sure that it is you: which city did your last order go to?", "It went to {city}, to my parents."],
    ],
    solutions: [
      "Your account is open again. Please choose a new password that you use nowhere else.",
      "Nobody got in: all tries were refused. I ended all sessions to be on the safe side, and gave your voucher two more weeks.",
    ],
    notes: ["Twelve tries from one network, all refused.", "No order since then, nothing changed in the account."],
  },
  {
    category: "access",
    goods: "parts",
    priority: "normal",
    tags: ["account", "address"],
    titles: [
      "Please change the mail address of my account",
      "New name after my wedding",
      "Two accounts, please merge them",
    ],
    descriptions: [
      "I am leaving my company and lose this address at the end of the month. How do I move my account?",
      "I have a new surname and the account page does not let me change it.",
      "By mistake I made a second account with my other address. Could you put the orders together?",
    ],
    exchanges: [
      ["Which of the two addresses should stay?", "The one that I write from now."],
      [
        "Congratulations! How should the name be written from now on?",
        "The first name stays, the surname is Castellan with two l.",
      ],
    ],
    solutions: [
      "Everything is in one place now. Sign in with the address that you chose; the other one no longer works.",
      "Changed. Old invoices keep the old name, the law wants that.",
    ],
    notes: ["Merged by hand, order history checked."],
  },
  {
    category: "access",
    goods: "camping",
    priority: "normal",
    tags: ["privacy"],
    titles: ["Please delete my account", "Copy of my data", "Delete an account that I no longer need"],
    descriptions: [
      "I do not shop here any more. Please delete my account and everything that you keep about me.",
      "Under the data protection law I ask for a copy of the data that you have about me.",
    ],
    exchanges: [
      [
        "We must keep invoices for some years, everything else can go. Is that all right with you?",
        "Yes, if it is only the invoices.",
      ],
      [
        "To protect you, please write from the address of the account, or tell me the number of your last order.",
        "It was {order}.",
      ],
    ],
    solutions: [
      "Your account and all that belongs to it is deleted. The invoices stay locked away until the law lets us destroy them.",
      "The file with your data is ready. You can download it from your account for seven days.",
    ],
    notes: ["Goes to Ada: only admins may delete people.", "Request is dated, we have 30 days."],
  },
  {
    category: "access",
    goods: "bikes",
    priority: "low",
    tags: ["account", "order-history"],
    titles: [
      "Order as a guest: how do I add it to my account?",
      "Old orders are missing from my account",
      "I do not see {order} in my list",
    ],
    descriptions: [
      "I bought my {product} as a guest and made an account later. Can the order move there? I need the invoice.",
      "My list starts in January. Where are the orders of the years before?",
    ],
    exchanges: [
      [
        "Which address did you use for the guest order?",
        "The same one, but perhaps with a capital letter at the start.",
      ],
    ],
    solutions: [
      "The order is in your list now, with its invoice and the warranty card.",
      "Older orders came back after I refreshed your account. Please sign out and in again.",
    ],
    notes: ["Import of the old shop stopped in the middle for some accounts."],
  },
];
