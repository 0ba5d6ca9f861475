const secretName = /pass(word|phrase)?|secret|token|authorization|cookie|jwe|credential|private|signature|apikey|api_key|hash/i;
const emailText = /[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+/g;
const compactJose = /\b[\w-]{16,}\.[\w-]*\.[\w-]{8,}(\.[\w-]+){0,2}/g;
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const urlQuery = /(\bhttps?:\/\/[^\s?#]+)[?#][^\s"')]*/gi;
const stripeSecret = /\b(sk|rk|whsec)_[A-Za-z0-9_]+/g;
const longestText = 500;
const deepest = 6;

function redactText(text: string): string {
  const clean = text
    .slice(0, longestText)
    .replace(urlCredentials, "$1[redacted]@")
    .replace(urlQuery, "$1?[redacted]")
    .replace(stripeSecret, "$1_[redacted]")
    .replace(compactJose, "[redacted token]")
    .replace(emailText, "[redacted address]");
  return text.length > longestText ? `${clean}… (${text.length} characters)` : clean;
}

/**
 * A copy of a value that is safe to log: fields whose names speak of secrets are blanked, and e-mail addresses, tokens,
 * query strings (a platform's access token travels in one) and credentials inside texts are cut out.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? value.toString() : value;
  if (value instanceof Date) return value.toISOString();
  if (depth >= deepest) return "[too deep]";
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, secretName.test(name) ? "[redacted]" : redact(inner, depth + 1)]),
  );
}
