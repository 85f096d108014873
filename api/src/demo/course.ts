import type { Ms } from "@docket/core/time";
import { day, hour, minute, second } from "@docket/core/time";
import type { Priority } from "@docket/core/tickets/ticket";
import { afterWork, nextNight, whenAwake } from "./calendar.ts";
import type { Case, Deed, Step } from "./case.ts";
import type { StaffCharacter } from "./cast.ts";
import { agents, manager } from "./cast.ts";
import type { Random } from "./random.ts";
import { fill, splitFile } from "./scenario.ts";
import * as talk from "./small-talk.ts";

/** How long things take by urgency, against what is usual. */
const pace: Readonly<Record<Priority, number>> = { low: 2.5, normal: 1.6, high: 0.6, urgent: 0.15 };

/** The course of one ticket while it is being told: each step happens some time after the one before. */
class Course {
  readonly steps: Step[] = [];
  readonly random: Random;
  readonly about: Case;
  agent: StaffCharacter;
  #at: Ms;

  constructor(random: Random, about: Case) {
    this.random = random;
    this.about = about;
    this.agent = random.pick(agents);
    this.#at = about.openedAt;
  }

  get now(): Ms {
    return this.#at;
  }

  /** What the requester does at the very beginning, whatever the hour. */
  begin(deed: Deed): void {
    this.#add({ kind: "requester" }, deed);
  }

  /** What the requester does after between `least` and `most`, in waking hours. */
  client(least: Ms, most: Ms, deed: Deed): void {
    this.#at = whenAwake(this.#at + this.random.int(least, most));
    this.#add({ kind: "requester" }, deed);
  }

  /** What a member of the staff does after between `least` and `most` of working time. */
  staff(least: Ms, most: Ms, deed: Deed, member: StaffCharacter = this.agent): void {
    this.#at = afterWork(this.#at, Math.round(this.random.int(least, most) * pace[this.about.story.scenario.priority]));
    this.#add({ kind: "staff", member }, deed);
  }

  /** What the agent does right after the step before. */
  atOnce(deed: Deed): void {
    this.#at += this.random.int(5, 40) * second;
    this.#add({ kind: "staff", member: this.agent }, deed);
  }

  /** What the desk does by itself in a night after so many days. */
  desk(days: number, deed: Deed): void {
    this.#at = nextNight(this.#at + days * day);
    this.#add({ kind: "desk" }, deed);
  }

  /** A text of this ticket, with the file that it comes with. */
  write(text: string): { readonly body: string; readonly file: "photo" | "document" | null } {
    const { text: plain, file } = splitFile(text);
    const agent = this.agent.name.split(" ")[0] ?? this.agent.name;
    return { body: fill(plain, { ...this.about.details, agent }).trim(), file };
  }

  /** The same with a greeting before it and an ending after it, as people write them. */
  letter(text: string, greetings: readonly string[], endings: readonly string[]): ReturnType<Course["write"]> {
    const { text: plain, file } = splitFile(text);
    const frame = [this.random.pick(greetings), plain, this.random.pick(endings)].filter((part) => part !== "");
    return { ...this.write(frame.join("\n\n")), file };
  }

  clientReply(text: string): Deed {
    return { type: "reply", ...this.letter(text, talk.replyGreetings, talk.replyEndings) };
  }

  agentReply(text: string): Deed {
    return { type: "reply", ...this.letter(text, talk.agentGreetings, talk.agentEndings) };
  }

  note(text: string): Deed {
    return { type: "note", ...this.write(text) };
  }

  #add(doer: Step["doer"], deed: Deed): void {
    this.steps.push({ at: this.#at, of: this.about, doer, deed });
  }
}

const opening = (course: Course): void => {
  const { random, about } = course;
  const { story, channel } = about;
  const title = fill(story.title, { ...about.details, agent: "" });
  if (channel === "phone") {
    const { body, file } = course.letter(story.description, talk.phoneOpenings, [""]);
    const { priority, tags } = story.scenario;
    return course.staff(0, minute, { type: "open", title, description: body, file, priority, tags });
  }
  const { body, file } = course.letter(story.description, talk.greetings, talk.clientEndings);
  course.begin({ type: "open", title, description: body, file });
  if (!random.chance(0.04)) return;
  const description = `${body}\n\n${course.write(random.pick(talk.afterthoughts)).body}`;
  course.client(3 * minute, 40 * minute, { type: "update", changes: { description } });
};

const triage = (course: Course): void => {
  const { random, about } = course;
  const { priority, tags } = about.story.scenario;
  if (about.channel === "phone" || !random.chance(0.75)) return;
  course.staff(10 * minute, 3 * hour, { type: "triage", priority, tags }, random.chance(0.5) ? manager : course.agent);
};

/** Somebody takes it: by themselves, because the manager says so, or by simply answering. */
const handOut = (course: Course): void => {
  const dice = course.random.next();
  if (dice < 0.5) course.staff(20 * minute, 8 * hour, { type: "claim" });
  else if (dice < 0.78) course.staff(20 * minute, 6 * hour, { type: "assign", to: course.agent }, manager);
  else course.staff(20 * minute, 8 * hour, course.agentReply(course.random.pick(talk.acknowledgements)));
};

const handOver = (course: Course): void => {
  const { random } = course;
  if (random.chance(0.09)) {
    course.staff(hour, 5 * hour, course.note(random.pick(talk.handOverNotes)));
    const next = random.pick(agents.filter((agent) => agent !== course.agent));
    course.atOnce({ type: "assign", to: next });
    course.agent = next;
  } else if (random.chance(0.04)) {
    course.staff(hour, 3 * hour, { type: "unassign" });
    course.agent = random.pick(agents);
    course.staff(hour, 6 * hour, { type: "claim" });
  }
};

const remarks = (course: Course): void => {
  const { random, about } = course;
  if (random.chance(0.3)) course.staff(10 * minute, 2 * hour, course.note(random.pick(about.story.scenario.notes)));
  if (random.chance(0.06)) course.staff(hour, 4 * hour, course.note(random.pick(talk.managerNotes)), manager);
};

/** The agent asks, and the ticket waits; false when the client never answers. */
const askBack = (course: Course, until: Ms): boolean => {
  const { random, about } = course;
  course.staff(20 * minute, 6 * hour, course.agentReply(about.story.ask));
  course.atOnce({ type: "change_status", status: "waiting" });
  const isSilent = random.chance(course.now > until - 21 * day ? 0.3 : 0.08);
  if (!isSilent) course.client(25 * minute, 36 * hour, course.clientReply(about.story.tell));
  return !isSilent;
};

const solve = (course: Course, solution: string): void => {
  const { random } = course;
  course.staff(hour, 14 * hour, course.agentReply(solution));
  if (!random.chance(0.35)) return course.atOnce({ type: "resolve" });
  course.client(10 * minute, 20 * hour, course.clientReply(random.pick(talk.thanks)));
  course.staff(10 * minute, 3 * hour, { type: "resolve" });
};

/** The client comes back to what was called solved. */
const comeBack = (course: Course): void => {
  const { random } = course;
  if (random.chance(0.3)) course.client(2 * hour, 40 * hour, { type: "reopen" });
  course.client(5 * minute, 40 * hour, course.clientReply(random.pick(talk.complaints)));
  course.staff(15 * minute, 3 * hour, course.note(random.pick(course.about.story.scenario.notes)));
  solve(course, random.pick(talk.secondSolutions));
};

const endOf = (course: Course): void => {
  const dice = course.random.next();
  if (dice < 0.18) course.staff(3 * hour, 20 * hour, { type: "close" }, manager);
  else if (dice < 0.82) course.desk(6, { type: "close" });
};

const withdrawn = (course: Course): boolean => {
  const { random } = course;
  if (random.chance(0.05)) {
    course.client(15 * minute, 9 * hour, { type: "cancel" });
    return true;
  }
  if (!random.chance(0.015)) return false;
  course.staff(20 * minute, 3 * hour, course.note(random.pick(talk.duplicateNotes)));
  course.atOnce({ type: "cancel" });
  return true;
};

const conversation = (course: Course, until: Ms): void => {
  const { random, about } = course;
  if (random.chance(0.12)) course.client(14 * hour, 40 * hour, course.clientReply(random.pick(talk.chasers)));
  if (random.chance(0.55) && !askBack(course, until)) {
    if (random.chance(0.5)) return;
    course.staff(30 * hour, 40 * hour, course.agentReply(random.pick(talk.farewells)));
    return course.atOnce({ type: "resolve" });
  }
  if (random.chance(0.22)) course.staff(hour, 7 * hour, course.agentReply(random.pick(talk.updates)));
  handOver(course);
  solve(course, about.story.solution);
  if (random.chance(0.09)) comeBack(course);
  endOf(course);
};

/** Everything that happens with one ticket, also what would come after `until`. */
export const tellStory = (random: Random, about: Case, until: Ms): readonly Step[] => {
  const course = new Course(random, about);
  opening(course);
  if (!withdrawn(course)) {
    triage(course);
    handOut(course);
    remarks(course);
    conversation(course, until);
  }
  return course.steps;
};
