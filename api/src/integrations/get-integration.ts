import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { viewChannel, viewIntegration } from "./integration-row.ts";
import { channelById, integrationById } from "./select-integration.ts";

export const getIntegration = async ({ services }: Call, id: Id<"integration">): Promise<IntegrationView> => {
  const [[row]] = await services.db.read(integrationById(services.db, id));
  if (!row) throw notFound("integration");
  return viewIntegration(services, row);
};

export const getChannel = async ({ services: { db } }: Call, id: Id<"channel">): Promise<ChannelView> => {
  const [[row]] = await db.read(channelById(db, id));
  if (!row) throw notFound("channel");
  return viewChannel(row);
};
