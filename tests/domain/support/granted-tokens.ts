type Sessions = typeof import("@/sandbox/platform/sessions");

/** The tokens that the sandbox's platform has given out in this file. */
export const granted: string[] = [];

/** The platform's sessions, watched: what a mock of them hands out. */
export function watchGrants(sessions: Sessions): Sessions {
  return {
    ...sessions,
    openSession: (...given) => {
      const pair = sessions.openSession(...given);
      granted.push(pair.accessToken, pair.refreshToken);
      return pair;
    },
  };
}
