import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { z } from "zod";

const sourceMap = z.object({
  sources: z.array(z.string()).default([]),
  sections: z.array(z.object({ map: z.object({ sources: z.array(z.string()) }) })).default([]),
});
const trace = z.object({ files: z.array(z.string()) });

/**
 * The repository's own modules in what Next built for its servers: those that the compiled chunks name in their source
 * maps, and those that the traces list to be shipped beside them.
 * @throws when there is no build, or one whose chunks come without maps: seeing nothing must not pass for finding nothing.
 */
export function builtModules(root: string): string[] {
  const build = join(root, ".next");
  const maps = globSync("server/**/*.js.map", { cwd: build }).map((path) => join(build, path));
  const traces = globSync("**/*.nft.json", { cwd: build }).map((path) => join(build, path));
  const chunks = globSync("server/**/*.js", { cwd: build }).map((path) => join(build, path));
  const unmapped = chunks.filter((chunk) => {
    const map = /\/\/# sourceMappingURL=(\S+)/.exec(readFileSync(chunk, "utf8"))?.[1];
    return map !== undefined && !existsSync(join(dirname(chunk), decodeURIComponent(map)));
  });
  if (unmapped.length > 0) throw new Error(`chunks without their maps: ${unmapped.join(", ")}`);
  const modules = [
    ...maps.flatMap((path) =>
      namedIn(sourceMap.parse(JSON.parse(readFileSync(path, "utf8")))).map((source) => resolve(dirname(path), decodeURI(source))),
    ),
    ...traces.flatMap((path) => trace.parse(JSON.parse(readFileSync(path, "utf8"))).files.map((file) => resolve(dirname(path), file))),
  ]
    .map((path) => relative(root, path).split(sep).join("/"))
    .filter((path) => !/^(\.\.|node_modules|\.next)(\/|$)/.test(path));
  if (!modules.some((path) => path.startsWith("app/"))) throw new Error("no page of the app is in the build: run `npm run build`");
  return [...new Set(modules)].toSorted();
}

function namedIn({ sources, sections }: z.infer<typeof sourceMap>): string[] {
  return [...sources, ...sections.flatMap(({ map }) => map.sources)];
}
