import type { Scenario } from "../scenario.ts";

/** Trouble with the web shop itself. */
export const shop: readonly Scenario[] = [
  {
    category: "problem",
    goods: "bikes",
    priority: "urgent",
    tags: ["checkout", "website"],
    titles: [
      "Checkout stays blank after the card number",
      "Cannot pay: error on the last step",
      "Payment page does not load",
    ],
    descriptions: [
      "I fill in my card, press pay, and get a white page. I tried it three times with the {product} in the basket.",
      "On the last step I see 'something went wrong' and nothing else. Did it take my money?",
      "The payment page turns and turns. It is the same on the phone and on the computer.",
    ],
    exchanges: [
      [
        "Nothing was charged. Which browser do you use, and is there an ad blocker in it?",
        "Firefox on a Mac, and yes, there is one. Without it the page works!",
      ],
      [
        "Roughly at what time was that? I would like to find it in our records.",
        "On {day} between eight and half past eight in the evening.",
      ],
    ],
    solutions: [
      "We found it: a script that some blockers refuse. The page does without it since this morning. Thank you for your patience!",
      "Our payment provider had trouble that evening. It works again, and I kept the price of your basket for you.",
    ],
    notes: [
      "Four reports in an hour, raised with the web team.",
      "Provider's status page confirms it from 20:05 to 20:50.",
    ],
  },
  {
    category: "problem",
    goods: "clothing",
    priority: "normal",
    tags: ["website", "mobile"],
    titles: [
      "Size filter does nothing on my phone",
      "Menu covers the whole page on a tablet",
      "Cannot choose a colour for the {product}",
    ],
    descriptions: [
      "If I choose my size in the filter, the list stays the same. It used to work.",
      "On my tablet the menu opens and cannot be closed any more, so that I cannot get to the basket.",
      "The buttons for the colour of the {product} do not react. The first colour is the only one that I can buy.",
    ],
    exchanges: [
      ["Which phone and which browser do you have?", "An older Android phone with the browser that came with it."],
      ["Does it help if you close the page and open it again?", "No, I even turned the phone off and on."],
    ],
    solutions: [
      "We could see the fault on an older phone here and have mended it. Please load the page once more.",
      "It was caused by last week's new menu. The old one is back until it works for everybody.",
    ],
    notes: ["Reproduced on the test phone, ticket for the web team is open."],
  },
  {
    category: "problem",
    goods: "parts",
    priority: "normal",
    tags: ["website", "basket"],
    titles: ["Basket is empty again and again", "Saved list is gone", "{product} disappears from my basket"],
    descriptions: [
      "I put the {product} into the basket, look for a second thing, and the basket is empty.",
      "My list for our trip to {city} had 23 things on it. Today it shows none.",
    ],
    exchanges: [
      [
        "Does your browser delete cookies when you close it?",
        "It does, I set it up like that. Could the basket live in my account instead?",
      ],
      ["Were you signed in when you made the list?", "I think so. It greeted me by name."],
    ],
    solutions: [
      "Since yesterday the basket is kept in your account when you are signed in, so closing the browser does no harm.",
      "Your list is back: it was kept under your old address. Tell me if something is missing.",
    ],
    notes: ["Lists were moved on Sunday, eleven accounts without theirs."],
  },
  {
    category: "other",
    goods: "parts",
    priority: "low",
    tags: ["newsletter"],
    titles: ["Unsubscribe link does not work", "Too many mails", "Please take me off the newsletter"],
    descriptions: [
      "I have clicked unsubscribe twice and still get a letter every {day}.",
      "One letter a month would be fine, but this is every second day. Please stop it.",
    ],
    exchanges: [
      [
        "Do the letters come to this address, or to another one?",
        "To another one: the same name, but at my university.",
      ],
    ],
    solutions: [
      "The link in the last two letters was indeed broken. We took off everybody who had tried it, you among them.",
      "You are off the list as of today. One letter may still be on its way, then it is quiet.",
    ],
    notes: ["Marketing was told, link is mended for the next issue."],
  },
];
