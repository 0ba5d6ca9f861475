import { z } from "zod";

/** What an owner calls a factor, as a form gives it. Nothing invisible, so that it reads everywhere as it was typed. Empty: a name is found. */
export const factorName = z
  .string()
  .trim()
  .max(60, "Choose a name of at most 60 characters.")
  .regex(/^\P{C}*$/u, "Leave out characters that cannot be seen.");
