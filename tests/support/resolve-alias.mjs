import { registerHooks } from "node:module";

/** Node itself reads the sources of a thread in tests, and learns here what "@/" stands for. */
const root = new URL("../../", import.meta.url);
registerHooks({
  resolve: (specifier, context, next) =>
    specifier.startsWith("@/") ? next(new URL(`${specifier.slice(2)}.ts`, root).href, context) : next(specifier, context),
});
