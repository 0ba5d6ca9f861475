"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ReloadWithoutScripts } from "./reload-without-scripts";

const everyMs = 1_500;

/**
 * Has the page look again on its own while something is under way of which no event is sent (`LiveChanges`). Without scripts the browser
 * loads it anew.
 */
export function LookAgain() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), everyMs);
    return () => clearInterval(timer);
  }, [router]);
  return <ReloadWithoutScripts />;
}
