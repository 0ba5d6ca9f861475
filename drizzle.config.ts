import { defineConfig } from "drizzle-kit";

const keys = process.env.DRIZZLE_DATABASE === "keys";

export default defineConfig({
  dialect: "postgresql",
  schema: keys ? "./db/keys-schema/*.ts" : "./db/schema/index.ts",
  out: keys ? "./db/keys-migrations" : "./db/migrations",
});
