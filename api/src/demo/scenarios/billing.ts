import type { Scenario } from "../scenario.ts";

/** Invoices, payments and vouchers. */
export const billing: readonly Scenario[] = [
  {
    category: "billing",
    goods: "bikes",
    priority: "normal",
    tags: ["invoice"],
    titles: [
      "Invoice for {order} is missing",
      "Company name on the invoice of {order}",
      "Please put our VAT number on the invoice",
    ],
    descriptions: [
      "I need the invoice for my {product} for the insurance. There was none in the box, and none in the mail.",
      "We bought as a company, but the invoice shows only my private name. Our bookkeeping cannot use it.",
      "Our VAT number has to be on the invoice. I did not find a field for it in the basket.",
    ],
    exchanges: [
      [
        "Is a file enough for them, or do you need it on paper?",
        "A file is fine, as long as it names the frame number.",
      ],
      [
        "Please send me the name, address and VAT number as they should appear.",
        "Fell & Byre Ltd, 3 Quay Street, {city}. The number is GB 000 1234 56.",
      ],
      [
        "Shall the new invoice replace the old one, or do you need both?",
        "Please replace it, the old one was never booked.",
      ],
    ],
    solutions: [
      "The invoice is in your mail, and in your account under the order.",
      "Done. I stored the company's details in your account so that the next invoice is right from the start.",
    ],
    notes: ["Old invoice is cancelled with number 22-0871."],
  },
  {
    category: "billing",
    goods: "camping",
    priority: "high",
    tags: ["payment", "double-charge"],
    titles: ["Charged twice for {order}", "Card was debited {amount} two times", "One order, two payments"],
    descriptions: [
      "My statement shows {amount} twice on {day}, with a minute in between. There is only one order in my account.",
      "The first payment failed, or so the page said. Now both went through. Please pay one back.",
    ],
    exchanges: [
      [
        "Does the second entry say that it is reserved, or that it is booked? Reserved amounts fall away by themselves.",
        "Both are booked since this morning.",
      ],
      ["Was it the same card both times?", "Yes, the same one, ending with 9020."],
    ],
    solutions: [
      "You are right, both were taken. One of them is on its way back, and your bank should show it in three days.",
      "The second one was only a reservation, and it has just been released. You can see it in your bank's app by tomorrow.",
    ],
    notes: [
      "Payment provider confirms the double call at 20:14.",
      "Same fault as on the evening of the checkout trouble.",
    ],
  },
  {
    category: "billing",
    goods: "clothing",
    priority: "low",
    tags: ["voucher"],
    titles: ["Welcome code does not work with the {product}", "Gift card shows zero", "Forgot the voucher for {order}"],
    descriptions: [
      "The code from your newsletter gives 'not valid for these items', although the {product} is full price.",
      "My gift card of {amount} shows a balance of zero. I never used it.",
      "I forgot to type in the voucher for {order}. Can you take it off afterwards?",
    ],
    exchanges: [
      ["Which code is it? The first six letters are enough.", "It begins with SPRING."],
      ["Where did you buy the gift card, online or in a shop?", "In your shop in {city}, just before the holidays."],
    ],
    solutions: [
      "The code is for the first order only, which the newsletter did not say. I made you one that works.",
      "The card had not been activated at the till. It has its full value now.",
      "Taken off: {amount} go back to your card today.",
    ],
    notes: ["Told marketing: the small print is missing in the letter."],
  },
  {
    category: "billing",
    goods: "bikes",
    priority: "normal",
    tags: ["price"],
    titles: [
      "{product} is cheaper since yesterday",
      "Price in the basket is not the price on the page",
      "Do you match prices?",
    ],
    descriptions: [
      "I bought the {product} on {day}, and two days later it is {amount} cheaper. Can you do something?",
      "The page shows one price and the basket another one. Which of them is right?",
      "Another shop in {city} sells the {product} for less. Would you match it?",
    ],
    exchanges: [
      ["Did you buy it online or in one of our shops?", "Online, the order is {order}."],
      ["Could you send me a picture of what you see?", "It is attached, with both prices in it. [photo]"],
      ["Which shop is it, and is it the same size and year?", "The one by the river, and yes, it is the very same."],
    ],
    solutions: [
      "You bought it less than fourteen days ago, so you get the difference of {amount} back. It is on its way.",
      "The page was right and the basket was not. It is corrected, and your order was changed to the lower price.",
      "We match it. I changed the price in your basket, and it stays like that until {day}.",
    ],
    notes: ["Within the price promise, no approval needed."],
  },
  {
    category: "billing",
    goods: "camping",
    priority: "normal",
    tags: ["payment", "bank-transfer"],
    titles: [
      "Bank transfer for {order} not seen yet",
      "Got a reminder, but I have paid",
      "Paid {amount} with the wrong reference",
    ],
    descriptions: [
      "I transferred the money on {day}. The order still says that you wait for it.",
      "I got a reminder for {order}, but it was paid weeks ago. Please check this.",
      "I typed the wrong order number into the transfer. Will it still find its way?",
    ],
    exchanges: [
      ["Which name is on the account that the money came from?", "It is my wife's account, with the same surname."],
      ["On which day did it leave your account?", "On {day}, in the morning."],
    ],
    solutions: [
      "Found it, the bank had cut off the last digit. The order is paid, and goes out today. Please ignore the reminder.",
      "The transfer and your order have met now. No fee for the reminder, of course.",
    ],
    notes: ["Transfer was parked under 'unclear'. Assigned by finance."],
  },
];
