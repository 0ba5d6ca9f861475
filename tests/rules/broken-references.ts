import { posix } from "node:path";

const link = /\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g;
const npmCommand = /`npm (?:run )?([a-z:]+)(?= --|`)/g;
const npmItself = new Set(["ci", "install", "audit"]);

/**
 * What the documents point at and is not there: files behind relative links, and npm scripts.
 * @param documents paths and texts of Markdown files
 * @param exists whether a repository path exists
 * @param scripts the names of package.json's scripts
 */
export function brokenReferences(documents: Record<string, string>, exists: (path: string) => boolean, scripts: string[]): string[] {
  return Object.entries(documents).flatMap(([path, text]) => {
    const files = [...text.matchAll(link)].map(([, target = ""]) => posix.join(posix.dirname(path), target));
    const commands = [...text.matchAll(npmCommand)].map(([, name = ""]) => name).filter((name) => !npmItself.has(name));
    return [
      ...files.filter((file) => !exists(file)).map((file) => `${path}: there is no ${file}`),
      ...commands.filter((name) => !scripts.includes(name)).map((name) => `${path}: there is no npm script ${name}`),
    ];
  });
}

/** npm scripts whose program is not there. Programs are named as `scripts/run.mjs <name>`, each with a source of its own. */
export function missingPrograms(
  scripts: Record<string, string>,
  sourceOf: (name: string) => string,
  exists: (path: string) => boolean,
): string[] {
  return Object.entries(scripts).flatMap(([script, command]) => {
    const program = /scripts\/run\.mjs (\S+)/.exec(command)?.[1];
    const file = program ? sourceOf(program) : /(scripts\/\S+)/.exec(command)?.[1];
    return file === undefined || exists(file) ? [] : [`npm run ${script}: there is no ${file}`];
  });
}
