/** The answers (PKCS#11 2.40, section 5.1) that an operator may have to look up; others are named by number. */
const names: Record<number, string> = {
  2: "CKR_HOST_MEMORY",
  5: "CKR_GENERAL_ERROR",
  6: "CKR_FUNCTION_FAILED",
  7: "CKR_ARGUMENTS_BAD",
  16: "CKR_ATTRIBUTE_READ_ONLY",
  17: "CKR_ATTRIBUTE_SENSITIVE",
  18: "CKR_ATTRIBUTE_TYPE_INVALID",
  19: "CKR_ATTRIBUTE_VALUE_INVALID",
  32: "CKR_DATA_INVALID",
  48: "CKR_DEVICE_ERROR",
  49: "CKR_DEVICE_MEMORY",
  50: "CKR_DEVICE_REMOVED",
  64: "CKR_ENCRYPTED_DATA_INVALID",
  65: "CKR_ENCRYPTED_DATA_LEN_RANGE",
  84: "CKR_FUNCTION_NOT_SUPPORTED",
  96: "CKR_KEY_HANDLE_INVALID",
  99: "CKR_KEY_TYPE_INCONSISTENT",
  104: "CKR_KEY_FUNCTION_NOT_PERMITTED",
  112: "CKR_MECHANISM_INVALID",
  113: "CKR_MECHANISM_PARAM_INVALID",
  130: "CKR_OBJECT_HANDLE_INVALID",
  160: "CKR_PIN_INCORRECT",
  161: "CKR_PIN_INVALID",
  162: "CKR_PIN_LEN_RANGE",
  163: "CKR_PIN_EXPIRED",
  164: "CKR_PIN_LOCKED",
  176: "CKR_SESSION_CLOSED",
  177: "CKR_SESSION_COUNT",
  179: "CKR_SESSION_HANDLE_INVALID",
  181: "CKR_SESSION_READ_ONLY",
  209: "CKR_TEMPLATE_INCONSISTENT",
  224: "CKR_TOKEN_NOT_PRESENT",
  225: "CKR_TOKEN_NOT_RECOGNIZED",
  226: "CKR_TOKEN_WRITE_PROTECTED",
  256: "CKR_USER_ALREADY_LOGGED_IN",
  257: "CKR_USER_NOT_LOGGED_IN",
  258: "CKR_USER_PIN_NOT_INITIALIZED",
  400: "CKR_CRYPTOKI_NOT_INITIALIZED",
};

const lost = new Set([0x32, 0x60, 0x82, 0xb0, 0xb3, 0xe0, 0x101]);
const aboutData = new Set([0x05, 0x06, 0x20, 0x40, 0x41]);
const aboutPin = new Set([0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0x102]);

/** A PKCS#11 call that was not answered by CKR_OK. Its message names the call and the answer, and nothing that was handed over. */
export class Pkcs11Error extends Error {
  readonly code: number;
  constructor(call: string, code: number) {
    super(`${call} answered ${names[code] ?? `0x${code.toString(16).padStart(8, "0")}`}.`);
    this.code = code;
  }
}

/** Whether session, device or key handle are gone, so that a new session may do what this one could not. */
export const isLost = (thrown: unknown): boolean => thrown instanceof Pkcs11Error && lost.has(thrown.code);

/** Whether the device refused the PIN. To try again could lock it. */
export const isAboutPin = (thrown: unknown): boolean => thrown instanceof Pkcs11Error && aboutPin.has(thrown.code);

/** Whether this is what devices answer, in their several ways, where a ciphertext is not what the key and the context made. */
export const isAboutData = (thrown: unknown): boolean => thrown instanceof Pkcs11Error && aboutData.has(thrown.code);
