import type { Scenario } from "../scenario.ts";

/** Before something is sent: placing, changing and cancelling orders. */
export const orders: readonly Scenario[] = [
  {
    category: "question",
    goods: "camping",
    priority: "normal",
    tags: ["order-status"],
    titles: ["Where is order {order}?", "No news about my {product}", "When will {order} be sent?"],
    descriptions: [
      "I ordered the {product} on {day} and the order page still says that it is being packed. Is something missing?",
      "My confirmation for {order} promised two working days. It has been five now and I heard nothing more. We leave for {city} soon and need it.",
      "Could you tell me when {order} leaves your warehouse? I have to be at home for the parcel.",
    ],
    exchanges: [
      [
        "Would you like us to send the rest now and the {product} later, or everything in one parcel?",
        "One parcel is fine, as long as it is here by the weekend.",
      ],
      [
        "The parcel needs a signature. Is there a day this week when somebody is at home?",
        "Thursday or Friday after lunch would be good.",
      ],
    ],
    solutions: [
      "The {product} was out of stock for a few days. It came in this morning and your parcel leaves today; you get the tracking number by mail.",
      "I found it: the label had not been printed, so {order} was standing on the wrong shelf. It is with the carrier now and we have paid you back the postage.",
    ],
    notes: [
      "Warehouse says the batch was counted twice. Stock is corrected.",
      "Packed, but the label was missing. Printed again.",
    ],
  },
  {
    category: "request",
    goods: "clothing",
    priority: "high",
    tags: ["address", "before-shipping"],
    titles: [
      "Please change the delivery address of {order}",
      "Wrong house number on {order}",
      "Moved to {city}, order still goes to my old flat",
    ],
    descriptions: [
      "I only noticed after paying that the shop filled in my old address. Could {order} go to my new flat in {city} please?",
      "There is a typing mistake in the house number. It should be 14b and not 41b. The order is {order}.",
      "I am moving this week. Can you still change where {order} goes? It is one {product}.",
    ],
    exchanges: [
      [
        "Gladly. Please write me the whole new address as it should be on the label, with a phone number for the driver.",
        "It is 14b Mill Lane, second floor, {city}. The bell says my surname. My number is in my account.",
      ],
      [
        "The parcel left an hour ago. I can send it to a pick-up point near your new place instead; would that do?",
        "Yes, the one beside the station in {city} is perfect.",
      ],
    ],
    solutions: [
      "Done: {order} now goes to your new address. I changed it in your account as well, so the next one finds you too.",
      "I have redirected the parcel. It is at the pick-up point near you from tomorrow on, and the code for it is in your mail.",
    ],
    notes: [
      "Called the warehouse, parcel was still on the belt.",
      "Address in the account was the old one, the checkout copies it without asking.",
    ],
  },
  {
    category: "request",
    goods: "bikes",
    priority: "normal",
    tags: ["cancellation"],
    titles: ["Ordered the {product} twice by mistake", "Cancel order {order}", "I want to withdraw from {order}"],
    descriptions: [
      "I pressed the button twice because the page was slow. Please cancel one of the two {product} orders.",
      "Please cancel {order}. I found out that the {product} does not fit into our lift.",
      "Something came up and I cannot afford the {product} this month. Can I still withdraw?",
    ],
    exchanges: [
      [
        "I see two orders of the same evening. Which one should stay?",
        "Please keep the one that was paid by card, and cancel the bank transfer.",
      ],
      [
        "It has been packed but not collected. Shall I cancel it, or would a later delivery help you?",
        "Please cancel it. I will order again in spring.",
      ],
      ["It has not left yet. Do you want all of it cancelled, or only the {product}?", "All of it, please."],
    ],
    solutions: [
      "{order} is cancelled. The {amount} are on their way back to you; banks take two or three days for that.",
      "Cancelled, and nothing was charged. You get a letter that says so in a few minutes.",
    ],
    notes: ["Refund started by hand because the payment was a day old."],
  },
  {
    category: "question",
    goods: "bikes",
    priority: "low",
    tags: ["preorder", "stock"],
    titles: [
      "When is the {product} back in stock?",
      "Pre-order date of the {product}",
      "Is the {product} coming in another colour?",
    ],
    descriptions: [
      "The {product} is marked as sold out in size M. Is there a date, and can I put my name down?",
      "I would like to order the {product} before a trip to {city}. The page says late spring. Can you be more exact?",
      "I love the {product}, but not in orange. Will there be the dark green of last year again?",
    ],
    exchanges: [
      [
        "Which size do you need, and would you take another colour if it came earlier?",
        "M, and I would take grey as well.",
      ],
      [
        "May I ask how tall you are? Then I can look which sizes are on the next truck.",
        "178 cm, so M or L I suppose.",
      ],
    ],
    solutions: [
      "The next delivery is due in the second week of next month. I have put you on the list: you get a mail a day before it goes online.",
      "The date is firm now: it arrives on {day} in two weeks, and pre-orders are sent on the same day. Your trip is safe.",
      "The maker will not build that colour again this year, I am sorry. There are three of the grey ones left and I can hold one for you until {day}.",
    ],
    notes: ["Supplier confirmed 40 pieces, 12 are spoken for."],
  },
  {
    category: "question",
    goods: "camping",
    priority: "low",
    tags: ["gift"],
    titles: [
      "Can you wrap {order} as a present?",
      "Order as a surprise: no invoice in the box please",
      "Gift card together with a {product}",
    ],
    descriptions: [
      "The {product} is for my sister's birthday. Do you wrap presents, and can a card go with it?",
      "Could you leave out the invoice from the parcel? It goes straight to my father in {city} and he should not see the price.",
    ],
    exchanges: [
      ["Of course. What should be on the card?", "Please write: For many nights under the stars. Happy birthday, Ros!"],
      [
        "When should it arrive, and may the neighbours take it?",
        "On Saturday if you can. The neighbours are fine, they know.",
      ],
    ],
    solutions: [
      "All set: brown paper, a green ribbon and your card. The invoice comes by mail to you alone.",
      "I made a note on the order. The parcel goes out without an invoice and without our logo on the box.",
    ],
    notes: ["Gift paper is in drawer 3. Card written by hand."],
  },
  {
    category: "question",
    goods: "clothing",
    priority: "normal",
    tags: ["store", "pick-up"],
    titles: [
      "Can I pick up {order} in the shop?",
      "Pick-up in {city}: how long do you keep it?",
      "May a friend collect my order?",
    ],
    descriptions: [
      "I chose delivery but I work around the corner from your shop in {city}. May I pick up {order} myself?",
      "The message says that my {product} is ready. I am away until {day}. How long do you keep it for me?",
      "A friend of mine is in {city} tomorrow. What does he need to collect my order?",
    ],
    exchanges: [
      ["Yes, you can. When would you come by?", "Tomorrow after six, if you are still open."],
      [
        "Who is going to pick it up? I need a name for the note on the parcel.",
        "His name is Sam Ferris, he will have the order number with him.",
      ],
    ],
    solutions: [
      "It is waiting at the counter under your name. We are open until seven, and until four on Saturdays.",
      "No hurry: we keep it for fourteen days. Whoever comes only needs the number {order}.",
    ],
    notes: ["Moved to the pick-up shelf, row C."],
  },
];
