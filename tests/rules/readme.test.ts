import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsTable, tableEnd, tableStart, withSettingsTable } from "@/scripts/settings-table";
import { repositoryRoot } from "./sources";

test("the README's table of settings is the one that lib/base/env gives", () => {
  const readme = readFileSync(`${repositoryRoot}README.md`, "utf8");
  expect(withSettingsTable(readme)).toBe(readme);
});

test("every setting says what it is", () => {
  const rows = settingsTable().split("\n");
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter((row) => row.endsWith("|  |"))).toEqual([]);
});

test("a table that a person edited is put right", () => {
  expect(withSettingsTable(`before\n${tableStart}\n| edited |\n${tableEnd}\nafter`)).toBe(
    `before\n${tableStart}\n${settingsTable()}\n${tableEnd}\nafter`,
  );
});
