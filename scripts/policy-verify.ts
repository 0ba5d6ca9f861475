import { parseArgs } from "node:util";
import { mostAttempts } from "@/lib/policy/try-logins";
import { Failure, runProgram } from "@/scripts/failure";
import { outsider } from "@/scripts/policy-verify/outsider";
import { readAuthority, readKeptKeys, readKeptText } from "@/scripts/policy-verify/read-kept";
import { type Line, verifyPolicy } from "@/scripts/policy-verify/verify-policy";

const usage = `Usage: npm run policy:verify -- --url URL [--ca FILE] [--as URL] [--key FILE] [--statement FILE] [--checkpoint FILE]

Looks at a running service from outside, without an account, and says of each clause of its data security policy: holds, fails, or not
checkable from outside, and why. "holds" means that all that an outsider can see of it is as it says.
  --url         where the service is
  --ca          certificates to trust in the place of the system's, as PEM
  --as          the address that the service calls itself, where it is reached by another one
  --key         keys that were kept: /.well-known/jwks.json as it was when the service was set up
  --statement   a signed statement that was kept: what /api/trust gave once
  --checkpoint  a checkpoint of the access log that was kept: what /api/log/checkpoint gave once
Exit code: 0 nothing fails, 1 something fails or could not be looked at, 2 wrong use.
`;

/** Says what is wrong with the command line, and how it goes. */
function refuseUse(problem: string): never {
  process.stderr.write(`${problem}\n\n${usage}`);
  process.exit(2);
}

function readCommandLine() {
  const text = { type: "string" } as const;
  const options = {
    help: { type: "boolean", short: "h" },
    url: text,
    ca: text,
    as: text,
    key: text,
    statement: text,
    checkpoint: text,
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (thrown) {
    return refuseUse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function addressOf(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return refuseUse(`${text} is no address that begins with http:// or https://.`);
  return url;
}

const order = ["holds", "fails", "not checkable from outside"] as const;
const widest = Math.max(...order.map((result) => result.length));
const tell = ({ clause, result, why }: Line) => `${clause.padEnd(9)}${result.padEnd(widest + 2)}${why}`;

await runProgram(async () => {
  const { help, url, ca, as: calledItself, key, statement, checkpoint } = readCommandLine();
  if (help) {
    process.stdout.write(usage);
    return;
  }
  if (!url) return refuseUse("Name the service: --url https://…");
  const at = addressOf(url);
  const origin = addressOf(calledItself ?? url).origin;
  const authority = ca ? readAuthority(ca) : null;
  const kept = {
    keys: key ? readKeptKeys(key) : null,
    statement: statement ? readKeptText(statement) : null,
    checkpoint: checkpoint ? readKeptText(checkpoint) : null,
  };
  process.stdout.write(
    `Looking at ${at.origin} from outside: about 100 requests, one after another. Among them are posts that have to be refused, and at most ${mostAttempts} attempts to log in to an account that does not exist.\n\n`,
  );
  const service = await outsider({ url: at, origin, ca: authority }).catch((thrown: unknown) => {
    throw new Failure(`The service could not be looked at: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  });
  const lines = await verifyPolicy(service, kept);
  const counts = order.map((result) => `${lines.filter((line) => line.result === result).length} ${result}`);
  const missed = lines.filter(({ isMissed }) => isMissed).length;
  const ofThem = missed > 0 ? `, of which ${missed} could not be looked at this time` : "";
  process.stdout.write(`${lines.map(tell).join("\n")}\n\n${counts.join(", ")}${ofThem}\n`);
  if (missed > 0 || lines.some(({ result }) => result === "fails")) process.exitCode = 1;
});
