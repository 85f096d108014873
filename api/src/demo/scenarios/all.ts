import type { Scenario } from "../scenario.ts";
import { account } from "./account.ts";
import { advice } from "./advice.ts";
import { billing } from "./billing.ts";
import { delivery } from "./delivery.ts";
import { orders } from "./orders.ts";
import { other } from "./other.ts";
import { returns } from "./returns.ts";
import { shop } from "./shop.ts";

/** Everything that people write to the shop about. */
export const scenarios: readonly Scenario[] = [
  ...orders,
  ...delivery,
  ...returns,
  ...account,
  ...billing,
  ...shop,
  ...advice,
  ...other,
];
