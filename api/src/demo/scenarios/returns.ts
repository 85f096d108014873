import type { Scenario } from "../scenario.ts";

/** Sending things back, and what was broken. */
export const returns: readonly Scenario[] = [
  {
    category: "request",
    goods: "clothing",
    priority: "normal",
    tags: ["return", "label"],
    titles: ["Return label for {order}", "How do I send back the {product}?", "Return: label does not print"],
    descriptions: [
      "I would like to send back the {product}, it is too warm for me. Where do I find the label?",
      "The return page says that my order number is not valid. I copied {order} from your own mail.",
      "The label prints on half a page and the bar code is cut off. Could you send it in another way?",
    ],
    exchanges: [
      [
        "Do you have a printer, or shall I send you a code for the parcel shop?",
        "A code would be much easier, thank you.",
      ],
      [
        "Is it unused and still with its labels? Then you get the whole price back.",
        "I wore it once in the living room. The labels are still on it.",
      ],
    ],
    solutions: [
      "The code for the parcel shop is in your mail. Put the {product} into any box; they print the label for you.",
      "I have attached the label as a picture. You have thirty days, so no hurry. [photo]",
    ],
    notes: ["Return page refuses orders with a voucher, known bug."],
  },
  {
    category: "request",
    goods: "clothing",
    priority: "normal",
    tags: ["exchange", "size"],
    titles: ["Exchange {product} for a larger size", "{product}: too small, is 43 in stock?", "Swap size M for size S"],
    descriptions: [
      "The {product} is lovely but pinches at the shoulders. Can I swap it for one size up?",
      "I followed your size table and it is still too tight. Do you have the next size in the same colour?",
      "Could you send size S first and I give the M to the driver? I need it for a race in {city}.",
    ],
    exchanges: [
      ["Happy to. Shall it be the same colour again?", "Yes please, the same dark blue."],
      ["The next size is there in black and in moss green. Which one do you like?", "Moss green, good choice I think."],
    ],
    solutions: [
      "The new size leaves today. Send the other one back with the label in the box whenever it suits you.",
      "Reserved and sent. As you need it soon, I marked it as express at our cost.",
    ],
    notes: ["Fits small, I asked for a line in the size table."],
  },
  {
    category: "billing",
    goods: "camping",
    priority: "high",
    tags: ["refund", "return"],
    titles: [
      "Refund for {order} has not arrived",
      "Refund of {amount} is missing",
      "Sent back three weeks ago, no money yet",
    ],
    descriptions: [
      "You got my {product} back on {day}, the tracking says so. My bank shows nothing until today.",
      "I returned two things and only one was refunded. {amount} are still open.",
      "Your mail promised the refund within ten days. It is day seventeen. Please look into it. The receipt is attached. [document]",
    ],
    exchanges: [
      [
        "The card that you paid with has expired since. To which account may we send the money? Please reply with the last four digits of a new card, never the whole number.",
        "The new one ends with 4471, from the same bank.",
      ],
      [
        "Can you tell me the number on the receipt from the parcel shop? I will look for it in the hall.",
        "It starts with RX 5520 and then 918. I still have the receipt.",
      ],
    ],
    solutions: [
      "The parcel had been scanned, but not opened. I did that myself just now: {amount} are on their way and reach you by {day}.",
      "You are right and I am sorry. The second item was booked to another order; the refund is under way, with a voucher for the long wait.",
    ],
    notes: [
      "Finance has started the refund, batch of this afternoon.",
      "Parcel was standing in the returns cage since last week.",
    ],
  },
  {
    category: "problem",
    goods: "bikes",
    priority: "urgent",
    tags: ["warranty", "safety"],
    titles: [
      "Crack in the frame of my {product}",
      "Stem of the {product} came loose while riding",
      "Fork makes a cracking noise, is it safe?",
    ],
    descriptions: [
      "I found a hairline crack below the saddle of my {product}. It is fourteen months old and was never in a crash.",
      "On the way to work the handlebar turned while the wheel did not. Luckily I was slow. I do not want to ride it like that again.",
      "Since last week the fork cracks whenever I brake hard. Should I stop riding?",
    ],
    exchanges: [
      [
        "Please do not ride it any more. Can you send a picture of the place and one of the number under the bottom bracket?",
        "I attached both. The number is hard to read, I think it is W18 4402. [photo]",
      ],
      [
        "Please leave it standing until we have looked at it. Can you bring it to the workshop, or shall we fetch it?",
        "I can bring it on Saturday if you are open.",
      ],
    ],
    solutions: [
      "The maker replaces it under warranty. Our workshop does the work, and until then you can have a bicycle from us.",
      "The workshop found a bolt that had not been tightened to the right value. They checked every bolt, and I had the whole series looked at.",
    ],
    notes: [
      "Safety case: told Ada and the maker on the same day.",
      "Torque on the second stem bolt was 2 Nm instead of 5. Check the others of this week.",
    ],
  },
  {
    category: "problem",
    goods: "camping",
    priority: "normal",
    tags: ["warranty", "repair"],
    titles: [
      "Zip of my {product} is broken",
      "{product}: seam opens after one night",
      "Pole of the {product} snapped in the wind",
    ],
    descriptions: [
      "The zip jumps out after a third of its way. I treated it with care, and it is from last autumn.",
      "After a single rainy night near {city} the seam at the foot end lets water in. Is that a case for the warranty?",
      "A pole snapped in what I would call a breeze. The sleeve has a hole now, too.",
    ],
    exchanges: [
      ["When did you buy it, and do you have the order number?", "In October, I believe it was {order}."],
      [
        "Can you send me a picture of the place? The repair shop likes to know in advance.",
        "Here you go, I put a coin beside it for the size. [photo]",
      ],
    ],
    solutions: [
      "Clearly a case for the warranty. Send it in with the label from our mail; the repair takes about ten days.",
      "We do not repair that model any more, so you get a new {product}. It leaves tomorrow.",
    ],
    notes: ["Repair shop has room from Wednesday on.", "Same slider as in the case of last month."],
  },
  {
    category: "question",
    goods: "bikes",
    priority: "low",
    tags: ["warranty"],
    titles: [
      "How long is the warranty on the {product}?",
      "Second-hand {product}: does the warranty come with it?",
      "Do panniers void the warranty?",
    ],
    descriptions: [
      "I am thinking about the {product}. Is the battery or the drive covered for as long as the frame?",
      "A colleague sells me his {product} from your shop. Is the warranty mine then?",
      "My dealer says that panniers void the warranty of the frame. That cannot be right, can it?",
    ],
    exchanges: [
      [
        "Do you have the frame number? Then I can look up when it was sold.",
        "It is R09 2217, on the sticker near the pedals.",
      ],
    ],
    solutions: [
      "Five years on the frame, two on everything that moves. Wear, such as tyres and brake pads, is not part of it.",
      "The warranty belongs to the bicycle, so it moves with it. Keep the first invoice in a safe place.",
      "Panniers are what the rack is made for. Up to 25 kg on it the warranty stays as it is.",
    ],
    notes: ["Legal says this answer is fine as a template."],
  },
  {
    category: "request",
    goods: "mounted",
    priority: "normal",
    tags: ["spare-parts"],
    titles: ["Small part for the {product}", "Lost the keys of my lock", "Bracket of the {product} sold on its own?"],
    descriptions: [
      "I lost one small screw of the {product}. Is there a set of screws, or do I need a new one?",
      "Both keys are at the bottom of a lake near {city}. There is a number on the card. What now?",
      "Can I get a second bracket, so that I can move the {product} between two bicycles?",
    ],
    exchanges: [
      ["Which version do you have? It is printed on the bottom, two letters and a digit.", "TR 4, if I read it right."],
      [
        "Please send a picture of the card, but cover the last three digits.",
        "Attached. Only the last three are covered.",
      ],
    ],
    solutions: [
      "We have it here. It goes to you by letter at no cost, since it is such a small thing.",
      "I ordered it from the maker under your name. It takes a week and costs {amount}, which you may pay on arrival.",
    ],
    notes: ["Part number is SP-118, not in the web shop."],
  },
];
