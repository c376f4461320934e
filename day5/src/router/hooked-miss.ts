/**
 * What is answered where no route is, inside of the hooks that it concerns. All of it passes the hooks of the router:
 * an access log must see a 404. The list of methods that OPTIONS asks for passes those of the deepest group as well,
 * so that a preflight meets the CORS of its group, and a guard of a group hides what is behind it. Made by Router.
 */

import type { AppContext } from "../endpoint/app-context.ts";
import type { Endpoint } from "../endpoint/endpoint.ts";
import type { Hooked, HookPlan } from "../hook/hook-plan.ts";
import type { Response } from "../http/response.ts";
import { plainMiss } from "./miss.ts";

export class HookedMiss implements Endpoint {
  /** Of the router. */
  readonly #plan: HookPlan;
  /** The same answer, by the plan whose hooks stand around it. One for each prefix that has a group: made at the start. */
  readonly #answers = new Map<HookPlan, Hooked>();

  constructor(plan: HookPlan) {
    this.#plan = plan;
  }

  /** Errors: as the start of the app. */
  prepare(): void {
    for (const plan of this.#plan.whole()) this.#inside(plan).prepare();
    for (const answer of this.#answers.values()) answer.settle();
  }

  call(c: AppContext): Response | Promise<Response> {
    const isList = c.method === "OPTIONS" && c.path.startsWith("/");
    return this.#inside(isList ? this.#plan.deepest(c.path.slice(1).split("/")) : this.#plan).call(c);
  }

  /** Made at the start for each plan, so a request finds it in the map. */
  #inside(plan: HookPlan): Hooked {
    const answer = this.#answers.get(plan) ?? plan.wrap(plainMiss);
    this.#answers.set(plan, answer);
    return answer;
  }
}
