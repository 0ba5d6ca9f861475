import type { Metadata } from "next";
import { MissingPage } from "@/app/_ui/missing-page";

export const metadata: Metadata = { title: "No such page" };

/** Within the member's own frame. */
export default function NotFound() {
  return <MissingPage />;
}
