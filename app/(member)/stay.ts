"use server";

import { z } from "zod";
import { memberAction } from "@/lib/web/action";

/** Shows the server that somebody is there: that alone puts the idle end off. */
export const stay = memberAction(z.object({}), async () => ({ status: "done", message: "You stay signed in." }));
