"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { watchChanges } from "./watch-changes";

/** Has the page around it show each change as it comes. Without scripts it shows what was so when it was opened. */
export function LiveChanges() {
  const router = useRouter();
  useEffect(() => watchChanges(() => router.refresh()), [router]);
  return null;
}
