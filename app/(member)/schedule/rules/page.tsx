import type { ReactNode } from "react";
import { Card } from "@/app/_ui/card";
import { Checkbox } from "@/app/_ui/checkbox";
import { Field } from "@/app/_ui/field";
import { Form } from "@/app/_ui/form";
import { PageHeader } from "@/app/_ui/page-header";
import { Select } from "@/app/_ui/select";
import { Stack } from "@/app/_ui/stack";
import { anyDistanceMiles } from "@/lib/orders/decide";
import { readRules } from "@/lib/orders/read-rules";
import { openRules } from "@/lib/orders/save-rules";
import { requireMember } from "@/lib/web/session";
import { weekdays } from "../clock";
import { ScheduleTabs } from "../schedule-tabs";
import { keepRules } from "./actions";
import { floorRows } from "./rules-form";

export const metadata = { title: "Rules" };

/** Shown before anything is saved, as a start; nothing counts until it is saved. */
const suggested = { ...openRules, minimumPayCents: 10_000, maximumDistanceMiles: 30, unitsPerMonth: 20 };

const dollars = (cents: number | null | undefined) => (cents == null ? "" : String(cents / 100));
const hours = (minutes: number | null) => (minutes === null || minutes === 0 ? "" : String(Math.round((minutes / 60) * 100) / 100));
type InputProps = { name: string; label: string; hint?: string; required?: boolean };

const Dollars = ({ cents, ...field }: InputProps & { cents: number | null | undefined }) => (
  <Field {...field} unit="USD" inputMode="decimal" defaultValue={dollars(cents)} />
);
const Hours = ({ minutes, ...field }: InputProps & { minutes: number | null }) => (
  <Field {...field} unit="hours" inputMode="decimal" defaultValue={hours(minutes)} />
);
const Orders = ({ most, ...field }: InputProps & { most: number | null }) => (
  <Field {...field} unit="orders" inputMode="numeric" defaultValue={String(most ?? "")} />
);
const Words = ({ words, ...field }: InputProps & { words: readonly string[] }) => <Field {...field} defaultValue={words.join(", ")} />;

const dayOptions = [
  { value: "any", label: "Any offer" },
  { value: "preferred", label: "Preferred" },
  { value: "never", label: "Never" },
];

function Group({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-5 border-t border-line pt-5 first-of-type:border-t-0 first-of-type:pt-0">
      <legend className="float-left mb-1 w-full text-lg font-semibold">{title}</legend>
      {lead ? <p className="clear-left max-w-prose text-soft">{lead}</p> : null}
      <div className="clear-left grid items-end gap-5 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

export default async function RulesPage() {
  const member = await requireMember();
  const kept = await readRules(member.accountId);
  const rules = kept ?? suggested;
  const isAnyDistance = rules.maximumDistanceMiles >= anyDistanceMiles;
  const choiceOf = (weekday: number) => {
    if (rules.blockedDays.includes(weekday)) return "never";
    return rules.preferredDays.includes(weekday) ? "preferred" : "any";
  };
  return (
    <Stack>
      <PageHeader title="Rules" lead="What is worth your while. An offer has to suit all of it; a field left empty sets no bound." />
      <ScheduleTabs current="rules" />
      <Card>
        <Form action={keepRules} submit="Save rules" pending="Saving">
          <Group
            title="Pay"
            lead="Compared when an offer is seen. What it paid is forgotten within a day; a mail that asks or tells you of it says it too."
          >
            <Dollars name="minimumPay" label="Least pay for an order" required cents={rules.minimumPayCents} />
            <Dollars
              name="minimumBlended"
              label="Least average for an hour"
              hint="The whole pay over the hours of work that are expected, however it is paid."
              cents={rules.minimumBlendedCents}
            />
            <Dollars name="minimumHourly" label="Least rate, when paid by the hour" cents={rules.minimumHourlyCents} />
            <Dollars name="minimumDevice" label="Least rate, when paid by the device" cents={rules.minimumDeviceCents} />
            {floorRows.map((row) => (
              <div key={row} className="contents">
                <Field
                  name={`floorHours-${row}`}
                  label={row === 1 ? "Short notice: when it begins within" : "Shorter notice: when it begins within"}
                  unit="hours"
                  inputMode="numeric"
                  defaultValue={String(rules.leadTimeFloors[row - 1]?.withinHours ?? "")}
                />
                <Dollars name={`floorPay-${row}`} label="It has to pay at least" cents={rules.leadTimeFloors[row - 1]?.minimumPayCents} />
              </div>
            ))}
          </Group>
          <Group title="What and where">
            <Field
              name="maximumDistance"
              label="Farthest distance"
              unit="miles"
              inputMode="numeric"
              markOptional={false}
              hint="From where the platform knows you to be."
              defaultValue={isAnyDistance ? "" : String(rules.maximumDistanceMiles)}
            />
            <Checkbox
              name="anyDistance"
              label="Any distance"
              hint="Then the number does not count. Only then are offers accepted whose distance is not known, and ServiceChannel never tells it."
              defaultChecked={isAnyDistance}
            />
            <Words
              name="types"
              label="Types of work"
              hint="As the platform names them, separated by commas. Empty means any type."
              words={rules.types}
            />
            <Words
              name="includeWords"
              label="Only with one of these words"
              hint="Looked for in title and description, which are read for it and never kept. Separated by commas."
              words={rules.includeWords}
            />
            <Words name="excludeWords" label="Never with one of these words" hint="Separated by commas." words={rules.excludeWords} />
          </Group>
          <Group title="When" lead="Beside your hours. On days that are not preferred, once any is, you are asked first.">
            <Hours name="noticeHours" label="Least notice before it begins" minutes={rules.minimumNoticeMinutes} />
            <Hours name="shortestHours" label="Shortest" minutes={rules.shortestMinutes} />
            <Hours name="longestHours" label="Longest" minutes={rules.longestMinutes} />
            <div className="grid grid-cols-2 gap-5 sm:col-span-2 sm:grid-cols-4">
              {weekdays.map((day, index) => (
                <Select key={day} name={`day-${index + 1}`} label={day} required options={dayOptions} defaultValue={choiceOf(index + 1)} />
              ))}
            </div>
          </Group>
          <Group title="Limits" lead="Each accepted order is one bandwidth unit of $25.00. Nothing is accepted beyond any of these.">
            <Orders name="unitsPerMonth" label="Most orders in a calendar month" required most={rules.unitsPerMonth} />
            <Orders name="unitsPerWeek" label="Most orders in a week" hint="From Monday to Sunday." most={rules.unitsPerWeek} />
            <Orders name="unitsPerDay" label="Most orders on a day" most={rules.unitsPerDay} />
            <Dollars
              name="spendCap"
              label="Most to spend on a month's work"
              hint="$25.00 for each order that begins in that month, held and requested ones too; the plan comes on top. It counts in whole orders."
              cents={rules.spendCapCents}
            />
          </Group>
          <Group title="Withdrawing">
            <div className="sm:col-span-2">
              <Checkbox
                name="insideWithdrawal"
                label="Also accept by itself when it is too late to withdraw without a mark"
                hint="Field Nation lets you withdraw freely until 24 hours before the work begins. Unless you tick this, offers nearer than that are asked about and not accepted by themselves."
                defaultChecked={rules.insideWithdrawal}
              />
            </div>
          </Group>
          {kept ? null : <p className="text-sm text-soft">These rules are a suggestion. They count once you save them.</p>}
        </Form>
      </Card>
    </Stack>
  );
}
