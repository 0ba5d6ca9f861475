import type { ReactNode } from "react";
import { AlertIcon, TickIcon } from "@/app/_ui/icons";

const protects = [
  "A stolen copy of the main database yields no platform login. The keys are kept in another database, which the website cannot reach, and are themselves locked with a key that is in neither.",
  "A snapshot of the website's memory and disk, on top of that, yields none either: the website never holds what opens the vault.",
  "A sealed login works only for the member, the platform and the address that it was sealed for. Nobody who can write to the database can have it sent elsewhere.",
  "Unlinking a platform destroys the key of its login at once. What a backup of the keys still holds goes when that backup does.",
] as const;

const limits = [
  "Someone who controls the running website could change its form, and capture what is typed into it while that lasts.",
  "Someone who controls the worker can open what the worker may open. It has to: it logs in for you.",
  "The platform still sees everything that is done under your account there, and its own rules still apply to you.",
] as const;

/** What the vault gives and what it cannot give, side by side and at the same size. */
export function VaultFacts() {
  return (
    <section aria-labelledby="vault" className="grid gap-5">
      <h2 id="vault" className="text-2xl">
        What the vault protects, and what it does not
      </h2>
      <div className="grid gap-5 lg:grid-cols-2">
        <Facts
          title="It protects against"
          facts={protects}
          mark={
            <span className="text-good">
              <TickIcon />
            </span>
          }
        />
        <Facts
          title="It does not protect against"
          facts={limits}
          mark={
            <span className="text-warn">
              <AlertIcon />
            </span>
          }
        />
      </div>
    </section>
  );
}

function Facts({ title, facts, mark }: { title: string; facts: readonly string[]; mark: ReactNode }) {
  return (
    <div className="grid content-start gap-4 rounded-panel border border-line bg-surface p-5 sm:p-7">
      <h3 className="text-lg">{title}</h3>
      <ul className="grid gap-4">
        {facts.map((fact) => (
          <li key={fact} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-3">
            <span className="mt-0.5">{mark}</span>
            <span>{fact}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
