import type { PgTable } from "drizzle-orm/pg-core";
import type * as connectionKeys from "@/db/keys-schema/connection-keys";
import type * as installation from "@/db/keys-schema/installation";
import type { RetentionId } from "@/db/retention";
import type * as schema from "@/db/schema";

/** What a column's value says, and of what. */
export const dataClasses = {
  pseudonym: "Ids that stand for a person, a row or a thing, and say nothing by themselves",
  contact: "Address, name, telephone number",
  device: "Browser, system and network of a login",
  sealed: "Hashes, signatures, and what is encrypted; read back by nobody, or by the one process that has to",
  schedule: "When somebody works, and in which time zone",
  work: "Platform, kind, pay and distance of work; no case details",
  money: "Amounts, invoices, and of a card what is printed on a receipt",
  preference: "What somebody has chosen",
  words: "What staff or a reporter have written",
  record: "States, kinds, counts and codes",
  moment: "When something happened, or is due",
} as const;
export type DataClass = keyof typeof dataClasses;

/** What it is for. What no purpose here asks for is not collected. */
export const purposes = {
  joining: "To let people in by invitation only",
  login: "To let the right person in, and nobody else",
  contact: "To reach a member who cannot be reached otherwise",
  agreement: "To know what was agreed to, and at which price",
  vault: "To log in to a platform for the member",
  work: "To accept the work that fits, once, and never more than agreed",
  billing: "To bill what was accepted, and to keep books of it",
  notices: "To tell people what happened, in the way that they want",
  support: "To help a member who has asked for it",
  security: "To notice, stop and clear up what should not happen, and to account for who touched what",
  operation: "To run the service, and to recover it",
} as const;
export type Purpose = keyof typeof purposes;

/** Why it may be kept at all, in the terms of article 6 (1) of the GDPR; counsel has the last word on each. */
export const bases = {
  contract: "Needed for what was agreed with the person (b)",
  legal_obligation: "Asked for by law: bookkeeping, breach notices (c)",
  legitimate_interest: "Needed to keep the service and everybody's data safe, and little in it tells of a person (f)",
} as const;
export type LawfulBasis = keyof typeof bases;

/** How long rows are kept, where no rule of db/retention.ts says so. */
export const keptElsewhere = {
  account: "As long as the account",
  access_log: "13 months; what came before is dropped behind a signed tombstone",
  books: "As long as what is billed",
  day: "24 hours at the most, and no longer than it is open",
  incident: "As long as what happened may have to be accounted for: no term",
  service: "As long as the service: it tells of nobody",
} as const;

/** What erasing an account does to its rows: deletes them, empties them of what tells of a person, keeps them; or they are nobody's. */
export type Erasure = "deleted" | "emptied" | "kept" | "none";

type Tables = typeof schema;
export type TableName = { [Name in keyof Tables]: Tables[Name] extends PgTable ? Name : never }[keyof Tables];

interface Facts<Columns extends PropertyKey> {
  about: string;
  purpose: Purpose;
  basis: LawfulBasis;
  kept: keyof typeof keptElsewhere | readonly RetentionId[];
  erasure: Erasure;
  columns: Record<Columns, DataClass>;
}
export type TableFacts<Name extends TableName = TableName> = Facts<keyof Tables[Name]["_"]["columns"]>;

/** Every column of every table: one that is not here does not compile, and neither does one that is gone. */
export type DataMap = { readonly [Name in TableName]: TableFacts<Name> };

type KeysTables = typeof connectionKeys & typeof installation;
export type KeysTableName = { [Name in keyof KeysTables]: KeysTables[Name] extends PgTable ? Name : never }[keyof KeysTables];
/** The same of the keys database. */
export type KeysDataMap = { readonly [Name in KeysTableName]: Facts<keyof KeysTables[Name]["_"]["columns"]> };
