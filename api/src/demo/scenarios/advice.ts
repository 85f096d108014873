import type { Scenario } from "../scenario.ts";

/** Questions before buying, and about how things are used. */
export const advice: readonly Scenario[] = [
  {
    category: "question",
    goods: "bikes",
    priority: "low",
    tags: ["advice", "size"],
    titles: [
      "Which frame size of the {product} for 1.84 m?",
      "Is the {product} right for long tours?",
      "Mudguards and a rack on the {product}",
    ],
    descriptions: [
      "I am 1.84 m with rather long legs. Your table puts me just between two sizes of the {product}.",
      "I would like to ride from {city} to the sea this summer, about 80 km a day. Is the {product} a good choice for that?",
      "Can I fit mudguards and a rack to the {product}, or do I need adapters?",
    ],
    exchanges: [
      [
        "What is the length of your inner leg? Stand against a wall with a book, then measure up to its edge.",
        "87 cm, measured twice.",
      ],
      ["Do you like to sit upright, or rather stretched out?", "Upright, my back thanks me for it."],
      ["Which tyres are on it now? That decides about the mudguards.", "The ones that it came with, 38 I think."],
    ],
    solutions: [
      "Then take the smaller one: it is easier to make it longer than shorter. If it does not fit, you can swap it within thirty days.",
      "It is made for days like that. I would add the wider tyres, and a saddle that you have sat on for an hour before.",
      "It takes both, and the screws are in the frame already. No adapter is needed.",
    ],
    notes: ["Add this to the questions and answers, third time this month."],
  },
  {
    category: "problem",
    goods: "bikes",
    priority: "normal",
    tags: ["workshop", "brakes"],
    titles: ["Brakes of my {product} squeal", "Gears jump on the {product}", "Chain falls off under load"],
    descriptions: [
      "Since the first rain the front brake is so loud that people turn around. The bike is four weeks old.",
      "On every climb the gears jump between third and fourth. It was fine when it was new.",
      "The chain came off twice this week, always when I start at the lights.",
    ],
    exchanges: [
      [
        "Did anybody clean the rim or the disc with a spray? That is often the reason.",
        "My son used the oil can, and was rather generous I am afraid.",
      ],
      ["Have you been to the first service yet? It is free after 300 km.", "Not yet, I did not know about that."],
      ["Does it fall to the inside or to the outside?", "To the outside, and always from the largest ring."],
    ],
    solutions: [
      "Please clean the disc with alcohol and sand the pads lightly. If it still squeals afterwards, we put in new pads for free.",
      "The cable stretches in the first weeks. Turn the small wheel at the shifter half a turn to the left, or come by: it takes two minutes.",
      "That is one screw, the upper one of the two: a quarter turn to the right. If you prefer, we do it while you wait.",
    ],
    notes: ["Offer the first service, workshop has room on Thursday."],
  },
  {
    category: "problem",
    goods: "electric",
    priority: "normal",
    tags: ["battery", "electronics"],
    titles: [
      "{product} does not charge any more",
      "Range of my e-bike is half of what it was",
      "{product} switches itself off",
    ],
    descriptions: [
      "The small lamp at the socket stays red. I tried another socket and another cable.",
      "In autumn I could go 90 km with one charge, now it is 45. Is the battery broken after one winter?",
      "The {product} goes off after about ten minutes, with a full battery. In the dark that is dangerous.",
    ],
    exchanges: [
      ["Does the lamp blink, or is it on all the time?", "It blinks twice, then there is a pause."],
      [
        "Where do you keep it over night, and how cold is it there?",
        "In the shed, so well below zero in the last weeks.",
      ],
      ["Which version of the software does it show when you switch it on?", "It says 2.0.7 for a second."],
    ],
    solutions: [
      "Two blinks mean that the cell is worn out before its time. A new one leaves today, the old one goes to recycling near you.",
      "Batteries dislike the cold: bring it in over night and the range comes back. If not, we measure it in the workshop for free.",
      "Version 2.1 mends exactly this. Connect it to your phone and choose 'update'; it takes five minutes.",
    ],
    notes: ["Known fault before 2.1, see the maker's letter."],
  },
  {
    category: "question",
    goods: "camping",
    priority: "low",
    tags: ["advice", "care"],
    titles: [
      "How do I wash the {product}?",
      "How warm is a sleeping bag for 2 degrees really?",
      "Which gas fits the Cinder stove?",
    ],
    descriptions: [
      "The {product} smells after a wet week near {city}. Can it go into the machine?",
      "The table says comfort 2 degrees. I get cold easily. Would you take the Drift to the mountains in May?",
      "Are the cartridges with a screw the right ones, and may they come on a ferry?",
    ],
    exchanges: [
      ["Has it ever been treated against water at home?", "No, it is as it came from you."],
      [
        "Do you sleep on a mat or on a camp bed? That makes a bigger difference than the bag.",
        "On a mat, the thin one from your shop.",
      ],
    ],
    solutions: [
      "By hand, lukewarm, with a special soap, and then let it dry for days. Never with softener.",
      "For people who get cold I would take five degrees off. With a good mat and a cap May is fine, April is not.",
      "Screw cartridges are right, and every campsite sells them. Ferries allow one if you tell them.",
    ],
    notes: ["Link to the care page is broken, told the web team."],
  },
  {
    category: "request",
    goods: "bikes",
    priority: "normal",
    tags: ["workshop", "appointment"],
    titles: [
      "Appointment for the first service of my {product}",
      "Can you build up my {product}?",
      "Winter tyres: do I need an appointment?",
    ],
    descriptions: [
      "I would like to have my {product} checked before our trip. Is there a free date this week or next?",
      "The {product} comes half built and I do not trust my hands. Could your workshop in {city} do it?",
      "Do you also do winter tyres, and do I have to leave the bike over night?",
    ],
    exchanges: [
      ["We have Wednesday at ten and Friday at four. Which one suits you?", "Friday at four, thank you."],
      ["Anything special that we should look at?", "The back brake is soft, and there is a noise from the pedals."],
    ],
    solutions: [
      "Booked. Bring the key of the lock and the battery; it takes about two hours.",
      "You are down for that time. We call you before we do anything that costs more than {amount}.",
    ],
    notes: ["Put into the workshop calendar, stand 2."],
  },
];
