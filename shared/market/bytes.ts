/** Values as few bytes: what the market's buckets are written with. The same values give the same bytes on every machine. */

/** Decimal exponents that fit beside the digits of a number: 10^-6 (the finest rounding of amounts) to 10^8. */
const LEAST_EXPONENT = -6;
const MOST_EXPONENT = 8;
/** Beyond so many digits a number is written as the eight bytes it is. */
const MOST_DIGITS = 2 ** 49;
const NO_NUMBER = 0;
const EIGHT_BYTES = 16;

/** A UUID in hexadecimal, as ids of things made here have it. */
const UUID = /^[0-9a-f]{32}$/;

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(1024);
  #length = 0;

  byte(value: number): void {
    this.#grow(1);
    this.#length = this.#bytes.writeUInt8(value, this.#length);
  }

  /** 0 … 65,535. */
  half(value: number): void {
    this.#grow(2);
    this.#length = this.#bytes.writeUInt16LE(value, this.#length);
  }

  /** 0 … 2^32 - 1. */
  word(value: number): void {
    this.#grow(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  /** A whole number from 0 to 2^53 - 1: seven bits a byte, the lowest first. */
  whole(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte(128 + (rest % 128));
    this.byte(rest);
  }

  /**
   * A number from 0 on, or none: its decimal digits and their exponent as one whole number, so that what people enter (14,000 or
   * 2.5) takes two bytes. Exact for every number.
   */
  number(value: number | null): void {
    if (value === null) return this.whole(NO_NUMBER);
    const [digits, exponent] = decimalOf(value);
    if (digits >= MOST_DIGITS || exponent < LEAST_EXPONENT) {
      this.whole(EIGHT_BYTES);
      this.#grow(8);
      this.#length = this.#bytes.writeDoubleLE(value, this.#length);
    } else {
      this.whole(16 * digits + (exponent - LEAST_EXPONENT + 1));
    }
  }

  /** A short text; seventeen bytes for one that ends in a UUID after `prefix`. */
  id(prefix: string, id: string): void {
    const rest = id.slice(prefix.length);
    if (id.startsWith(prefix) && UUID.test(rest)) {
      this.byte(0);
      this.#grow(16);
      this.#length += this.#bytes.write(rest, this.#length, 'hex');
    } else {
      this.text(id);
    }
  }

  /** A text that is not empty. */
  text(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.whole(bytes);
    this.#grow(bytes);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** As a text, since items hold JSON: four characters for three bytes. */
  toText(): string {
    return this.#bytes.toString('base64', 0, this.#length);
  }

  #grow(by: number): void {
    if (this.#length + by <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + by));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(text: string) {
    this.#bytes = Buffer.from(text, 'base64');
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  half(): number {
    this.#at += 2;
    return this.#bytes.readUInt16LE(this.#at - 2);
  }

  word(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  whole(): number {
    let value = 0;
    for (let worth = 1; ; worth *= 128) {
      const byte = this.byte();
      value += (byte % 128) * worth;
      if (byte < 128) return value;
    }
  }

  number(): number | null {
    const written = this.whole();
    if (written === NO_NUMBER) return null;
    if (written === EIGHT_BYTES) {
      this.#at += 8;
      return this.#bytes.readDoubleLE(this.#at - 8);
    }
    const exponent = (written % 16) - 1 + LEAST_EXPONENT;
    const digits = Math.floor(written / 16);
    // One exact power of ten and one rounding, as when the digits were read as a decimal.
    return exponent < 0 ? digits / 10 ** -exponent : digits * 10 ** exponent;
  }

  id(prefix: string): string {
    const length = this.whole();
    if (length > 0) return this.#text(length);
    this.#at += 16;
    return prefix + this.#bytes.toString('hex', this.#at - 16, this.#at);
  }

  text(): string {
    return this.#text(this.whole());
  }

  #text(length: number): string {
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }
}

/** Whole digits without trailing zeros, as far as the exponent allows, and the power of ten that they count in. */
function decimalOf(value: number): [digits: number, exponent: number] {
  const [mantissa = '', power = '0'] = String(value).split('e');
  const [whole = '', part = ''] = mantissa.split('.');
  let digits = Number(whole + part);
  let exponent = Number(power) - part.length;
  // Not read exactly: its zeros may be rounding's.
  if (!Number.isSafeInteger(digits)) return [digits, exponent];
  while (exponent < MOST_EXPONENT && digits >= 10 && digits % 10 === 0) {
    digits /= 10;
    exponent += 1;
  }
  for (; exponent > MOST_EXPONENT; exponent -= 1) digits *= 10;
  return [digits, exponent];
}
