import type { BlockReason, blockHours } from "@/lib/oversight/blocks/reasons";

export const reasonNames: Record<BlockReason, string> = {
  password_guessing: "Passwords are guessed",
  forged_messages: "Messages are forged",
  misuse: "The service is misused",
  taken_over: "The account may be taken over",
  incident: "An incident is being handled",
};

export const hourNames: Record<(typeof blockHours)[number], string> = { 1: "An hour", 24: "A day", 168: "A week", 720: "30 days" };
