import type { Scenario } from "../scenario.ts";

/** On the way, and on arrival. */
export const delivery: readonly Scenario[] = [
  {
    category: "problem",
    goods: "bikes",
    priority: "normal",
    tags: ["carrier", "tracking"],
    titles: [
      "Tracking of {order} has not moved since {day}",
      "Carrier says address unknown for {order}",
      "Parcel stuck in {city}",
    ],
    descriptions: [
      "The tracking page shows my {product} in the depot in {city} since {day}. Nobody at the carrier answers the phone.",
      "The driver's note says that my address does not exist. I have lived here for eleven years! Order {order}.",
      "My parcel has been going back and forth between two depots. Can you please find out what is going on?",
    ],
    exchanges: [
      [
        "May the carrier call you? They want to agree on a time with you.",
        "Yes please, any time after nine. The number in the order is right.",
      ],
      [
        "I have opened an inquiry with the carrier. Can you tell me what is written on your letter box, exactly?",
        "Only my surname, and flat 3. The street door is at the side, maybe that is the trouble.",
      ],
    ],
    solutions: [
      "The carrier found it behind a pallet. It is on the van for tomorrow and the driver has your number.",
      "We do not want to let you wait any longer: a second {product} left today by another carrier. If the first one arrives, simply refuse it.",
    ],
    notes: [
      "Third case with this depot this month, told Marcus.",
      "Inquiry opened with the carrier, answer within two working days.",
    ],
  },
  {
    category: "problem",
    goods: "parts",
    priority: "high",
    tags: ["carrier", "lost-parcel"],
    titles: [
      "{order} marked as delivered, but nothing is here",
      "Somebody signed for my parcel, not me",
      "Delivered to a neighbour who does not exist",
    ],
    descriptions: [
      "According to the carrier {order} was handed over on {day} at noon. I was at home and nobody rang. The neighbours have nothing either.",
      "The signature on the delivery note is not mine. I would like to know who has my {product}.",
      "I got a mail saying that the parcel is with 'Miller, 2nd floor'. There is no second floor in our house.",
    ],
    exchanges: [
      [
        "I am sorry. Please tell me the colour of your front door and whether there is a shed or a bin store where drivers leave things.",
        "The door is blue. I looked in the shed and behind the bins, there is nothing.",
      ],
      [
        "The carrier needs a short statement from you that nothing arrived. Two sentences with the date are enough.",
        "I did not receive the parcel {order} on {day} or later, and nobody in my house has it.",
      ],
    ],
    solutions: [
      "The driver had scanned the wrong parcel. Yours came back to us, and leaves again today with a signature asked for.",
      "The carrier admits the loss. A new {product} is on its way to you, and you have nothing more to do.",
    ],
    notes: [
      "GPS of the scan is two streets away from the address.",
      "Value is under the limit, replace without waiting for the carrier.",
    ],
  },
  {
    category: "problem",
    goods: "clothing",
    priority: "normal",
    tags: ["wrong-item", "warehouse"],
    titles: ["Wrong item in {order}", "Got a size S, ordered L", "This is not the {product} that I bought"],
    descriptions: [
      "The box says {product}, but inside is something quite different. The invoice is right, the content is not.",
      "I ordered size L and the label in the collar says S. The bag was sealed, so it must have been packed like this.",
      "My order was a {product} in blue. A red one came. It is nice, but it is for our club and has to be blue.",
    ],
    exchanges: [
      [
        "Could you send me a picture of the label on the bag, the one with the bar code? Then I can find out where the mix-up happened.",
        "Here it is, the number below the bar code ends with 7741. [photo]",
      ],
      [
        "Would you like the right one as soon as possible, or your money back?",
        "The right one please. I can wait until next week.",
      ],
    ],
    solutions: [
      "The right {product} goes out today. Put the other one into the same box; the label for the way back is attached to our mail and costs you nothing.",
      "That was our mistake. The exchange is on its way, and please keep the socks that I have put into the parcel.",
    ],
    notes: ["Bin 22-B holds two sizes again. Warehouse is sorting it today.", "Client is a club, be generous."],
  },
  {
    category: "problem",
    goods: "bikes",
    priority: "high",
    tags: ["transport-damage"],
    titles: [
      "{product} arrived with a bent wheel",
      "Box was torn open, frame scratched",
      "Transport damage on {order}",
    ],
    descriptions: [
      "The carton had a big hole and the front wheel of the {product} is bent. The driver was gone before I could open it.",
      "There is a deep scratch on the top tube, down to the metal. The foam had slipped inside the box. [photo]",
      "Unpacked my {product} with the children watching, and the handlebar is bent. They are very disappointed, and so am I.",
    ],
    exchanges: [
      [
        "I am sorry that it came like this. Please send us two pictures: one of the damage, and one of the box from outside.",
        "I took three, you find them attached. The hole is on the side where the handles are. [photo]",
      ],
      [
        "Is the bicycle safe to ride apart from that, or should we fetch it?",
        "I do not dare to ride it as long as nobody has looked at it.",
      ],
    ],
    solutions: [
      "A new part is on the way by express. Any bicycle shop may fit it, and we pay their bill up to {amount}.",
      "The carrier collects the {product} on {day} between nine and noon, and brings you a new one on the same trip.",
    ],
    notes: [
      "Reported to the carrier with the pictures, case is accepted.",
      "Foam inserts of this batch are too short, told the supplier.",
    ],
  },
  {
    category: "problem",
    goods: "camping",
    priority: "normal",
    tags: ["missing-part"],
    titles: ["No pegs in the box of my {product}", "Parts missing from {order}", "{product} without instructions"],
    descriptions: [
      "Everything is there except for the small bag with the pegs. I turned the whole box upside down.",
      "The list says twelve pieces and I count ten. I leave for {city} on {day}, so this is a bit urgent.",
      "There is no manual in the box of the {product}, and the one online is for an older model.",
    ],
    exchanges: [
      ["Is there a small white sticker inside the lid? I need the letters on it.", "It says KD-0318."],
      [
        "Which of the parts on the list are missing? The numbers are on the last page of the manual.",
        "Numbers 7 and 8, the short pole and the bag.",
      ],
    ],
    solutions: [
      "The missing bag went out by letter post today and should be with you in two days.",
      "Parts 7 and 8 are with the express courier, so that you have them before you leave.",
      "I have attached the right manual to this message. A printed one comes by post. [document]",
    ],
    notes: ["Taken from the display model, order a new set.", "Batch KD-0318: pegs missing in at least four boxes."],
  },
  {
    category: "question",
    goods: "camping",
    priority: "low",
    tags: ["shipping-costs", "abroad"],
    titles: [
      "Do you deliver to Iceland?",
      "Shipping costs for a {product} to {city}",
      "Customs for an order from outside the EU",
    ],
    descriptions: [
      "Our hiking club would like to order from you. Do you send parcels to Reykjavik, and what would it cost?",
      "The basket shows {amount} of postage for one {product}. Is that right? It seems a lot for such a light thing.",
      "Do I have to pay customs on top if I order from Switzerland?",
    ],
    exchanges: [
      [
        "How many parcels would it be, and what would be in them?",
        "Four sleeping mats and one {product}, so one big parcel I hope.",
      ],
      [
        "Which postcode is it going to? Islands and mountain valleys cost extra with our carrier.",
        "It is 5003, so right in the middle of {city}.",
      ],
    ],
    solutions: [
      "Yes, we do. Postage is worked out from the largest side of the box; for your order it would be {amount}, and there is nothing more to pay at the door.",
      "You are right, the basket took the box of the next size. I corrected it and made you a voucher for the difference.",
    ],
    notes: ["Box size of the article was wrong in the catalogue."],
  },
];
