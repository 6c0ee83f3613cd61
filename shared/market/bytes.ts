/** Values as few bytes: what the market's buckets are written with. The same values give the same bytes on every machine. */

/** Decimal exponents that fit beside the digits of a number: 10^-6 (the finest rounding of amounts) to 10^8. */
const LEAST_EXPONENT = -6;
const MOST_EXPONENT = 8;
/** Beyond so many digits a number is written as the eight bytes it is. */
const MOST_DIGITS = 2 ** 49;
const NO_NUMBER = 0;
const EIGHT_BYTES = 16;
/** What is delivered by the day or the week comes in whole amounts, which by the month have no end of decimals (`quantities.ts`). */
const MONTHLY = [365 / 12, 365 / 84] as const;
/** Written in the place of digits, with an exponent that no digits have, from here on. */
const FIRST_RATE = 2;

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
   * 2.5, or 500 a week) takes two bytes. Exact for every number.
   */
  number(value: number | null): void {
    if (value === null) return this.whole(NO_NUMBER);
    const rate = rateOf(value);
    if (rate !== undefined) return this.whole(16 * rate);
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
    if (!isUuid(prefix, id)) return this.text(id);
    this.byte(0);
    this.#uuid(prefix, id);
  }

  /** Several, in a byte and sixteen for each where all end in a UUID. */
  ids(prefix: string, ids: readonly string[]): void {
    const areUuids = ids.every((id) => isUuid(prefix, id));
    this.byte(Number(!areUuids));
    for (const id of ids) {
      if (areUuids) this.#uuid(prefix, id);
      else this.text(id);
    }
  }

  #uuid(prefix: string, id: string): void {
    this.#grow(16);
    this.#length += this.#bytes.write(id.slice(prefix.length), this.#length, 'hex');
  }

  /** What others have written, so that each can be read without those before it. */
  blocks(blocks: readonly ByteWriter[]): void {
    for (const block of blocks) this.whole(block.#length);
    for (const block of blocks) {
      this.#grow(block.#length);
      this.#length += block.#bytes.copy(this.#bytes, this.#length, 0, block.#length);
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
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Of a text, or of so many of its characters that a head fits into them. */
  static of(text: string, characters = text.length): ByteReader {
    return new ByteReader(Buffer.from(text.slice(0, characters), 'base64'));
  }

  byte(): number {
    return this.#bytes[this.#at++]!;
  }

  half(): number {
    this.#at += 2;
    return this.#bytes[this.#at - 2]! + 256 * this.#bytes[this.#at - 1]!;
  }

  word(): number {
    return this.half() + 65_536 * this.half();
  }

  whole(): number {
    const first = this.#bytes[this.#at++]!;
    if (first < 128) return first;
    let value = first - 128;
    for (let worth = 128; ; worth *= 128) {
      const byte = this.#bytes[this.#at++]!;
      if (byte < 128) return value + byte * worth;
      value += (byte - 128) * worth;
      if (worth > 2 ** 53) throw new RangeError('A number in a bucket of the market has no end.');
    }
  }

  number(): number | null {
    const written = this.whole();
    if (written === NO_NUMBER) return null;
    if (written === EIGHT_BYTES) {
      this.#at += 8;
      return this.#bytes.readDoubleLE(this.#at - 8);
    }
    const form = written % 16;
    const digits = (written - form) / 16;
    if (form === 0) return monthly(digits);
    const exponent = form - 1 + LEAST_EXPONENT;
    // One exact power of ten and one rounding, as when the digits were read as a decimal.
    return exponent < 0 ? digits / POWERS[-exponent]! : digits * POWERS[exponent]!;
  }

  /** As many `whole`s one after the other. */
  wholes(count: number): number[] {
    const values: number[] = [];
    for (let left = count; left > 0; left -= 1) values.push(this.whole());
    return values;
  }

  /** As many `number`s, NaN for none. */
  numbers(count: number): number[] {
    const values: number[] = [];
    for (let left = count; left > 0; left -= 1) values.push(this.number() ?? NaN);
    return values;
  }

  id(prefix: string): string {
    const length = this.whole();
    return length > 0 ? this.#text(length) : this.#uuid(prefix);
  }

  /** Reads one of several ids where it is asked for, and goes on after all of them. */
  ids(prefix: string, count: number): (at: number) => string {
    if (this.byte() === 0) {
      const from = this.#at;
      this.#at += 16 * count;
      return (at) => prefix + this.#bytes.toString('hex', from + 16 * at, from + 16 * (at + 1));
    }
    const texts = Array.from({ length: count }, () => this.text());
    return (at) => texts[at]!;
  }

  /** Reads one of several blocks where it is asked for; behind the last one there is nothing. */
  blocks(count: number): (at: number) => ByteReader {
    const ends = this.wholes(count);
    const from = this.#at;
    for (let at = 1; at < count; at += 1) ends[at]! += ends[at - 1]!;
    return (at) => new ByteReader(this.#bytes, from + (at === 0 ? 0 : ends[at - 1]!));
  }

  text(): string {
    return this.#text(this.whole());
  }

  #uuid(prefix: string): string {
    this.#at += 16;
    return prefix + this.#bytes.toString('hex', this.#at - 16, this.#at);
  }

  #text(length: number): string {
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }
}

const POWERS = Array.from({ length: MOST_EXPONENT + 1 }, (_, exponent) => 10 ** exponent);

const isUuid = (prefix: string, id: string): boolean =>
  id.startsWith(prefix) && UUID.test(id.slice(prefix.length));

/** What a number by the month was by the day or the week, where that is whole, as it stands in the place of digits. */
function rateOf(value: number): number | undefined {
  if (Number.isInteger(value)) return undefined;
  for (const [period, times] of MONTHLY.entries()) {
    const rate = FIRST_RATE + 2 * Math.round(value / times) + period;
    if (rate < MOST_DIGITS && monthly(rate) === value) return rate;
  }
  return undefined;
}

/** Rounded to a millionth, as quantities are. */
const monthly = (rate: number): number =>
  Math.round(Math.floor((rate - FIRST_RATE) / 2) * MONTHLY[rate % 2]! * 1e6) / 1e6;

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
