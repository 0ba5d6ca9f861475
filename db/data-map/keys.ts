import type { PgTable } from "drizzle-orm/pg-core";
import type { KeysDataMap, KeysTableName } from "@/db/data-map/facts";
import * as connectionKeys from "@/db/keys-schema/connection-keys";
import { installation } from "@/db/keys-schema/installation";

/** The keys database, which the worker alone can connect to, column by column. */
export const keysDataMap: KeysDataMap = {
  rootKeys: {
    about: "Which root keys have wrapped anything; the keys themselves lie elsewhere",
    purpose: "vault",
    basis: "contract",
    kept: "service",
    erasure: "none",
    columns: {
      keyId: "pseudonym",
      version: "record",
      proof: "sealed",
      madeAt: "moment",
      supersededAt: "moment",
      retiredAt: "moment",
    },
  },
  connectionKeys: {
    about: "A connection's private keys, each wrapped by a root key",
    purpose: "vault",
    basis: "contract",
    kept: "account",
    erasure: "deleted",
    columns: {
      keyId: "pseudonym",
      connectionId: "pseudonym",
      generation: "record",
      wrapped: "sealed",
      rootKeyId: "pseudonym",
      createdAt: "moment",
      supersededAt: "moment",
    },
  },
  credentialFloors: {
    about: "The lowest version of a sealed login that is still opened",
    purpose: "vault",
    basis: "contract",
    kept: "account",
    erasure: "deleted",
    columns: { connectionId: "pseudonym", lowestVersion: "record" },
  },
  installation: {
    about: "Whose the database of keys is",
    purpose: "operation",
    basis: "legitimate_interest",
    kept: "service",
    erasure: "none",
    columns: { only: "record", environment: "record", id: "pseudonym", markedAt: "moment" },
  },
};

/** The tables that it describes, by the same names. */
export const keysTables: Record<KeysTableName, PgTable> = { ...connectionKeys, installation };
