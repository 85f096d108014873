import axe from "axe-core";
import { standStill } from "./motion.ts";

/** What axe finds wrong inside this element: one line for each broken rule and the elements that break it. */
export const violations = async (element: Element): Promise<string[]> => {
  await standStill();
  const { violations: found } = await axe.run(element, {
    resultTypes: ["violations"],
    rules: { region: { enabled: false } },
  });
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
};
