import { personListQuery, personPage, personView, updatePersonInput } from "@docket/core/contract/person";
import type { Id } from "@docket/core/ids";
import type { Context } from "hono";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody, query } from "../http/input.ts";
import { route } from "../http/route.ts";
import { deletePerson } from "./delete-person.ts";
import { getPerson } from "./get-person.ts";
import { listPeople } from "./list-people.ts";
import { updatePerson } from "./update-person.ts";

const tag = "People";

/** What the path names; there may be nobody of this id. */
const idOf = (c: Context<AppEnv>): Id<"person"> => (c.req.param("id") ?? "") as Id<"person">;

export const peopleRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/people",
      ...route({ tag, summary: "List and search people, by name", access: "person.list", answer: personPage }),
      query(personListQuery),
      async (c) => c.json(await listPeople(c.get("call"), c.req.valid("query"))),
    )
    .get(
      "/people/:id",
      ...route({ tag, summary: "Get a person", access: "person.read", answer: personView }),
      async (c) => c.json(await getPerson(c.get("call"), idOf(c))),
    )
    .patch(
      "/people/:id",
      ...route({
        tag,
        summary: "Change the name or the role of a person, or let them in or out",
        description:
          "A new role, or being let out, ends all sessions of the person and the open invitations to their address, and for admins those that they made. Somebody who was let out comes back by this, or as staff by an invitation made later.",
        access: "person.update",
        versioned: true,
        answer: personView,
      }),
      jsonBody(updatePersonInput),
      async (c) => c.json(await updatePerson(c.get("call"), idOf(c), c.req.valid("json"))),
    )
    .delete(
      "/people/:id",
      ...route({
        tag,
        summary: "Erase a person",
        description: "Name, address and every way in are gone for good; their tickets stay.",
        access: "person.delete",
        versioned: true,
        status: 204,
      }),
      async (c) => {
        await deletePerson(c.get("call"), idOf(c));
        return c.body(null, 204);
      },
    );
