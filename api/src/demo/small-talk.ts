/** What is said about anything; see `Scenario` for what is filled in. */

/** How clients begin; the empty ones come straight to the point. */
export const greetings = ["Hi,", "Hello,", "Hello Trailhead team,", "Good morning,", "Dear all,", "", "", ""] as const;

export const clientEndings = [
  "Thanks,\n{client}",
  "Best wishes\n{client}",
  "{client}",
  "Many thanks in advance!",
  "",
  "",
  "",
] as const;

export const agentGreetings = ["Hi {client},", "Hello {client},", "Good morning {client},", "Dear {client},"] as const;

export const agentEndings = [
  "Best,\n{agent}",
  "Kind regards\n{agent}",
  "{agent} from Trailhead Outfitters",
  "All the best,\n{agent}",
] as const;

/** A client who waits. */
export const chasers = [
  "Is there any news about this?",
  "I do not want to press you, but a short word on where this stands would be kind.",
  "Just asking whether this got lost. I wrote a few days ago.",
  "One more thing: I am away from {day} on, so an answer before that would be great.",
  "Hello again, I still have not heard anything about {order}.",
] as const;

/** How clients begin when they answer. */
export const replyGreetings = ["", "", "", "", "Hi {agent},", "Hello {agent},"] as const;

/** How clients end when they answer. */
export const replyEndings = ["", "", "", "{client}", "Thanks, {client}"] as const;

/** An agent who takes a ticket by answering. */
export const acknowledgements = [
  "Thank you for writing. I am looking into it and come back to you today or tomorrow.",
  "I have your message and will find out what is going on. Please give me until {day}.",
  "Thanks for letting us know. I pass this on to the people in {city} and write again when they have answered.",
] as const;

/** An agent who has no answer yet. */
export const updates = [
  "A short update: I have passed this on to the warehouse and expect an answer by tomorrow noon.",
  "I have not forgotten you. A colleague is looking into it and I will write as soon as I know more.",
  "Thank you for your patience. Give me until {day}, please, to sort it out with the people in {city}.",
  "I asked our supplier, who usually answers within a day. Until then nothing is needed from you.",
] as const;

export const thanks = [
  "Perfect, thank you for the quick help!",
  "Great, that solved it.",
  "Thanks a lot, {agent}. Much appreciated.",
  "Wonderful, I did not expect an answer that soon.",
  "All good now. Have a nice week!",
] as const;

/** It was not solved after all. */
export const complaints = [
  "I am sorry to come back to this, but it is not settled yet. Could you look at it once more?",
  "It worked for one day, and now everything is as before.",
  "This does not match what I see here. {order} is unchanged. Please check again.",
  "Unfortunately that did not help. What else can we try?",
] as const;

export const secondSolutions = [
  "I am sorry that this needed two rounds. I did it myself this time and looked at the result: it is settled now.",
  "You were right, one step was missing on our side. That is done, and I added {amount} to your account for the trouble.",
  "A colleague in {city} has looked at it in person. It is in order now; if anything is left, write to me directly.",
] as const;

/** A client who stopped answering. */
export const farewells = [
  "I have not heard from you for a while, so I take it that all is well. If not, simply answer to this message.",
  "As there was no answer I mark this as solved. You can come back to it whenever you like.",
] as const;

export const handOverNotes = [
  "Handing over, my shift ends. Everything that I know is above.",
  "This one is more yours than mine, you had the last case like it.",
  "On leave from tomorrow. Next step: answer the client by {day}.",
] as const;

export const managerNotes = [
  "Please give this one some priority, the client wrote to the head office as well.",
  "Looks fine to me. Goodwill up to {amount} is all right.",
  "Please use the new template for this kind of question.",
] as const;

/** How staff begin a ticket for somebody who called or came by. */
export const phoneOpenings = [
  "By phone, in the client's words:",
  "{client} called about this:",
  "Came to the counter in {city}:",
  "Voice message of {client}, written down:",
] as const;

/** What a client adds to the description later. */
export const afterthoughts = [
  "PS: The order number is {order}, I forgot to say.",
  "PS: You reach me best in the evening.",
  "PS: It is the one in green, if that matters.",
] as const;

export const duplicateNotes = [
  "Duplicate: the client wrote about {order} twice within an hour. The other one stays.",
  "Not for us, it belongs to the shop next door. The client knows.",
] as const;
