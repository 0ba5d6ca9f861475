import { platformCalls } from "@/lib/policy/checks/call-platforms";
import { tlsAtTheDoor } from "@/lib/policy/checks/look-at-tls";
import { keyringPlace, keysDatabase, rootKeyAge } from "@/lib/policy/checks/read-keyring";
import { sealedCredentials, sealedSecrets } from "@/lib/policy/checks/read-sealed-forms";
import type { Commitment } from "@/lib/policy/control";

/** Section 2: encryption. */
export const encryptionClauses = {
  "2.1a": {
    mechanism:
      "The proxy in front ends TLS; what comes in plain http is led to https or, if it is a form, refused. HSTS tells browsers never to come without TLS again.",
    limits:
      "The worker asks from its own place in the network, over TLS alone: whether port 80 leads to https is seen from outside. What a visitor's own device or network does to TLS it cannot see.",
    strength: "cryptographic",
    outside: "npm run policy:verify -- --url <this address>, or any TLS scanner.",
    checks: [tlsAtTheDoor],
  },
  "2.1b": {
    mechanism:
      "Calls to platforms go through one client that knows no plain http to them, requires TLS 1.2 or newer and verifies the certificate for the configured host. A platform that is configured otherwise is refused at the start.",
    limits: "What a platform does with the data on its side is the platform's.",
    strength: "cryptographic",
    outside: "It cannot be seen from outside: the calls go to others. The client is lib/outbound in the source.",
    checks: [platformCalls],
  },
  "2.2a": {
    mechanism:
      "A platform login is sealed in the member's browser (JWE, ECDH-ES with A256KW and AES-256-GCM) before it is sent, and the website holds no key that opens it. Secrets of authenticators, calendars' addresses and order numbers are encrypted with AES-256-GCM.",
    limits:
      "A stolen main database, also with a snapshot of the website's memory and disk, yields no platform login. Control of the running website can alter the form and capture what is typed meanwhile; control of the worker can open what it may open.",
    strength: "cryptographic",
    outside: "Watch the form that seals a login with the browser's developer tools: what it sends is a JWE.",
    checks: [sealedCredentials, sealedSecrets],
  },
  "2.2b": {
    mechanism:
      "Each connection has its own key, wrapped by a versioned root key that lies outside the database and its backups. Wrapped keys are in a database of their own that only the worker can connect to.",
    limits:
      "In the sandbox every process runs as one user, who can read the keyring. In production the website refuses to start when it can.",
    strength: "server",
    outside: "It cannot be seen from outside. The ages of keys are part of the signed evidence.",
    checks: [keyringPlace, rootKeyAge, keysDatabase],
  },
} satisfies Record<string, Commitment>;
