import type { Scenario } from "../scenario.ts";

/** Business requests, praise and everything else. */
export const other: readonly Scenario[] = [
  {
    category: "request",
    goods: "clothing",
    priority: "normal",
    tags: ["b2b", "quote"],
    titles: [
      "Quote for 25 pieces of the {product}",
      "Our school would like to order helmets",
      "Club order: is there a discount?",
    ],
    descriptions: [
      "Our club in {city} needs 25 of the {product} in different sizes. Can you make us an offer, with our name printed on the back?",
      "We are a primary school and plan a cycling week. What do 30 helmets in two sizes cost, and how fast could you deliver them?",
      "Do you give a discount to associations? We would order for {amount} and more.",
    ],
    exchanges: [
      [
        "Which sizes would it be, and when do you need them?",
        "Eight S, twelve M and five L, by the end of next month.",
      ],
      [
        "Should one invoice go to the association, or one to each member?",
        "One for all, please, with thirty days to pay.",
      ],
    ],
    solutions: [
      "The offer is in your mail: twelve percent off, and printing included. It is good for three weeks.",
      "We can do that. As soon as you confirm the sizes we order from the maker; the delivery takes fifteen days.",
    ],
    notes: ["Marcus approved up to 15 percent.", "Good customer: ordered last year as well, paid on time."],
  },
  {
    category: "other",
    goods: "bikes",
    priority: "low",
    tags: ["feedback", "praise"],
    titles: ["Thank you for the {product}!", "Praise for your workshop", "Very kind help in {city}"],
    descriptions: [
      "I only want to say thank you. The {product} was built with so much care, and the driver even carried it upstairs.",
      "Your mechanic stayed longer on {day} so that I could get home. Please pass on my thanks and a cake that I will bring.",
    ],
    exchanges: [["That makes us happy! May we show your words to the team?", "Of course, that is what they are for."]],
    solutions: [
      "Passed on, with a picture of the smiling mechanic on the wall of our kitchen. Enjoy the ride!",
      "Thank you for writing. Letters like yours make our week.",
    ],
    notes: ["Read out in the Monday meeting."],
  },
  {
    category: "other",
    goods: "camping",
    priority: "normal",
    tags: ["feedback", "complaint"],
    titles: [
      "Too much plastic in the parcel",
      "Disappointed with the advice in the shop",
      "Waited forty minutes on the phone",
    ],
    descriptions: [
      "One {product}, three plastic bags and a box for a small fridge. You can do better than that.",
      "In your shop in {city} nobody had time for me, although I wanted to spend a lot of money. That used to be different.",
      "I waited in your queue for forty minutes on {day}, and then the line was cut. I would like to be called back.",
    ],
    exchanges: [
      ["Thank you for being so open. Was it one parcel, or were there several?", "One parcel, sent on {day}."],
      ["I am sorry. May I ask at what time it was?", "Around noon, I had my lunch break."],
    ],
    solutions: [
      "You are right, and we have changed it: since this week small parcels go out in paper bags. Thank you for telling us.",
      "I talked to the team. We were two people short that day, which is no excuse. Please accept a voucher of ten percent.",
      "That is too long. I have called you back just now and left a message; my direct number is in it.",
    ],
    notes: ["Forwarded to the shop's lead.", "Goodwill voucher is fine."],
  },
  {
    category: "other",
    goods: "parts",
    priority: "low",
    tags: ["recycling"],
    titles: ["Do you take back old tyres?", "Where can I hand in an old battery?"],
    descriptions: [
      "I have six old tyres and four inner tubes in the cellar. Do you take them when I buy new ones?",
      "The battery of my e-bike is at its end. Is it true that shops have to take it back?",
    ],
    exchanges: [
      [
        "Roughly how many are they, and could you bring them to the shop?",
        "A bag full. Yes, I pass by on Saturdays anyway.",
      ],
    ],
    solutions: [
      "Bring them to any of our shops. We collect rubber and batteries and hand them on; it costs nothing.",
      "Please do not send it by post, batteries are dangerous goods. The shop takes it, also without a new one.",
    ],
    notes: ["Collection is on the first Tuesday of the month."],
  },
  {
    category: "other",
    goods: "bikes",
    priority: "low",
    tags: ["partnership"],
    titles: [
      "Sponsoring for our youth race in {city}",
      "Lecture about a bike trip with the {product}",
      "Do you have work for the summer?",
    ],
    descriptions: [
      "We organise a race for children and look for prizes. In return your name would be on the banner.",
      "I rode the {product} around the Baltic Sea and give talks with pictures. Would your shop like to host one?",
      "I study and can mend anything with two wheels. Do you need help in the workshop from June on?",
    ],
    exchanges: [
      ["That sounds good. How many people do you expect?", "About 120, and a few more if the sun shines."],
      ["We have a room for forty. Would that do?", "That is just right for such an evening."],
      ["May I ask which bicycles you have worked on?", "All kinds, but touring bikes and hub gears most of all."],
    ],
    solutions: [
      "We gladly give ten lights and a voucher as the first prize. Where may we send them?",
      "We would love to. The first free evening is a {day} next month, and we do the posters.",
      "I passed it on to the lead of the workshop, who will call you next week.",
    ],
    notes: ["Budget for this quarter has some room left."],
  },
  {
    category: "question",
    goods: "bikes",
    priority: "normal",
    tags: ["rental"],
    titles: ["Renting a trailer for a week", "Test ride of the {product}"],
    descriptions: [
      "We would like to rent a trailer for two children in the second week of the holidays. What does it cost?",
      "I would like to ride the {product} before I spend that much. Is a test ride possible on {day}?",
    ],
    exchanges: [
      ["How old are the children? We have two models.", "Two and four, and the big one falls asleep at once."],
      ["Which size do you ride? Then I can see whether one is in the shop.", "54 or M."],
    ],
    solutions: [
      "It is reserved for you: {amount} for the week, with a lock and a rain cover.",
      "Come by on {day} with an identity card, the {product} is ready for an hour's ride.",
    ],
    notes: ["Trailer 2 has a new tyre, use that one."],
  },
  {
    category: "problem",
    goods: "electric",
    priority: "urgent",
    tags: ["recall", "safety"],
    titles: [
      "Is my {product} part of the recall?",
      "{product} gets very hot",
      "Recall in the newspaper: what do I do?",
    ],
    descriptions: [
      "I read about a recall in the newspaper. I bought the {product} in {order}. Am I affected?",
      "The {product} gets so hot that I burned my finger. I have unplugged it. What now?",
    ],
    exchanges: [
      ["Please do not use it. Which serial number is on the back?", "SN 70 418 B."],
      [
        "Please stop charging it at once. Is anything melted or discoloured?",
        "The plug has a brown spot, as big as a coin.",
      ],
    ],
    solutions: [
      "Your number is not among those that were recalled. To be on the safe side you get a new one anyway.",
      "Yours belongs to the batch. The new one leaves today, and a special box for the old one comes along.",
    ],
    notes: ["Serial numbers with 418 B are affected. List is with Ada.", "Report goes to the maker today."],
  },
];
