import type { ComponentPropsWithRef } from "react";
import { type ButtonSize, type ButtonTone, buttonClass } from "./button-class";

type Props = Omit<ComponentPropsWithRef<"button">, "className" | "style"> & { tone?: ButtonTone; size?: ButtonSize };

/** A button that submits nothing unless told to (`type="submit"`). Inside a Form, prefer SubmitButton. */
export function Button({ tone, size, type = "button", ...rest }: Props) {
  return <button type={type} className={buttonClass(tone, size)} {...rest} />;
}
