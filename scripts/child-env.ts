/** The environment of a child: what any program needs to run, and its own variables. Nothing else of ours reaches it. */
export function childEnv(own: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", HOME: process.env.HOME ?? "/", TZ: "UTC", NODE_ENV: "production", ...own };
}
