import { NarrowPage } from "@/app/_ui/narrow-page";

/** What the holder of an invite reads while every place is taken: it is theirs still, and there is nothing to fill in yet. */
export function FullHouse({ email, until }: { email: string; until: string }) {
  return (
    <NarrowPage
      title="Every place is taken at the moment"
      lead={
        <>
          The operator of Holdfast lets a fixed number of people use it at a time, and all places are taken. Your invitation for{" "}
          <strong className="font-semibold text-ink wrap-anywhere">{email}</strong> is not used up.
        </>
      }
    >
      <p>
        Open the same link again later: it works until {until}, as soon as there is a place. If none is free by then, ask the operator who
        invited you for a new link.
      </p>
    </NarrowPage>
  );
}
