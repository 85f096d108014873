import type { Ms } from "@docket/core/time";
import { day, hour, minute } from "@docket/core/time";
import { busyMoments } from "./calendar.ts";
import type { Case, Channel, Step } from "./case.ts";
import type { Character } from "./cast.ts";
import { clients, strangers } from "./cast.ts";
import { tellStory } from "./course.ts";
import { cities, goods, weekdays } from "./goods.ts";
import type { Random } from "./random.ts";
import type { Story } from "./scenario.ts";
import { storiesOf } from "./scenario.ts";
import { scenarios } from "./scenarios/all.ts";

const days = 60;
/** Tickets of the past, and of the last hours that nobody has looked at yet. */
const past = 293;
const fresh = 7;

/** All stories in a new order, again and again, so that the same one never comes twice in a short time. */
function* shuffled(random: Random): Generator<Story, never> {
  for (;;) {
    const rest = scenarios.flatMap(storiesOf);
    while (rest.length > 0) yield* rest.splice(random.int(0, rest.length - 1), 1);
  }
}

const channelOf = (random: Random): Channel => {
  if (random.chance(0.15)) return "phone";
  return random.chance(0.75) ? "client" : "visitor";
};

/** The first client, whom one can sign in as, has some history; a visitor may use a client's address. */
const requesterOf = (random: Random, channel: Channel): Character => {
  if (channel === "visitor" && random.chance(0.85)) return random.pick(strangers);
  return random.pick(random.chance(0.04) ? clients.slice(0, 1) : clients);
};

const detailsOf = (random: Random, story: Story, requester: Character): Case["details"] => ({
  order: `TO-${random.int(41_000, 58_999)}`,
  product: random.pick<string>(goods[story.scenario.goods]),
  amount: `${random.int(9, 240)}.${random.pick(["00", "50", "90", "95"])} EUR`,
  day: random.pick(weekdays),
  city: random.pick(cities),
  client: requester.name.split(" ")[0] ?? requester.name,
});

const caseOf = (random: Random, index: number, openedAt: Ms, story: Story): Case => {
  // Nobody answers the phone at night, and today's tickets must be there whatever the hour is.
  const channel = index >= past ? "client" : channelOf(random);
  const requester = requesterOf(random, channel);
  return { index, openedAt, channel, requester, story, details: detailsOf(random, story, requester) };
};

/** The moments of today's tickets: the newest is some minutes old. */
const freshMoments = (random: Random, now: Ms): readonly Ms[] =>
  Array.from({ length: fresh }, (_, i) => now - (fresh - i) * 37 * minute + random.int(0, 30) * minute);

/** Everything that happened at the shop's desk until now, in the order of time. */
export const planPast = (random: Random, now: Ms): readonly Step[] => {
  const stories = shuffled(random);
  const open = (openedAt: Ms, index: number): Case => caseOf(random, index, openedAt, stories.next().value);
  const earlier = busyMoments(random, now - 5 * hour, days - 1, past).map(open);
  const today = freshMoments(random, now).map((at, i) => open(at, past + i));
  const untouched = new Set(today);
  return [...earlier, ...today]
    .flatMap((one) => tellStory(random, one, now).slice(0, untouched.has(one) ? 1 : undefined))
    .filter(({ at }) => at <= now)
    .toSorted((a, b) => a.at - b.at || a.of.index - b.of.index);
};

/** Long enough before the first ticket: when the staff and the site came. */
export const beginning = (now: Ms): Ms => now - (days + 30) * day;
