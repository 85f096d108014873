import type { StaffRole } from "@docket/core/actor";

/** Somebody of the sample data; all addresses are at domains that are kept for examples (RFC 2606). */
export interface Character {
  readonly name: string;
  readonly email: string;
}

export interface StaffCharacter extends Character {
  readonly role: StaffRole;
}

const staffDomain = "demo.docket.example";

export const admin: StaffCharacter = { role: "admin", name: "Ada Lindqvist", email: `ada@${staffDomain}` };
export const manager: StaffCharacter = { role: "manager", name: "Marcus Okafor", email: `marcus@${staffDomain}` };

export const agents: readonly StaffCharacter[] = [
  { role: "agent", name: "Priya Raman", email: `priya@${staffDomain}` },
  { role: "agent", name: "Tomás Herrera", email: `tomas@${staffDomain}` },
  { role: "agent", name: "Lena Vogel", email: `lena@${staffDomain}` },
  { role: "agent", name: "Yuki Tanabe", email: `yuki@${staffDomain}` },
];

export const staff: readonly StaffCharacter[] = [admin, manager, ...agents];

const domains = ["example.com", "example.net", "example.org", "mail.example", "post.example"];

/** `Zoë van Dijk` is `zoe.van.dijk`; what has no plain letter was spelled out by hand. */
const localPart = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("ß", "ss")
    .toLowerCase()
    .replace(/[^a-z]+/g, ".");

const withAddress = (name: string, i: number): Character => ({
  name,
  email: `${localPart(name)}@${domains[i % domains.length] ?? ""}`,
});

/** Clients with an account; the first one has a password that is known. */
export const clients: readonly Character[] = [
  "Nora Whitfield",
  "Amara Diallo",
  "Jonas Eriksen",
  "Chloé Marchand",
  "Mateusz Wójcik",
  "Ingrid Solheim",
  "Ravi Subramanian",
  "Zoë van Dijk",
  "Luca Bianchi",
  "Fatima Zahra Idrissi",
  "Hugo Almeida",
  "Siobhán Keane",
  "Daniel Kowalczyk",
  "Mei Lin Chow",
  "Aroha Ngata",
  "Emre Aydin",
  "Katarína Nováková",
  "Oluwaseun Adeyemi",
  "Petra Hofbauer",
  "Søren Madsen",
  "Valentina Rojas",
  "Thandiwe Nkosi",
  "Iain Drummond",
  "Elif Kaya",
  "Björn Sandell",
  "Camille Lefort",
  "Anh Tuan Pham",
  "Beatriz Fonseca",
  "Gareth Pritchard",
  "Haruka Mori",
  "Ilse Brouwer",
  "Jakub Dvořák",
  "Kwame Mensah",
  "Leila Haddad",
  "Milan Jurić",
  "Nadia Petrova",
  "Owen Castell",
  "Paola Greco",
  "Rasmus Kallio",
  "Sanne de Graaf",
  "Tereza Malá",
  "Uche Nwosu",
  "Victor Lindgren",
  "Wiktoria Zając",
  "Xavier Moreau",
  "Yara Mansour",
  "Zsófia Balogh",
  "Arjun Mehta",
].map(withAddress);

/** People who wrote through the widget without proving their address. */
export const strangers: readonly Character[] = [
  "Bea Thornton",
  "Cristiano Paiva",
  "Dilara Demir",
  "Erik Nyström",
  "Florence Achieng",
  "Gustav Holm",
  "Hana Sedláčková",
  "Ismael Ortega",
  "Jo Fairbairn",
  "Kirsi Laine",
  "Lindiwe Dube",
  "Marek Urban",
  "Niamh Corrigan",
  "Oskar Weiss",
].map((name, i) => withAddress(name, i + 2));
