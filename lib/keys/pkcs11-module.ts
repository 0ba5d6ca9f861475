import { statSync } from "node:fs";
import { Pkcs11Error } from "@/lib/keys/pkcs11-error";

/** A C structure, and the memory that it points to, which lives for as long as a call has it. */
export interface Structure {
  bytes: Buffer;
  pointsTo: Buffer[];
}

/** What a call takes: a number of C's `unsigned long`, memory that it may read and write, a structure, or nothing. */
type Argument = number | bigint | Buffer | Structure | null;

/** The functions in use: their place in CK_FUNCTION_LIST (PKCS#11 2.40, section 3.6) and their parameters, `n`umber or `p`ointer. */
const functions = {
  C_Initialize: [0, "p"],
  C_GetSlotList: [4, "npp"],
  C_GetTokenInfo: [6, "np"],
  C_OpenSession: [12, "nnppp"],
  C_CloseSession: [13, "n"],
  C_Login: [18, "nnpn"],
  C_DestroyObject: [22, "nn"],
  C_GetAttributeValue: [24, "nnpn"],
  C_FindObjectsInit: [26, "npn"],
  C_FindObjects: [27, "npnp"],
  C_FindObjectsFinal: [28, "n"],
  C_EncryptInit: [29, "npn"],
  C_Encrypt: [30, "npnpp"],
  C_DecryptInit: [33, "npn"],
  C_Decrypt: [34, "npnpp"],
  C_GenerateKey: [58, "nppnp"],
} as const;
type Name = keyof typeof functions;

/** Bytes of an `unsigned long` and of a pointer. */
export const wordBytes = 8;
const versionBytes = 8;
const osLocking = 2;
const alreadyInitialized = 0x191;

/** Libraries in use: one that nothing refers to any more would be unloaded under the feet of its own functions. */
const neverUnloaded = new Set<object>();

export interface Pkcs11Module {
  /**
   * Calls the module in a thread of its own, so that a slow device does not hold this process up.
   * @throws Pkcs11Error when the answer is not CKR_OK.
   */
  call(name: Name, ...given: Argument[]): Promise<void>;
  /** Where these bytes lie. A structure that points there names them in `pointsTo`. */
  address(bytes: Buffer): bigint;
}

/**
 * Loads a PKCS#11 module, a shared library, and initializes it for calls from several threads.
 * @throws Error that names the file, when it is not there, is no such module, or this system's C has other sizes than ours.
 */
export async function loadModule(file: string): Promise<Pkcs11Module> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Error(`There is no PKCS#11 module at ${file}: see PKCS11_MODULE.`);
  // Imported here, so that only a process that uses a device holds the bridge to native code.
  const { default: koffi } = await import("koffi");
  if (koffi.sizeof("unsigned long") !== wordBytes) throw new Error("PKCS#11 modules work on 64-bit systems other than Windows only.");
  const list: [bigint | null] = [null];
  try {
    const library = koffi.load(file);
    library.func("unsigned long C_GetFunctionList(_Out_ void **list)")(list);
    neverUnloaded.add(library);
  } catch (thrown) {
    throw new Error(`${file} is no PKCS#11 module that can be loaded here: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
      cause: thrown,
    });
  }
  const [start] = list;
  if (start === null) throw new Error(`The PKCS#11 module ${file} has no list of functions.`);

  const types = { n: "unsigned long", p: "void *" } as const;
  const made = Object.entries(functions).map(([name, [index, parameters]]) => {
    const at = koffi.decode(start + BigInt(versionBytes + index * wordBytes), "void *");
    const shape = koffi.proto(
      "unsigned long",
      [...parameters].map((letter) => types[letter as "n" | "p"]),
    );
    return [name, koffi.decode(at, shape)] as const;
  });
  const native = new Map(made);

  // Keeps what a call reads by its address out of the collector's hands until it has been answered.
  const underWay = new Set<Argument[]>();
  const device: Pkcs11Module = {
    address: (bytes) => koffi.address(bytes),
    async call(name, ...given) {
      underWay.add(given);
      try {
        const plain = given.map((one) => (one && typeof one === "object" && "pointsTo" in one ? one.bytes : one));
        const code = await new Promise<number>((resolve, reject) => {
          native.get(name)?.async(...plain, (error: Error | null, answer: number) => (error ? reject(error) : resolve(answer)));
        });
        if (code !== 0) throw new Pkcs11Error(name, code);
      } finally {
        underWay.delete(given);
      }
    },
  };
  const settings = Buffer.alloc(6 * wordBytes);
  settings.writeBigUInt64LE(BigInt(osLocking), 4 * wordBytes);
  await device.call("C_Initialize", settings).catch((thrown: unknown) => {
    if (!(thrown instanceof Pkcs11Error && thrown.code === alreadyInitialized)) throw thrown;
  });
  return device;
}
