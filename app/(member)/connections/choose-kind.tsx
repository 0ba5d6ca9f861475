import { useId } from "react";
import type { LoginKind } from "@/lib/platforms/login-kinds";
import { kindTexts } from "./login-kind-texts";

type Props = { platform: string; kinds: readonly LoginKind[]; chosen: LoginKind; choose: (kind: LoginKind) => void };

/** By which kind of login the service shall come in, the safest first, each with what speaks for it. */
export function ChooseKind({ platform, kinds, chosen, choose }: Props) {
  const id = useId();
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 font-semibold">How should Holdfast log in at {platform}?</legend>
      {kinds.map((kind) => (
        <div
          key={kind}
          className="flex gap-3 rounded-control border border-line px-4 py-3 has-checked:border-brand has-checked:bg-brand-tint"
        >
          <input
            id={`${id}-${kind}`}
            type="radio"
            name={`${id}-kind`}
            value={kind}
            checked={kind === chosen}
            onChange={() => choose(kind)}
            aria-describedby={`${id}-${kind}-why`}
            className="mt-0.5 size-5 shrink-0 accent-brand"
          />
          <div className="grid min-w-0 gap-1">
            <label htmlFor={`${id}-${kind}`} className="font-semibold">
              {kindTexts[kind].choice}
            </label>
            <p id={`${id}-${kind}-why`} className="text-sm text-soft">
              {kindTexts[kind].why(platform)}
            </p>
          </div>
        </div>
      ))}
    </fieldset>
  );
}
