import { type Pkcs11Module, type Structure, wordBytes } from "@/lib/keys/pkcs11-module";

/** The attributes in use, and their numbers (PKCS#11 2.40, section 4). */
const attributes = {
  class: 0x00,
  token: 0x01,
  private: 0x02,
  label: 0x03,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  encrypt: 0x104,
  decrypt: 0x105,
  wrap: 0x106,
  unwrap: 0x107,
  sign: 0x108,
  verify: 0x10a,
  derive: 0x10c,
  valueBytes: 0x161,
  extractable: 0x162,
  modifiable: 0x170,
} as const;
type Attribute = keyof typeof attributes;

export const secretKeyClass = 4;
export const aesKeyType = 0x1f;

/** Memory for one C `unsigned long`, and its reading. */
export const word = (value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(wordBytes);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
export const wordAt = (bytes: Buffer, index = 0): bigint => bytes.readBigUInt64LE(index * wordBytes);

/** An array of CK_ATTRIBUTE. */
export interface Template extends Structure {
  count: number;
}

/** A template of these values: a truth is one byte, a number an `unsigned long`, a text its bytes, a buffer the room for an answer. */
export function template(device: Pkcs11Module, of: Partial<Record<Attribute, boolean | number | string | Buffer>>): Template {
  const given = Object.entries(of);
  const values = given.map(([, value]) => {
    if (typeof value === "boolean") return Buffer.from([value ? 1 : 0]);
    if (typeof value === "number") return word(value);
    return typeof value === "string" ? Buffer.from(value) : value;
  });
  const fields = given.map(([name], index) => {
    const value = values[index] ?? Buffer.alloc(0);
    return Buffer.concat([word(attributes[name as Attribute]), word(device.address(value)), word(value.length)]);
  });
  return { bytes: Buffer.concat(fields), count: given.length, pointsTo: values };
}

/** How many bytes the device has for the attribute at this place of a template that it has filled. */
export const answeredBytes = ({ bytes }: Template, index: number): number => Number(wordAt(bytes, index * 3 + 2));
